import type { Identity } from '@trilatch/auth'
import type { ProviderClaims } from './redeem.ts'

const isText = (value: unknown, most: number): value is string =>
  typeof value === 'string' && value.length <= most && value.isWellFormed() && /^\P{Cc}+$/u.test(value)

/** A claim of userinfo, or of the ID token where userinfo has none. */
function claim({ userinfo, idToken }: ProviderClaims, name: string): unknown {
  return userinfo?.[name] ?? idToken[name]
}

/**
 * An address counts when the same answer says that it is verified: `email_verified` missing, or anything but true, is no.
 */
function verifiedEmail({ userinfo, idToken }: ProviderClaims): string | undefined {
  const from = userinfo?.['email'] === undefined ? idToken : userinfo
  const { email, email_verified: isVerified } = from
  if (isVerified !== true || !isText(email, 254)) return undefined
  return /^[\w.!#$%&'*+/=?^`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/.test(email) ? email : undefined
}

/** What an identity says of somebody beside who it is. */
export function profileOf(claims: ProviderClaims): Pick<Identity, 'title' | 'verifiedEmail'> {
  const email = verifiedEmail(claims)
  const title = ['name', 'preferred_username', 'nickname']
    .map((name) => claim(claims, name))
    .find((text): text is string => isText(text, 200))
  return {
    ...(email === undefined ? {} : { verifiedEmail: email }),
    ...(title === undefined ? {} : { title }),
  }
}
