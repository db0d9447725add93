// An application around a few routes, and who asks it.
import express from 'express'
import type { Express, Request } from 'express'
import { authorizer, subjectIn } from '../../../test/contracts/adapter-policy.ts'
import type { Name } from '../../../test/contracts/adapter-policy.ts'
import { problemDetails, trilatch } from '../src/index.ts'
import type { ExpressGuards, GuardOptions, Subject } from '../src/index.ts'
import { start } from './server.ts'
import type { TestServer } from './server.ts'

export * from '../../../test/contracts/adapter-policy.ts'

export type Guards = ExpressGuards<Name, 'design.view'>

/** Reads `as`; a test's stand-in for an application's own sign-in. */
export const subjectOf = (request: Request): Subject | null => subjectIn(request.get('x-roles'))

export interface TestApplication extends TestServer {
  /** One line for each time a handler ran. */
  readonly ran: string[]
}

/** Starts an application: its routes, then `problemDetails()`. */
export async function serve(
  routes: (app: Express, guards: Guards, ran: string[]) => void,
  options: Partial<GuardOptions<Request>> = {},
): Promise<TestApplication> {
  const app = express()
  // Express writes errors to the console unless it is under test.
  app.set('env', 'test')
  const ran: string[] = []
  routes(app, trilatch(authorizer, { subject: subjectOf, ...options }), ran)
  app.use(problemDetails())
  return { ...(await start(app)), ran }
}
