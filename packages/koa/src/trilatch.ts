import type { Context } from 'koa'
import { guardVerbs, isThenable, RequestGuards, requirementKey } from '@trilatch/core'
import type { Access, Authorizer, FetchHandler, GuardOptions, GuardPlan } from '@trilatch/core'
import type { GuardVerbs, Refusal, Requirement } from '@trilatch/core'
import { mountHandler } from './mount.ts'
import { isAnswered, send } from './send.ts'

/** As much of a context as all have, whatever an application has made of its own. */
export type AnyContext = Pick<Context, 'req' | 'res'>

type Next = () => Promise<unknown>

/** Koa middleware whose type says nothing of state and context, so that those behind it keep their own types. */
export type KoaMiddleware = (ctx: unknown, next: Next) => Promise<unknown>

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
function paramOf(ctx: AnyContext, name: string): unknown {
  const params = Object(Object.hasOwn(ctx, 'params') && (ctx as Context)['params'])
  return Object.hasOwn(params, name) ? params[name] : undefined
}

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
    const refuse = (refusal: Refusal, ctx: Context): void => {
      const redirect = guards.redirect(refusal, ctx.method, ctx.headers.accept)
      if (redirect === undefined || isAnswered(ctx)) throw refusal
      send(redirect, ctx)
    }
    const wait = async (checked: PromiseLike<unknown>, ctx: Context, next: Next): Promise<unknown> => {
      const refusal = (await checked) as Refusal | undefined
      return refusal === undefined ? next() : refuse(refusal, ctx)
    }
    // No async function: where nothing has to be waited for, it would cost more than the check.
    const guard: KoaMiddleware = (given, next) => {
      try {
        const checked = guards.check(given as Ctx, plan)
        if (checked === undefined) return next()
        if (isThenable(checked)) return wait(checked, given as Context, next)
        refuse(checked, given as Context)
        return Promise.resolve()
      } catch (error) {
        return Promise.reject(error)
      }
    }
    Object.defineProperty(guard, 'name', {
      value: `trilatch(${plan.requirement.permissions.join(', ') || plan.requirement.kind})`,
    })
    return Object.freeze(Object.assign(guard, { [requirementKey]: plan.requirement }))
  }

  return {
    ...guardVerbs<Name, Located, Ctx, Guard>(authorizer.permissions, paramOf, build),
    access: async (ctx) => guards.access(ctx as Ctx),
    resource: (ctx) => guards.resource(ctx as Ctx),
    mount: (handler) => mountHandler(handler, guards),
  }
}
