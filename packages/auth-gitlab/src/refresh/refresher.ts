import type { GroupAccount, Groups, Identity, StrategyPorts } from '@trilatch/auth'
import { TrilatchError } from '@trilatch/core'
import * as openid from 'openid-client'
import { explain } from '../call/explain.ts'
import { unknown } from '../groups/read-names.ts'
import type { Provider } from '../provider.ts'
import { ProviderError } from '../provider-error.ts'
import { askUserinfo } from '../redeem.ts'
import type { ProviderClaims } from '../redeem.ts'
import type { LeasedToken, TokenKeeper } from './kept-token.ts'

/** Asks a provider for groups between sign-ins, with a refresh token that it replaces each time. */
export class Refresher {
  readonly #provider: Provider
  readonly #keeper: TokenKeeper
  readonly #groups: (claims: ProviderClaims) => Groups
  /** Tokens of sign-ins that are not over: they are kept when the sign-in has found whose they are. */
  readonly #pending = new WeakMap<Identity, string>()

  constructor(provider: Provider, keeper: TokenKeeper, groups: (claims: ProviderClaims) => Groups) {
    this.#provider = provider
    this.#keeper = keeper
    this.#groups = groups
  }

  expect(identity: Identity, token: string | undefined): void {
    if (token !== undefined) this.#pending.set(identity, token)
  }

  /** Keeps the token of a sign-in; the one before it is revoked. */
  async signedIn(subject: string, identity: Identity, { accounts }: StrategyPorts): Promise<void> {
    const token = this.#pending.get(identity)
    this.#pending.delete(identity)
    const before = await this.#keeper.take(accounts.vault, subject)
    if (token !== undefined) {
      const { issuer, id } = identity
      await this.#keeper.keep(accounts.vault, subject, { token, issuer, id })
    }
    // That it is of no use any more is for the provider to know; the sign-in does not hang on it.
    if (before !== undefined) await this.#revoke(before.token).catch(() => undefined)
  }

  /** @throws ProviderError when the provider could not be told; the token is no longer kept. */
  async signedOut(subject: string, { accounts }: StrategyPorts): Promise<void> {
    const kept = await this.#keeper.take(accounts.vault, subject)
    if (kept !== undefined) await this.#revoke(kept.token)
  }

  async #revoke(token: string): Promise<void> {
    const configuration = await this.#provider.configuration()
    if (configuration.serverMetadata().revocation_endpoint === undefined) return
    await openid
      .tokenRevocation(configuration, token, { token_type_hint: 'refresh_token' })
      .catch((error: unknown) => {
        throw explain(error)
      })
  }

  /** Somebody's groups now. Whatever goes wrong is `unknown`: it takes nothing from anybody. */
  async groupsOf(account: GroupAccount, { accounts }: StrategyPorts, signal: AbortSignal): Promise<Groups> {
    const lease = await this.#keeper.lease(accounts.vault, account.subject)
    if (lease === undefined) return unknown('there is no refresh token to ask with')
    if (lease.id !== account.id || lease.issuer !== account.issuer) {
      await lease.giveBack(lease.token)
      return unknown('the refresh token is one of another account')
    }
    return this.#ask(lease, signal)
  }

  async #ask(lease: LeasedToken, signal: AbortSignal): Promise<Groups> {
    let taken = false
    try {
      const configuration = await this.#provider.configuration(signal)
      const tokens = await openid.refreshTokenGrant(configuration, lease.token)
      const { refresh_token: next = lease.token, access_token: accessToken } = tokens
      taken = true
      if (!(await lease.giveBack(next))) {
        await this.#revoke(next).catch(() => undefined)
        return unknown('the person has signed out meanwhile')
      }
      const idToken = tokens.claims() ?? {}
      if ('sub' in idToken && idToken.sub !== lease.id) return unknown('the provider speaks of somebody else')
      return this.#groups({ idToken, userinfo: await askUserinfo(configuration, accessToken, lease.id) })
    } catch (error) {
      // What the store throws is its own.
      if (error instanceof TrilatchError && !(error instanceof ProviderError)) throw error
      const failed = explain(error)
      // A token that was refused is of no use; another may not even have arrived.
      if (!taken) await (failed.reason === 'grant-refused' ? lease.drop() : lease.giveBack(lease.token))
      return unknown(failed.message)
    }
  }
}
