import { Readable } from 'node:stream'
import type { Context } from 'koa'
import type { Problem } from '@trilatch/core'

/** Whether somebody else has answered, or has taken the answer away from Koa. */
export const isAnswered = (ctx: Context): boolean => ctx.headerSent || ctx.respond === false

/** Copies an answer out for Koa to send, so that middleware in front may still add a cookie or compress it. */
export function send(answer: Problem | Response, ctx: Context): void {
  const { status, headers, body } = answer
  const stream = typeof body === 'object' && body !== null ? Readable.fromWeb(body) : undefined
  // Koa 2 leaves the connection open when a stream breaks off: nobody may take half an answer for a whole one.
  stream?.once('error', () => ctx.headerSent && ctx.res.destroy())
  ctx.status = status
  ctx.body = stream ?? body ?? ''
  // Koa makes up a type where there is none.
  ctx.remove('content-type')
  const all = Symbol.iterator in headers ? headers : Object.entries(headers)
  for (const [name, value] of all as Iterable<[string, string]>) {
    if (name === 'vary') ctx.vary(value)
    else if (name === 'set-cookie') ctx.append(name, value)
    else ctx.set(name, value)
  }
  if ('statusText' in answer && answer.statusText !== '') ctx.message = answer.statusText
}
