import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Request } from 'express'
import { asGuard, guardVerbs, isThenable, mountable, RequestGuards } from '@trilatch/core'
import type {
  Access,
  Authorizer,
  FetchHandler,
  GuardOptions,
  GuardPlan,
  GuardVerbs,
  Refusal,
  Requirement,
  requirementKey,
} from '@trilatch/core'
import { markMounted } from './coverage/mount-mark.ts'
import { mountHandler } from './mount.ts'
import { send } from './send.ts'

type Next = (error?: unknown) => void
type Middleware = (request: IncomingMessage, response: ServerResponse, next: Next) => void

/**
 * Express middleware that goes on, or passes a refusal to `next`. Its type says nothing of parameters, bodies
 * and locals, so the handlers behind it keep their own types.
 */
export interface Guard extends Middleware {
  /** What it asks for, for coverage reports and tests. */
  readonly [requirementKey]: Requirement
}

/** What `trilatch` gives an Express application. */
export interface ExpressGuards<Name extends string, Located extends string> extends GuardVerbs<
  Name,
  Located,
  Request,
  Guard
> {
  /** The caller's access; the same one for every guard and handler of a request. */
  readonly access: (request: Request) => Promise<Access<Name>>
  /** The very thing the last guard's resolver found, so that what was checked is what is acted on. */
  readonly resource: (request: Request) => unknown
  /** Middleware for `app.use('/path', mount(handler))`. */
  readonly mount: (handler: FetchHandler) => Middleware
}

const paramsOf = ({ params }: Request): unknown => params

/**
 * Guards for an Express 5 or 4 application.
 *
 * @throws TrilatchError `TRILATCH_OPTION_INVALID` for options that are wrong; each verb `TRILATCH_PERMISSION_UNKNOWN`
 * or `TRILATCH_GUARD_INVALID` when it is called.
 */
export function trilatch<Name extends string, Located extends string>(
  authorizer: Authorizer<Name, Located>,
  options: GuardOptions<Request>,
): ExpressGuards<Name, Located> {
  const guards = new RequestGuards<Name, Request>(authorizer, options)

  function build(plan: GuardPlan<Request>): Guard {
    const guard = (message: IncomingMessage, response: ServerResponse, next: Next): void => {
      const request = message as Request
      const answer = (refusal: Refusal | undefined): void => {
        if (refusal === undefined) return next()
        const redirect = guards.redirect(refusal, request.method, request.headers.accept, request.originalUrl)
        if (redirect === undefined || response.headersSent) next(refusal)
        else send(redirect, response)
      }
      let checked: ReturnType<typeof guards.check>
      try {
        checked = guards.check(request, plan)
      } catch (error) {
        return next(error)
      }
      // What `next` throws is not the guard's to catch: it would call `next` twice.
      if (isThenable(checked)) void checked.then(answer, next)
      else answer(checked)
    }
    return asGuard(guard, plan.requirement)
  }

  return {
    ...guardVerbs<Name, Located, Request, Guard>(authorizer.permissions, paramsOf, build),
    access: (request) => guards.promised(request),
    resource: (request) => guards.resource(request),
    mount: (...given) => markMounted(mountHandler(mountable(given, "app.use('…', mount(handler))"), guards)),
  }
}
