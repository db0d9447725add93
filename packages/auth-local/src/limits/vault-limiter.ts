import type { Vault, VaultCount } from '@trilatch/core'
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import type { RateLimiterStoreAbstract } from 'rate-limiter-flexible'

/** What all limiters of the library over stores are made of; it exports the type, and the class as their parent. */
const StoreLimiter: typeof RateLimiterStoreAbstract = Object.getPrototypeOf(RateLimiterRedis)

/** How many points there are in how many seconds. */
export interface Limit {
  readonly points: number
  readonly duration: number
}

/**
 * A limiter of rate-limiter-flexible that counts in the vault: one atomic step for each count, shared by all processes
 * of a store, there after a restart where the store is. It rejects when the vault cannot be asked.
 */
export class VaultLimiter extends StoreLimiter {
  readonly #vault: Vault
  readonly #kind: string

  /** @param kind What is counted, as the kind of the vault's counts. */
  constructor(vault: Vault, kind: string, limit: Limit) {
    super({ storeClient: vault, keyPrefix: '', ...limit })
    this.#vault = vault
    this.#kind = kind
  }

  /** Called by the library, for every count. */
  async _upsert(key: string, points: number, ttlMs: number, restart: boolean): Promise<VaultCount> {
    if (restart) throw new TypeError('Keys are not blocked here: what delays is counted like everything else')
    return this.#vault.count({ kind: this.#kind, key }, points, { ttlMs })
  }

  /** Called by the library, to look. */
  async _get(key: string): Promise<VaultCount | null> {
    const found = await this.#vault.count({ kind: this.#kind, key }, 0, { ttlMs: 1 })
    return found.count === 0 ? null : found
  }

  /** Called by the library, to forget. */
  async _delete(key: string): Promise<boolean> {
    await this.#vault.forget({ kind: this.#kind, key })
    return true
  }

  /** Called by the library, to read what `_upsert` and `_get` gave. */
  _getRateLimiterRes(_key: string, points: number, { count, remainingMs }: VaultCount): RateLimiterRes {
    return new RateLimiterRes(Math.max(this.points - count, 0), remainingMs, count, count === points)
  }
}

/**
 * Takes a point.
 *
 * @param seconds How long until points come back, when this is the first; default that of the limit.
 * @returns Milliseconds to wait, when there was none
 */
export async function takePoint(
  limiter: VaultLimiter,
  key: string,
  seconds?: number,
): Promise<number | undefined> {
  try {
    await limiter.consume(key, 1, seconds === undefined ? {} : { customDuration: seconds })
    return undefined
  } catch (refused) {
    if (refused instanceof RateLimiterRes) return refused.msBeforeNext
    throw refused
  }
}
