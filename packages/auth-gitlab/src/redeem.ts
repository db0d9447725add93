import * as openid from 'openid-client'
import type { RedirectFinish } from '@trilatch/auth'
import { explain } from './call/explain.ts'
import { checkIdToken } from './check/check-id-token.ts'
import type { Provider } from './provider.ts'

/** What a sign-in remembers until the browser comes back. */
export interface Remembered {
  readonly nonce: string
  readonly verifier: string
  /** Seconds since 1970. */
  readonly begunAt: number
}

/** What a provider has said about somebody: claims by name, as they came. */
export interface ProviderClaims {
  /** Of the ID token, whose signature was verified. */
  readonly idToken: Readonly<Record<string, unknown>>
  /** Of userinfo, about the same `sub`; `undefined` where the provider has none. */
  readonly userinfo: Readonly<Record<string, unknown>> | undefined
}

/** The outcome of a code, with all that is needed to say who came. */
export interface Redeemed extends ProviderClaims {
  readonly sub: string
  readonly refreshToken: string | undefined
}

/** Claims of userinfo, where the provider has it. @throws ProviderError */
export async function askUserinfo(
  configuration: openid.Configuration,
  accessToken: string,
  sub: string,
): Promise<ProviderClaims['userinfo']> {
  if (configuration.serverMetadata().userinfo_endpoint === undefined) return undefined
  return openid.fetchUserInfo(configuration, accessToken, sub).catch((error: unknown) => {
    throw explain(error)
  })
}

/**
 * Exchanges what the browser came back with for claims: state, issuer, verifier, nonce, signature and the rest are
 * checked, and userinfo speaks of the same person.
 *
 * @throws ProviderError
 */
export async function redeem(
  provider: Provider,
  algorithm: string,
  { url, state, remembered }: RedirectFinish,
  aborted: AbortSignal,
): Promise<Redeemed> {
  const { nonce, verifier, begunAt } = remembered as Remembered
  const configuration = await provider.configuration(aborted)
  try {
    const tokens = await openid.authorizationCodeGrant(configuration, url, {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
    })
    const idToken = tokens.claims() as openid.IDToken
    const { access_token: accessToken, refresh_token: refreshToken } = tokens
    const { clientId } = provider.settings
    checkIdToken(idToken, { clientId, algorithm, begunAt, accessToken })
    const userinfo = await askUserinfo(configuration, accessToken, idToken.sub)
    return { sub: idToken.sub, idToken, userinfo, refreshToken }
  } catch (error) {
    throw explain(error)
  }
}
