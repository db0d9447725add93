import { generateKeyPairSync } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { decodeJwt, decodeProtectedHeader, SignJWT } from 'jose'

/** A key that tokens are signed with. */
export interface SigningKey {
  readonly kid: string
  readonly privateKey: KeyObject
  /** As JWK, with the private part. */
  readonly jwk: Record<string, unknown>
}

export function signingKey(kid: string): SigningKey {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const jwk = { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid }
  return { kid, privateKey, jwk }
}

/** The public part of a key, as providers publish it. */
export function publicPart({ jwk }: SigningKey): Record<string, unknown> {
  const { kty, n, e, use, alg, kid } = jwk
  return { kty, n, e, use, alg, kid }
}

/** How a token is made again. */
export interface Reissue {
  readonly claims?: (claims: Record<string, unknown>) => Record<string, unknown>
  readonly header?: Readonly<Record<string, unknown>>
  readonly key: KeyObject | Uint8Array
}

/** The same token with other claims, another header or another signature. */
export async function reissue(
  token: string,
  { claims = (same) => same, header = {}, key }: Reissue,
): Promise<string> {
  const made = new SignJWT(claims({ ...decodeJwt(token) }))
  return made.setProtectedHeader({ ...decodeProtectedHeader(token), ...header } as { alg: string }).sign(key)
}

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** The same claims, and nothing that vouches for them: `alg: none`. */
export function unsigned(token: string): string {
  return `${part({ alg: 'none' })}.${part(decodeJwt(token))}.`
}
