// Starts applications for the tests of one topic, and notes what their handlers did.
import { afterAll } from 'vitest'
import { authorizerOf, subjectOf } from './policy.ts'
import type { ApplicationPlan, GuardPlan, Handling, RoutePlan, Running, Setup } from './setup.ts'

/** An application with a note for each time that a handler ran. */
export interface Application extends Running {
  readonly ran: string[]
}

export type Plan = Partial<Omit<ApplicationPlan, 'routes'>>

/** Builds the routes of an application, given where its handlers write what they did. */
export type Routes = (ran: string[]) => readonly RoutePlan[]

/** Starts applications that are stopped when the tests of this block are over. */
export function starter(setup: Setup): (routes: Routes, plan?: Plan) => Promise<Application> {
  const running: Running[] = []
  afterAll(() => Promise.all(running.map((one) => one.stop())))
  return async (routes, plan = {}) => {
    const ran: string[] = []
    const started = await setup.start({
      authorizer: authorizerOf(),
      subject: subjectOf,
      errors: 'problems',
      ...plan,
      routes: routes(ran),
    })
    running.push(started)
    return { ...started, ran }
  }
}

/** A handler that notes its name and answers `inside`. */
export const inside =
  (ran: string[], name = 'handler') =>
  (_asked: Handling): string => {
    ran.push(name)
    return 'inside'
  }

/** A GET route behind guards. */
export const route = (ran: string[], path: string, ...guards: readonly GuardPlan[]): RoutePlan => ({
  path,
  guards,
  handler: inside(ran, path),
})
