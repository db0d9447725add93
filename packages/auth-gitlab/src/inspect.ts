import { randomBytes } from 'node:crypto'
import type { Groups, Identity } from '@trilatch/auth'
import { explain } from './call/explain.ts'
import type { Provider } from './provider.ts'
import { redeem } from './redeem.ts'
import type { Redeemed, Remembered } from './redeem.ts'

/** What a provider publishes, and what would have to be written where that is not what is configured. */
export interface InspectedProvider {
  readonly issuer: string
  readonly ok: boolean
  /** What is wrong, with the fix. */
  readonly problem?: { readonly reason: string; readonly message: string; readonly published?: string }
  readonly endpoints: Readonly<Record<string, string>>
  readonly scopesMissing: readonly string[]
  readonly sendsIssuer: boolean
  readonly endsSessions: boolean
}

/** What a sign-in has brought. Holds neither a token nor a code. */
export interface InspectedSignIn {
  readonly identity: Identity
  /** The names of the claims, by where they were found; no values. */
  readonly claims: { readonly idToken: readonly string[]; readonly userinfo: readonly string[] | null }
  /** The sentence with which the strategy would refuse them, if it would. */
  readonly refused: string | null
}

/** A sign-in of an operator, outside of any session. */
export interface InspectedStart {
  readonly url: string
  /** @param called The URL that the browser was sent to afterwards. @throws ProviderError */
  finish(called: URL): Promise<InspectedSignIn>
}

/** What operators can ask a strategy over an OpenID provider. */
export interface Inspection {
  readonly issuer: string
  /** How the provider writes its groups, as the option `providers` of an authorizer has it. */
  readonly groupSyntax: 'path' | 'plain'
  provider(): Promise<InspectedProvider>
  /** @param callbackUrl An address of this machine, registered at the provider. @throws ProviderError */
  begin(callbackUrl: string): Promise<InspectedStart>
}

interface Parts {
  readonly provider: Provider
  readonly algorithm: string
  readonly scopes: readonly string[]
  readonly groupSyntax: 'path' | 'plain'
  authorizationUrl(start: {
    readonly state: string
    readonly callbackUrl: string
  }): Promise<{ readonly url: URL; readonly remember: Remembered }>
  identityOf(redeemed: Redeemed): Identity
  readonly refuses: ((groups: Groups) => string | undefined) | undefined
}

const endpointNames = [
  'authorization_endpoint',
  'token_endpoint',
  'userinfo_endpoint',
  'jwks_uri',
  'revocation_endpoint',
  'end_session_endpoint',
] as const

export function inspect(parts: Parts): Inspection {
  const { provider, algorithm, scopes } = parts
  const { issuer } = provider.settings
  return {
    issuer,
    groupSyntax: parts.groupSyntax,
    provider: async () => {
      const nothing = {
        issuer,
        ok: false,
        endpoints: {},
        scopesMissing: [],
        sendsIssuer: false,
        endsSessions: false,
      }
      try {
        const metadata = await provider.metadata()
        const offered = metadata.scopes_supported
        return {
          issuer,
          ok: true,
          endpoints: Object.fromEntries(
            endpointNames.flatMap((name) => {
              const found = metadata[name]
              return typeof found === 'string' ? [[name, found]] : []
            }),
          ),
          scopesMissing: offered === undefined ? [] : scopes.filter((scope) => !offered.includes(scope)),
          sendsIssuer: metadata.authorization_response_iss_parameter_supported === true,
          endsSessions: metadata.end_session_endpoint !== undefined,
        }
      } catch (error) {
        const { reason, message, providerCode } = explain(error)
        const published =
          reason === 'issuer-differs' && providerCode !== undefined ? { published: providerCode } : {}
        return { ...nothing, problem: { reason, message, ...published } }
      }
    },
    begin: async (callbackUrl) => {
      const state = randomBytes(32).toString('base64url')
      const { url, remember } = await parts.authorizationUrl({ state, callbackUrl })
      return {
        url: url.href,
        finish: async (called) => {
          const back = new URL(callbackUrl)
          back.search = called.search
          const finish = { state, callbackUrl, url: back, remembered: remember }
          const redeemed = await redeem(provider, algorithm, finish, new AbortController().signal)
          const identity = parts.identityOf(redeemed)
          const { groups } = identity
          return {
            identity,
            claims: {
              idToken: Object.keys(redeemed.idToken).toSorted(),
              userinfo: redeemed.userinfo === undefined ? null : Object.keys(redeemed.userinfo).toSorted(),
            },
            refused: (groups === undefined ? undefined : parts.refuses?.(groups)) ?? null,
          }
        },
      }
    },
  }
}
