import { createHash, randomUUID } from 'node:crypto'
import type { Vault, VaultPlace } from '@trilatch/core'
import type { Seal } from './seal.ts'

/** How long a token is kept after the sign-in that gave it, in milliseconds. */
const keptMs = 30 * 86_400_000

/** How long whoever refreshes has a token for themselves, in milliseconds. */
const leaseMs = 120_000

/** A refresh token, and whose it is. */
export interface KeptToken {
  readonly token: string
  readonly issuer: string
  /** `sub` at the provider. */
  readonly id: string
}

interface Entry {
  readonly sealed: string
  /** Of whoever is refreshing. */
  readonly owner?: string
  readonly until?: number
}

/** A token that nobody else refreshes with, as long as the lease goes. */
export interface LeasedToken extends KeptToken {
  /** Puts another token in its place, or itself; false when it has been taken away meanwhile. */
  giveBack(token: string): Promise<boolean>
  /** Takes it away for good. */
  drop(): Promise<void>
}

/** The refresh token of one user, sealed, in the vault of the store. */
export class TokenKeeper {
  readonly #strategy: string
  readonly #seal: Seal

  constructor(strategy: string, seal: Seal) {
    this.#strategy = strategy
    this.#seal = seal
  }

  #place(subject: string): VaultPlace {
    const key = createHash('sha256')
      .update(JSON.stringify([this.#strategy, subject]))
      .digest('base64url')
    return { kind: 'refresh-token', key }
  }

  #open({ sealed }: Partial<Entry>, place: VaultPlace): KeptToken | undefined {
    const text = this.#seal.open(sealed, place.key)
    return text === undefined ? undefined : (JSON.parse(text) as KeptToken)
  }

  #close({ token, issuer, id }: KeptToken, place: VaultPlace): string {
    return this.#seal.close(JSON.stringify({ token, issuer, id }), place.key)
  }

  async keep(vault: Vault, subject: string, kept: KeptToken): Promise<void> {
    const place = this.#place(subject)
    await vault.put({ ...place, value: { sealed: this.#close(kept, place) }, ttlMs: keptMs })
  }

  /** Takes the token out; whoever is refreshing with it finds it gone. */
  async take(vault: Vault, subject: string): Promise<KeptToken | undefined> {
    const place = this.#place(subject)
    const entry = await vault.take(place)
    return entry === null ? undefined : this.#open(entry.value as Entry, place)
  }

  /** The token for one refresh: a provider that rotates takes each only once. `undefined`: none, or somebody has it. */
  async lease(vault: Vault, subject: string): Promise<LeasedToken | undefined> {
    const place = this.#place(subject)
    const entry = await vault.get(place)
    if (entry === null) return undefined
    const { sealed, until = 0 } = entry.value as Entry
    const kept = this.#open({ sealed }, place)
    if (kept === undefined || Date.now() < until) return undefined
    const owner = randomUUID()
    const mine = { sealed, owner, until: Date.now() + leaseMs }
    if (!(await vault.replace({ ...place, value: mine }, entry))) return undefined
    const held = await vault.get(place)
    if (held === null || (held.value as Entry).owner !== owner) return undefined
    return {
      ...kept,
      giveBack: (token) =>
        vault.replace({ ...place, value: { sealed: this.#close({ ...kept, token }, place) } }, held),
      drop: async () => {
        // Only this one: a sign-in may have put another in its place.
        const now = await vault.get(place)
        if (now?.version === held.version) await vault.take(place)
      },
    }
  }
}
