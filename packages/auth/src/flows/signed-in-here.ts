import { TrilatchError } from '@trilatch/core'
import type { Exchange } from '../exchange.ts'
import type { SignedIn } from '../session-port.ts'

/** Whether the caller is signed in, by this session and by the authorizer's word that it has not ended. */
export function isSignedInHere({ session, subject }: Exchange): boolean {
  return subject !== null && session.get()?.subject === subject
}

/**
 * The session of whoever is signed in, by this session and by the authorizer's word that it has not ended.
 *
 * @throws TrilatchError `TRILATCH_UNAUTHENTICATED` (401)
 */
export function signedInHere(exchange: Exchange): SignedIn {
  const session = exchange.session.get()
  if (session !== undefined && session.subject === exchange.subject) return session
  throw new TrilatchError('TRILATCH_UNAUTHENTICATED', 'Sign in to do this.', {
    status: 401,
    headers: { 'www-authenticate': 'Session realm="trilatch"' },
  })
}
