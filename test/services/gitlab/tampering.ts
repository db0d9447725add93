import type { IncomingMessage, ServerResponse } from 'node:http'

/** An answer on its way out. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** The parts of a provider whose answers can be changed. */
export type Endpoint =
  | 'discovery'
  | 'authorization'
  | 'token'
  | 'userinfo'
  | 'keys'
  | 'revocation'
  | 'end-session'

/** Changes an answer; `hang`: none is ever given. */
export type Tamper = (answer: Answer, request: IncomingMessage) => Answer | 'hang' | Promise<Answer | 'hang'>

/** Holds an answer back until it has been changed. The server writes it in one piece. */
export function tampered(request: IncomingMessage, response: ServerResponse, change: Tamper): void {
  const { end } = response
  response.end = ((chunk?: unknown) => {
    const answer: Answer = {
      status: response.statusCode,
      headers: Object.fromEntries(
        Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)]),
      ),
      body: typeof chunk === 'string' || Buffer.isBuffer(chunk) ? chunk.toString() : '',
    }
    void (async () => {
      const changed = await change(answer, request)
      if (changed === 'hang' || response.destroyed) return
      for (const name of response.getHeaderNames()) response.removeHeader(name)
      response.statusCode = changed.status
      for (const [name, value] of Object.entries(changed.headers))
        if (name !== 'content-length') response.setHeader(name, value)
      response.setHeader('content-length', Buffer.byteLength(changed.body))
      Reflect.apply(end, response, [changed.body])
    })()
    return response
  }) as ServerResponse['end']
}
