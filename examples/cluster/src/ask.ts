import { request } from 'node:http'

/** What came back, and from which process. */
export interface Answer {
  readonly status: number
  readonly process: number
  readonly retryAfter: string | undefined
  readonly body: Readonly<Record<string, unknown>>
}

/** Sends requests to one port, each on a connection of its own, so that the processes behind it take turns. */
export function asker(port: number, tokens: Readonly<Record<string, string>>) {
  return (who: string, method: string, path: string): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${tokens[who] ?? ''}` }
      const sent = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (part: string) => (text += part))
        response.on('error', reject)
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            process: Number(response.headers['x-process']),
            retryAfter: response.headers['retry-after'],
            body: JSON.parse(text) as Record<string, unknown>,
          }),
        )
      })
      sent.on('error', reject)
      sent.end()
    })
}
