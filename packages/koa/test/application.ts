// An application around a few routes, and who asks it.
import { Router } from '@koa/router'
import Koa from 'koa'
import type { Context } from 'koa'
import { authorizer, subjectIn } from '../../../test/contracts/adapter-policy.ts'
import type { Name } from '../../../test/contracts/adapter-policy.ts'
import { problemDetails, trilatch } from '../src/index.ts'
import type { GuardOptions, KoaGuards, Subject } from '../src/index.ts'
import { start } from './server.ts'
import type { TestServer } from './server.ts'

export * from '../../../test/contracts/adapter-policy.ts'

export type Guards = KoaGuards<Name, 'design.view'>

/** Reads `as`; a test's stand-in for an application's own sign-in. */
export const subjectOf = ({ req }: Pick<Context, 'req'>): Subject | null => subjectIn(req.headers['x-roles'])

/** The guards of these tests, for an application that a test puts together by itself. */
export const guardsWith = (options: Partial<GuardOptions<Context>> = {}): Guards =>
  trilatch(authorizer, { subject: subjectOf, ...options })

export interface TestApplication extends TestServer {
  /** One line for each time a handler ran. */
  readonly ran: string[]
  /** What came to Koa's own error handling. */
  readonly faults: unknown[]
}

/** A handler that notes that it ran, and answers. */
export const inside =
  (ran: string[], what = 'handler') =>
  (ctx: Pick<Context, 'body'>): void => {
    ran.push(what)
    ctx.body = 'inside'
  }

/** Starts an application: `problemDetails()`, what the test uses, then the router of the test. */
export async function serve(
  routes: (on: Router, guards: Guards, ran: string[], app: Koa) => void,
  options: Partial<GuardOptions<Context>> = {},
): Promise<TestApplication> {
  const app = new Koa()
  const [ran, faults]: [string[], unknown[]] = [[], []]
  // With a listener of its own Koa writes nothing to the console.
  app.on('error', (error) => void faults.push(error))
  app.use(problemDetails())
  const router = new Router()
  routes(router, guardsWith(options), ran, app)
  app.use(router.routes())
  return { ...(await start(listener(app))), ran, faults }
}

/** An application as Node calls it. */
export function listener(app: Koa): Parameters<typeof start>[0] {
  const callback = app.callback()
  return (request, response) => void callback(request, response)
}
