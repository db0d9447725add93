// A mounted handler in an application of its own, for the tests of what it answers and of callers who hang up.
import mount from 'koa-mount'
import type { Context } from 'koa'
import type { Answerer } from '../../../test/contracts/mounted-answers.ts'
import type { GuardOptions } from '../src/index.ts'
import { serve, subjectOf } from './application.ts'
import type { TestApplication } from './application.ts'

/** A handler under /admin of an application with its own cookie. */
export function mounted(
  fetch: Answerer,
  subject: GuardOptions<Context>['subject'] = subjectOf,
): Promise<TestApplication> {
  return serve(
    (_on, guards, _ran, app) => {
      app.use(async (ctx, next) => {
        ctx.append('set-cookie', 'app=1')
        ctx.vary('Origin')
        await next()
      })
      app.use(mount('/admin', guards.mount({ fetch })))
    },
    { subject },
  )
}
