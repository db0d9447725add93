import type { SignedIn } from '../session-port.ts'

/** The field of a session that is ours. */
export const sessionField = 'trilatch'

/** What a session says of who is signed in; `undefined` for anything that sign-in did not write. */
export function signedInOf(session: unknown): SignedIn | undefined {
  if (typeof session !== 'object' || session === null || !Object.hasOwn(session, sessionField))
    return undefined
  const found: unknown = (session as Record<string, unknown>)[sessionField]
  if (typeof found !== 'object' || found === null) return undefined
  const { subject, epoch, signedInAt, strategy } = found as Record<string, unknown>
  if (typeof subject !== 'string' || subject === '' || typeof epoch !== 'string' || epoch === '')
    return undefined
  if (typeof signedInAt !== 'number' || !Number.isFinite(signedInAt)) return undefined
  // Sessions from before it was kept go on without.
  const cameBy = typeof strategy === 'string' && strategy !== '' ? { strategy } : {}
  return Object.freeze({ subject, epoch, signedInAt, ...cameBy })
}
