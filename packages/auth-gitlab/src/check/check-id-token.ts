import { createHash } from 'node:crypto'
import type { IDToken } from 'openid-client'
import { ProviderError } from '../provider-error.ts'
import { skewSeconds } from '../provider.ts'

/** The first half of a digest of the access token, by the hash of the algorithm that signed the ID token. */
function accessTokenHash(token: string, algorithm: string): string {
  const bits = /(256|384|512)$/.exec(algorithm)?.[1] ?? '512'
  const digest = createHash(`sha${bits}`).update(token).digest()
  return digest.subarray(0, digest.length / 2).toString('base64url')
}

/** What an ID token is held against, beside what openid-client checks. */
export interface IdTokenExpectation {
  readonly clientId: string
  readonly algorithm: string
  /** Seconds since 1970 when the sign-in began; a token of before is not its answer. */
  readonly begunAt: number
  readonly accessToken: string
}

/**
 * The checks of OpenID Connect Core 3.1.3.7 that openid-client leaves to its caller. Signature, algorithm, issuer,
 * audience, expiry and nonce have been checked by then.
 *
 * @throws ProviderError
 */
export function checkIdToken(claims: IDToken, expected: IdTokenExpectation): void {
  const { azp, iat, at_hash: hash, sub } = claims
  if (azp !== undefined && azp !== expected.clientId)
    throw new ProviderError('authorized-party', 'The ID token was made for another client')
  const now = Date.now() / 1_000
  if (iat > now + skewSeconds)
    throw new ProviderError(
      'issued-at',
      `The ID token was issued ${Math.round(iat - now)} seconds from now: compare the clocks of this machine and the provider`,
    )
  if (iat < expected.begunAt - skewSeconds)
    throw new ProviderError('issued-at', 'The ID token was issued before this sign-in began')
  if (hash !== undefined && hash !== accessTokenHash(expected.accessToken, expected.algorithm))
    throw new ProviderError('access-token-hash', 'The ID token was given along with another access token')
  checkSubject(sub)
}

/** OpenID Connect Core 2: at most 255 ASCII characters. It becomes part of the key of an account. @throws ProviderError */
export function checkSubject(sub: unknown): void {
  if (typeof sub !== 'string' || !/^[\x20-\x7e]{1,255}$/.test(sub))
    throw new ProviderError('subject-invalid', 'The claim `sub` is not 1 to 255 characters of ASCII')
}
