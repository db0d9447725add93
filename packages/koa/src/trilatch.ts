import type { Context } from 'koa'
import { asGuard, guardVerbs, isThenable, mountable, RequestGuards } from '@trilatch/core'
import type { Access, Authorizer, FetchHandler, GuardOptions, GuardPlan } from '@trilatch/core'
import type { GuardVerbs, Requirement, requirementKey } from '@trilatch/core'
import { mountHandler } from './mount.ts'
import { isAnswered, send } from './send.ts'

/** As much of a context as all have, whatever an application has made of its own. */
export type AnyContext = Pick<Context, 'req' | 'res'>

/** Koa middleware whose type says nothing of state and context, so that those behind it keep their own types. */
export type KoaMiddleware = (ctx: unknown, next: () => Promise<unknown>) => Promise<unknown>

/** Koa middleware that goes on, or throws a refusal; it carries what it asks for, for coverage reports and tests. */
export type Guard = KoaMiddleware & { readonly [requirementKey]: Requirement }

/** What `trilatch` gives a Koa application. */
export type KoaGuards<Name extends string, Located extends string, Ctx = Context> = {
  /** The caller's access; the same one for every guard and handler of a request. */
  readonly access: (ctx: AnyContext) => Promise<Access<Name>>
  /** The very thing the last guard's resolver found, so that what was checked is what is acted on. */
  readonly resource: (ctx: AnyContext) => unknown
  /** Middleware for `app.use(mount('/path', …))` of koa-mount, or for a route. */
  readonly mount: (handler: FetchHandler) => KoaMiddleware
} & GuardVerbs<Name, Located, Ctx, Guard>

/** What @koa/router has read; nothing before it has run. */
const paramsOf = (ctx: AnyContext): unknown => Object.hasOwn(ctx, 'params') && (ctx as Context)['params']

/**
 * Guards for a Koa 3 or 2 application.
 *
 * @throws TrilatchError `TRILATCH_OPTION_INVALID` for options that are wrong; each verb `TRILATCH_PERMISSION_UNKNOWN`
 * or `TRILATCH_GUARD_INVALID` when it is called.
 */
export function trilatch<Name extends string, Located extends string, Ctx extends AnyContext = Context>(
  authorizer: Authorizer<Name, Located>,
  options: GuardOptions<Ctx>,
): KoaGuards<Name, Located, Ctx> {
  const guards = new RequestGuards<Name, Ctx>(authorizer, options)

  function build(plan: GuardPlan<Ctx>): Guard {
    const guard: KoaMiddleware = async (given, next) => {
      const checked = guards.check(given as Ctx, plan)
      const refusal = isThenable(checked) ? await checked : checked
      if (refusal === undefined) return next()
      const ctx = given as Context
      const redirect = guards.redirect(refusal, ctx.method, ctx.headers.accept, ctx.originalUrl)
      if (redirect === undefined || isAnswered(ctx)) throw refusal
      return send(redirect, ctx)
    }
    return asGuard(guard, plan.requirement)
  }

  return {
    ...guardVerbs<Name, Located, Ctx, Guard>(authorizer.permissions, paramsOf, build),
    access: (ctx) => guards.promised(ctx as Ctx),
    resource: (ctx) => guards.resource(ctx as Ctx),
    mount: (...given) => mountHandler(mountable(given, "mountAt('…', mount(handler)) of koa-mount"), guards),
  }
}
