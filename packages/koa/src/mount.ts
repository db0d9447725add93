import type { Context } from 'koa'
import { abortSignalOf, asError, mounted, toFetchRequest } from '@trilatch/core'
import type { FetchHandler, RequestGuards } from '@trilatch/core'
import { isAnswered, send } from './send.ts'
import type { KoaMiddleware } from './trilatch.ts'

/** What was asked for, as Koa itself reads it, and how much of it has been taken off in front of `ctx.path`. */
function placeOf(ctx: Context): readonly [target: string, basePath: string] {
  const asked: Context['request'] = Object.create(ctx.request, { req: { value: { url: ctx.originalUrl } } })
  const [whole, rest] = [asked.path ?? '', ctx.path ?? '']
  if (whole.endsWith(rest)) return [whole, whole.slice(0, whole.length - rest.length).replace(/\/$/, '')]
  return rest === '/' ? [whole, whole] : [rest, '']
}

/** How koa-session sets its cookie. */
const cookieOf = (ctx: Context): unknown => (ctx as { readonly sessionOptions?: unknown }).sessionOptions

/** Middleware that answers with a framework-free handler, under whatever path it is mounted. */
export function mountHandler<Name extends string, Ctx extends object>(
  handler: FetchHandler,
  guards: RequestGuards<Name, Ctx>,
): KoaMiddleware {
  const answer = async (ctx: Context): Promise<void> => {
    const [target, basePath] = placeOf(ctx)
    const context = await mounted(guards, ctx as never, basePath, ctx.ip, () => cookieOf(ctx))
    // Parsers keep what they read beside the Node request, and mostly the very text too.
    const { body, rawBody } = ctx.request as { readonly body?: unknown; readonly rawBody?: string }
    const parsed = rawBody === undefined ? body : Buffer.from(rawBody)
    const asked = toFetchRequest(ctx.req, target + ctx.search, abortSignalOf(ctx.res), parsed)
    const answered = await handler.fetch(asked, context)
    if (!isAnswered(ctx)) send(answered, ctx)
  }
  return (ctx) =>
    answer(ctx as Context).catch((error: unknown) => {
      const { res } = ctx as Context
      // A caller who hung up is nobody's error.
      if (!res.headersSent && !res.destroyed) throw asError(error)
    })
}
