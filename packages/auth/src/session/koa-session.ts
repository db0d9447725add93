import type { SessionPort, SignedIn } from '../session-port.ts'
import { sessionField, signedInOf } from './signed-in.ts'
import { sessionUnsuitable } from './unsuitable.ts'

/** What koa-session makes of `ctx.session`. */
export interface KoaSession {
  /** The id in the store; `undefined` when the whole session is kept in the cookie. */
  readonly externalKey: string | undefined
  toJSON(): object
  regenerate(): Promise<void>
}

export function isKoaSession(session: object): session is KoaSession {
  return (
    'externalKey' in session && typeof (session as { manuallyCommit?: unknown }).manuallyCommit === 'function'
  )
}

/**
 * The port over koa-session with a store.
 *
 * @throws TrilatchError `TRILATCH_SESSION_UNSUITABLE` without a store, and for a version that cannot regenerate.
 */
export function koaSession(session: KoaSession): SessionPort {
  if (typeof session.externalKey !== 'string')
    throw sessionUnsuitable(
      'koa-session keeps the whole session in a cookie, where it cannot be ended. Give it a `store`, as session({ store }, app).',
    )
  if (typeof session.regenerate !== 'function')
    throw sessionUnsuitable('this koa-session cannot regenerate a session; use version 6.4 or newer.')
  // Regenerating keeps what is in the session and writes it under another id.
  const exchange = async (content: object): Promise<void> => {
    for (const name of Object.keys(session.toJSON())) Reflect.deleteProperty(session, name)
    Object.assign(session, content)
    await session.regenerate()
  }
  return {
    get: () => signedInOf(session),
    regenerate: (content: SignedIn) => exchange({ [sessionField]: { ...content } }),
    destroy: () => exchange({}),
  }
}
