// A mounted handler in an application of its own, for the tests of what it answers and of callers who hang up.
import { setTimeout as pause } from 'node:timers/promises'
import type { ErrorRequestHandler, Request as ExpressRequest } from 'express'
import type { FetchContext, GuardOptions } from '../src/index.ts'
import { serve, subjectOf } from './application.ts'
import type { TestApplication } from './application.ts'

export type Answerer = (request: Request, context: FetchContext) => Response | Promise<Response>

export type Mounted = TestApplication & { readonly seen: readonly unknown[] }

/** A handler under /admin of an application with its own cookie; `seen` came to its error handler. */
export async function mounted(
  fetch: Answerer,
  subject: GuardOptions<ExpressRequest>['subject'] = subjectOf,
): Promise<Mounted> {
  const seen: unknown[] = []
  const app = await serve(
    (app, { mount }) => {
      app.use((_request, response, next) => next(void response.append('set-cookie', 'app=1')))
      app.use('/admin', mount({ fetch }))
      const see: ErrorRequestHandler = (error, _request, response, next) => {
        seen.push(error)
        if (response.headersSent) next(error)
        else response.status(500).send('mine')
      }
      app.use(see)
    },
    { subject },
  )
  return { ...app, seen }
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
