import type { SessionPort } from '../session-port.ts'
import { callbackSession, isCallbackSession } from './callback-session.ts'
import { isKoaSession, koaSession } from './koa-session.ts'
import { sessionUnsuitable } from './unsuitable.ts'

/**
 * The port over whatever session the application has.
 *
 * @param current Gives the session as it is now.
 * @throws TrilatchError `TRILATCH_SESSION_UNSUITABLE` (500) when there is none, or none that has a store.
 */
export function sessionOf(current: () => unknown): SessionPort {
  const session = current()
  if (session === undefined || session === null)
    throw sessionUnsuitable(
      'the request has no session. Mount express-session, koa-session or @fastify/session before the sign-in, or name it with the option `session` of the adapter.',
    )
  if (typeof session === 'object') {
    if (isKoaSession(session)) return koaSession(session)
    if (isCallbackSession(session)) return callbackSession(current)
  }
  throw sessionUnsuitable(
    'the session is not one of express-session, koa-session or @fastify/session with a store, which can be ended on the server. For another one pass `session` to createSignIn.',
  )
}
