// A mounted handler in an application of its own, for the tests of what it answers and of callers who hang up.
import { setTimeout as pause } from 'node:timers/promises'
import mount from 'koa-mount'
import type { Context } from 'koa'
import type { FetchContext, GuardOptions } from '../src/index.ts'
import { serve, subjectOf } from './application.ts'
import type { TestApplication } from './application.ts'

export type Answerer = (request: Request, context: FetchContext) => Response | Promise<Response>

/** A handler under /admin of an application with its own cookie. */
export function mounted(
  fetch: Answerer,
  subject: GuardOptions<Context>['subject'] = subjectOf,
): Promise<TestApplication> {
  return serve(
    (_on, guards, _ran, app) => {
      app.use(async (ctx, next) => {
        ctx.append('set-cookie', 'app=1')
        await next()
      })
      app.use(mount('/admin', guards.mount({ fetch })))
    },
    { subject },
  )
}

/** A body that comes in pieces, and notes when nobody wants more of it. */
export function pieces(count: number, noted: string[] = []): ReadableStream<Uint8Array> {
  let i = 0
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      await pause(1)
      if (i === count) controller.close()
      else controller.enqueue(new TextEncoder().encode(`${i++};`))
    },
    cancel: () => void noted.push('cancelled'),
  })
}
