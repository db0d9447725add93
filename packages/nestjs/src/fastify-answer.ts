import type { ServerResponse } from 'node:http'

/**
 * What a mounted handler answers, for Fastify to send: beside the cookies and the `Vary` of middleware, which writes to
 * the Node response and which Fastify would write over; and of this Node, whoever has made it.
 */
export function fastifyAnswer(answered: Response, raw: ServerResponse, hasBody: boolean): Response {
  const headers = new Headers()
  const [cookies = [], vary] = [raw.getHeader('set-cookie'), raw.getHeader('vary')]
  for (const cookie of [cookies].flat()) headers.append('set-cookie', String(cookie))
  if (vary !== undefined) headers.set('vary', String(vary))
  for (const [name, value] of answered.headers)
    if (name === 'set-cookie' || name === 'vary') headers.append(name, value)
    else headers.set(name, value)
  const { status, statusText } = answered
  return new Response(hasBody ? answered.body : null, { status, statusText, headers })
}
