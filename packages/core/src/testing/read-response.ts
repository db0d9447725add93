import type { MaybePromise } from '../maybe-promise.ts'

/**
 * An answer, as tests get it: a web `Response`, one of supertest (`status`, `text`), of Fastify's or
 * light-my-request's `inject` (`statusCode`, `body`), or of axios (`status`, `data`).
 */
export type ResponseLike = Response | PlainResponse

/** An answer whose body is there already. */
export type PlainResponse = (
  | { readonly status: number; readonly text: string }
  | { readonly statusCode: number; readonly body: unknown }
  | { readonly status: number; readonly data: unknown }
) & { readonly headers: object }

/** An answer, the same for all who gave it. */
export interface ReadResponse {
  readonly status: number
  /** A header by its name in lower case; empty where there is none. */
  readonly header: (name: string) => string
  readonly text: string
}

const textOf = (body: unknown): string =>
  typeof body === 'string' ? body : Buffer.isBuffer(body) ? body.toString() : (JSON.stringify(body) ?? '')

function headerReader(headers: object): (name: string) => string {
  if (typeof (headers as Headers).get === 'function')
    return (name) => (headers as Headers).get(name)?.toString() ?? ''
  const byName = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]))
  return (name) => byName.get(name) ?? ''
}

/** Reads an answer at once, or later where its body has to be waited for. The body of a web `Response` can be read again. */
export function readResponse(response: ResponseLike): MaybePromise<ReadResponse> {
  const fields = Object(response) as Partial<Record<string, unknown>> & { readonly headers?: unknown }
  const status = fields['status'] ?? fields['statusCode']
  if (typeof status !== 'number' || typeof fields.headers !== 'object' || fields.headers === null)
    throw new TypeError('Expected a response of fetch, supertest, inject or axios; is an `await` missing?')
  const header = headerReader(fields.headers)
  if (response instanceof Response) {
    if (response.bodyUsed)
      throw new TypeError(
        'The body of the response has been read: hand the response over before, or a clone()',
      )
    return response
      .clone()
      .text()
      .then((text) => ({ status, header, text }))
  }
  return { status, header, text: textOf(fields['text'] ?? fields['data'] ?? fields['body']) }
}
