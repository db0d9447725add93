import type { ServerResponse } from 'node:http'
import type { Problem } from '@trilatch/core'

/** Copies a finished answer out. Node itself leaves out the body of an answer to HEAD. */
export function send({ status, headers, body }: Problem, response: ServerResponse): void {
  response.statusCode = status
  for (const [name, value] of Object.entries(headers)) {
    if (name === 'vary') response.appendHeader(name, value)
    else response.setHeader(name, value)
  }
  response.setHeader('content-length', Buffer.byteLength(body))
  response.end(body)
}
