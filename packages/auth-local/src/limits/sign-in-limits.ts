import type { Vault } from '@trilatch/core'
import type { LimitSettings } from './limit-options.ts'
import { takePoint, VaultLimiter } from './vault-limiter.ts'

/** How long wrong tries for an account are remembered after the first of them, in seconds. */
const rememberedSeconds = 86_400

/**
 * Delays, and never locks. A try is counted before anything is hashed, so that a hundred at once are a hundred. From
 * the last free one on each begins a delay, twice as long as the one before, in which no other is heard, the right one included:
 * nobody learns anything from it.
 */
export class SignInLimits {
  readonly #address: VaultLimiter
  readonly #registration: VaultLimiter
  readonly #tries: VaultLimiter
  readonly #delay: VaultLimiter
  readonly #settings: LimitSettings

  constructor(vault: Vault, settings: LimitSettings) {
    const { perAddress, registrationsPerAddress } = settings
    this.#settings = settings
    this.#address = new VaultLimiter(vault, 'sign-in-address', { points: perAddress, duration: 60 })
    this.#registration = new VaultLimiter(vault, 'register-address', {
      points: registrationsPerAddress,
      duration: 3_600,
    })
    this.#tries = new VaultLimiter(vault, 'sign-in-tries', { points: 1, duration: rememberedSeconds })
    this.#delay = new VaultLimiter(vault, 'sign-in-delay', { points: 1, duration: 1 })
  }

  /** Counts a network address. @returns Milliseconds to wait, if any */
  address(key: string): Promise<number | undefined> {
    return takePoint(this.#address, key)
  }

  /** Counts a registration. @returns Milliseconds to wait, if any */
  registration(key: string): Promise<number | undefined> {
    return takePoint(this.#registration, key)
  }

  /** @returns Milliseconds for which no try for the account is heard, if any */
  async delay(key: string): Promise<number | undefined> {
    return (await this.#delay.get(key))?.msBeforeNext
  }

  /**
   * Counts a try, before it is known whether it is right.
   *
   * @param key Of the account, in its normal form, and of the device where it is known: each is delayed by itself.
   * @returns Milliseconds to wait, when another try came first
   */
  async count(key: string): Promise<number | undefined> {
    const { consumedPoints } = await this.#tries.penalty(key, 1)
    const { freeTries, firstDelaySeconds, maxDelaySeconds } = this.#settings
    const over = consumedPoints - freeTries
    if (over < 0) return undefined
    const seconds = Math.min(firstDelaySeconds * 2 ** Math.min(over, 20), maxDelaySeconds)
    return takePoint(this.#delay, key, seconds)
  }

  /** Forgets the tries for an account, after a right one. */
  async forget(key: string): Promise<void> {
    await this.#tries.delete(key)
    await this.#delay.delete(key)
  }
}
