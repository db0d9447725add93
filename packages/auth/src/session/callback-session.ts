import type { SessionPort, SignedIn } from '../session-port.ts'
import { sessionField, signedInOf } from './signed-in.ts'
import { sessionUnsuitable } from './unsuitable.ts'

/** What express-session, and @fastify/session alike, make of a request. */
export interface CallbackSession {
  regenerate(done: (error?: unknown) => void): unknown
  save(done: (error?: unknown) => void): unknown
  destroy(done: (error?: unknown) => void): unknown
}

export function isCallbackSession(session: object): session is CallbackSession {
  return ['regenerate', 'save', 'destroy'].every(
    (name) => typeof (session as Record<string, unknown>)[name] === 'function',
  )
}

function called(run: (done: (error?: unknown) => void) => unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    run((error) => {
      if (error === undefined || error === null) resolve()
      else
        reject(error instanceof Error ? error : new Error('the session could not be kept', { cause: error }))
    })
  })
}

/**
 * The port over express-session or @fastify/session: both keep sessions in a store, never in a cookie.
 *
 * @param current The session as the request has it now: regenerating puts another one in its place.
 */
export function callbackSession(current: () => unknown): SessionPort {
  const held = (): CallbackSession => {
    const session = current()
    if (typeof session === 'object' && session !== null && isCallbackSession(session)) return session
    throw sessionUnsuitable('the session went away in the middle of a request.')
  }
  return {
    get: () => signedInOf(current()),
    regenerate: async (content: SignedIn) => {
      await called((done) => held().regenerate(done))
      const fresh = held()
      Object.assign(fresh, { [sessionField]: { ...content } })
      // Kept before anybody is told: the next request may come before this answer is complete.
      await called((done) => fresh.save(done))
    },
    destroy: () => called((done) => held().regenerate(done)),
  }
}
