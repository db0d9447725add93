import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { SignedIn } from '../session-port.ts'

/** The cookie that forms are bound to. */
export const formCookie = 'trilatch-form'

const form = /^[\w-]{43}$/

/** 256 random bits, as text that cookies and URLs take. */
export const randomText = (): string => randomBytes(32).toString('base64url')

/** What the cookie holds, if it can be one of ours. */
export function formSecret(cookie: string | undefined): string | undefined {
  return cookie !== undefined && form.test(cookie) ? cookie : undefined
}

/**
 * What a form must send back: it comes from the cookie, which no other site can read, and from the session there is,
 * so that a form from before a sign-in is none after it.
 */
export function formToken(secret: string, session: SignedIn | undefined): string {
  const who = session === undefined ? [] : [session.subject, session.epoch, session.signedInAt]
  return createHmac('sha256', secret).update(JSON.stringify(who)).digest('base64url')
}

/** Whether a form sent back what it was given. */
export function isFormToken(
  given: string | undefined,
  cookie: string | undefined,
  session: SignedIn | undefined,
): boolean {
  const secret = formSecret(cookie)
  if (given === undefined || secret === undefined) return false
  const [expected, found] = [Buffer.from(formToken(secret, session)), Buffer.from(given)]
  return expected.length === found.length && timingSafeEqual(expected, found)
}
