// A mounted handler in an application of its own, for the tests of what it answers and of callers who hang up.
import type { ErrorRequestHandler, Request as ExpressRequest } from 'express'
import type { Answerer } from '../../../test/contracts/mounted-answers.ts'
import type { GuardOptions } from '../src/index.ts'
import { serve, subjectOf } from './application.ts'
import type { TestApplication } from './application.ts'

export type Mounted = TestApplication & { readonly seen: readonly unknown[] }

/** A handler under /admin of an application with its own cookie; `seen` came to its error handler. */
export async function mounted(
  fetch: Answerer,
  subject: GuardOptions<ExpressRequest>['subject'] = subjectOf,
): Promise<Mounted> {
  const seen: unknown[] = []
  const app = await serve(
    (app, { mount }) => {
      app.use((_request, response, next) => next(void response.append('set-cookie', 'app=1').vary('Origin')))
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
