import { fail, failure, redirect, success } from '@trilatch/auth'
import type { Fail, Failure, Groups, Identity, Outcome, RedirectStrategy } from '@trilatch/auth'
import { warn } from '@trilatch/core'
import * as openid from 'openid-client'
import { explain } from './call/explain.ts'
import { endSessionUrl } from './end-session.ts'
import { inspect } from './inspect.ts'
import type { Inspection } from './inspect.ts'
import { profileOf } from './profile.ts'
import { Provider } from './provider.ts'
import type { ProviderError } from './provider-error.ts'
import { redeem } from './redeem.ts'
import type { ProviderClaims, Redeemed, Remembered } from './redeem.ts'
import { TokenKeeper } from './refresh/kept-token.ts'
import { Refresher } from './refresh/refresher.ts'
import type { Seal } from './refresh/seal.ts'
import type { CommonSettings } from './settings.ts'

/** What a strategy over a provider is made of. */
export interface Party {
  readonly common: CommonSettings
  readonly algorithm: string
  readonly scopes: readonly string[]
  /** Further parameters of the authorization request. */
  readonly parameters: Readonly<Record<string, string>>
  readonly destinations: readonly string[]
  /** `undefined`: the provider has no groups. */
  readonly groups: ((claims: ProviderClaims) => Groups) | undefined
  /** Whom to refuse, and with which sentence. */
  readonly refuses: ((groups: Groups) => string | undefined) | undefined
  readonly seal: Seal | undefined
  /** Whether signing out goes on to the provider, where that publishes an address for it. */
  readonly endSession: boolean
  /** How the provider writes its groups. */
  readonly groupSyntax: 'path' | 'plain'
}

/** A strategy over an OpenID provider. */
export interface OidcStrategy extends RedirectStrategy {
  /** What operators can ask it: `trilatch gitlab test` does. */
  readonly inspection: Inspection
}

/** Answers that are about the person, and not about the provider. */
function personal({ reason, providerCode }: ProviderError): Fail | undefined {
  if (reason === 'grant-refused') return fail('sign-in-again')
  if (reason !== 'provider-error') return undefined
  if (providerCode === 'access_denied') return fail('denied')
  const asks = ['login_required', 'interaction_required', 'consent_required', 'account_selection_required']
  return asks.includes(providerCode ?? '') ? fail('sign-in-again') : undefined
}

function ending(error: unknown): Fail | Failure {
  const failed = explain(error)
  return personal(failed) ?? failure(failed)
}

/** What a misconfiguration is known by: it is told at start. What is only down may be up when somebody comes. */
const misconfigured: readonly string[] = ['issuer-differs', 'metadata-incomplete', 'pkce-unsupported']

/** The strategy: code flow with PKCE, state, nonce and issuer. */
export function relyingParty(party: Party): OidcStrategy {
  const { common, algorithm, scopes, groups, refuses, seal } = party
  const { id, title } = common
  const provider = new Provider(common, algorithm)
  const refresher =
    seal === undefined || groups === undefined
      ? undefined
      : new Refresher(provider, new TokenKeeper(id, seal), groups)

  const identityOf = (redeemed: Redeemed): Identity => ({
    provider: id,
    issuer: common.issuer,
    id: redeemed.sub,
    ...profileOf(redeemed),
    ...(groups === undefined ? {} : { groups: groups(redeemed) }),
  })
  const authorizationUrl = async (
    { state, callbackUrl }: { readonly state: string; readonly callbackUrl: string },
    signal?: AbortSignal,
  ): Promise<{ readonly url: URL; readonly remember: Remembered }> => {
    const configuration = await provider.configuration(signal)
    const remember: Remembered = {
      nonce: openid.randomNonce(),
      verifier: openid.randomPKCECodeVerifier(),
      begunAt: Math.floor(Date.now() / 1_000),
    }
    const url = openid.buildAuthorizationUrl(configuration, {
      ...party.parameters,
      redirect_uri: callbackUrl,
      scope: scopes.join(' '),
      state,
      nonce: remember.nonce,
      code_challenge: await openid.calculatePKCECodeChallenge(remember.verifier),
      code_challenge_method: 'S256',
    })
    return { url, remember }
  }
  const admitted = (identity: Identity): Outcome => {
    const why = identity.groups === undefined ? undefined : refuses?.(identity.groups)
    return why === undefined ? success(identity) : fail({ code: 'denied', text: why })
  }

  return {
    kind: 'redirect',
    id,
    title,
    destinations: party.destinations,
    prepare: async () => {
      await provider.metadata().catch((error: unknown) => {
        const failed = explain(error)
        if (misconfigured.includes(failed.reason)) throw failed
        // Whoever signs in another way is not kept from it.
        warn(
          'TRILATCH_STRATEGY_FAILED',
          `Strategy ${JSON.stringify(id)} found nobody at start: ${failed.message}`,
        )
      })
    },
    start: async (request, start) => {
      try {
        const { url, remember } = await authorizationUrl(start, request.signal)
        return redirect(url, remember)
      } catch (error) {
        return ending(error)
      }
    },
    finish: async (request, finish) => {
      try {
        const redeemed = await redeem(provider, algorithm, finish, request.signal)
        const identity = identityOf(redeemed)
        refresher?.expect(identity, redeemed.refreshToken)
        return admitted(identity)
      } catch (error) {
        return ending(error)
      }
    },
    ...(refresher === undefined
      ? {}
      : {
          signedIn: (subject, identity, ports) => refresher.signedIn(subject, identity, ports),
          signedOut: (subject, ports) => refresher.signedOut(subject, ports),
          groups: {
            groupsOf: (account, ports, signal) => refresher.groupsOf(account, ports, signal),
          },
        }),
    ...(party.endSession
      ? { signOutUrl: (_subject, { returnTo }) => endSessionUrl(provider, returnTo) }
      : {}),
    inspection: inspect({
      provider,
      algorithm,
      scopes,
      groupSyntax: party.groupSyntax,
      authorizationUrl,
      identityOf,
      refuses,
    }),
  } satisfies OidcStrategy
}
