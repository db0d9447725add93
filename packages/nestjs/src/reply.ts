import type { ServerResponse } from 'node:http'
import type { Problem } from '@trilatch/core'

/** The part of a Fastify reply that an answer needs. */
interface FastifyReply {
  readonly raw: ServerResponse
  readonly sent: boolean
  code(status: number): unknown
  header(name: string, value: string): unknown
  getHeader(name: string): unknown
  send(body?: Uint8Array): unknown
}

/** What a handler answers with: Node's response on Express, a reply on Fastify. */
export type Reply = ServerResponse | FastifyReply

const isFastify = (reply: Reply): reply is FastifyReply => 'raw' in reply && typeof reply.send === 'function'

function setHeader(reply: Reply, name: string, value: string): void {
  if (isFastify(reply)) reply.header(name, value)
  else reply.setHeader(name, value)
}

/**
 * Puts the headers of a refusal on the answer before it is thrown, so that they reach the client from a filter of
 * the application's too. What says what the body is belongs to whoever writes the body.
 */
export function announce({ headers }: Problem, reply: Reply): void {
  for (const [name, value] of Object.entries(headers)) {
    if (name === 'content-type') continue
    const had = name === 'vary' ? reply.getHeader(name) : undefined
    const others = [had ?? []].flat().map(String)
    if (!others.includes(value)) setHeader(reply, name, [...others, value].join(', '))
  }
}

/** Whether it is too late for an answer. */
export function isAnswered(reply: Reply): boolean {
  return isFastify(reply) ? reply.sent || reply.raw.headersSent : reply.headersSent
}

/** Copies a finished answer out, byte for byte. Node and Fastify leave out the body of an answer to HEAD. */
export function send(problem: Problem, reply: Reply): void {
  const { status, headers, body } = problem
  announce(problem, reply)
  const type = headers['content-type']
  if (type !== undefined) setHeader(reply, 'content-type', type)
  if (isFastify(reply)) {
    reply.code(status)
    // Bytes, for Fastify adds a charset to the type of text.
    reply.send(body === '' ? undefined : Buffer.from(body))
  } else {
    reply.statusCode = status
    reply.setHeader('content-length', Buffer.byteLength(body))
    reply.end(body)
  }
}
