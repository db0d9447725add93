import { addressKey, fail, failure } from '@trilatch/auth'
import { unavailable } from '@trilatch/core'
import type { Fail, Failure, StrategyPorts, StrategyRequest } from '@trilatch/auth'
import { QueueFullError } from './hashing/hashing-queue.ts'
import { Hasher } from './hashing/hasher.ts'
import { SignInLimits } from './limits/sign-in-limits.ts'
import type { Settings } from './options.ts'
import type { PasswordContext } from './password/password-rules.ts'

/** What signing in, registering and changing a password share. */
export class Workshop {
  readonly settings: Settings
  readonly hasher: Hasher
  /** Limits by the ports they count in: one strategy may serve several sign-ins. */
  readonly #limits = new WeakMap<StrategyPorts['accounts'], SignInLimits>()

  /** Until when a first administrator may register, by the monotonic clock. */
  #firstUntil = -Infinity

  constructor(settings: Settings) {
    this.settings = settings
    this.hasher = new Hasher(settings.cost, settings.queue)
  }

  /** Whether a first administrator may be about to register. */
  expectsFirst(): boolean {
    return performance.now() < this.#firstUntil
  }

  /** @param ms For how long; 0 when it is over. */
  expectFirst(ms: number): void {
    this.#firstUntil = performance.now() + ms
  }

  limits({ accounts }: StrategyPorts): SignInLimits {
    const found = this.#limits.get(accounts) ?? new SignInLimits(accounts.vault, this.settings.limits)
    this.#limits.set(accounts, found)
    return found
  }

  passwordContext(email: string | undefined, { application }: StrategyPorts): PasswordContext {
    return { email, words: [application, ...this.settings.contextWords] }
  }

  /** Counts the network address, and looks whether the account is delayed: what keeps a flood from the queue. */
  async admit(request: StrategyRequest, ports: StrategyPorts, account: string): Promise<Fail | undefined> {
    const limits = this.limits(ports)
    const waitMs = (await limits.address(addressKey(request.address))) ?? (await limits.delay(account))
    return waitMs === undefined ? undefined : tooMany(waitMs)
  }
}

/** @param waitMs Until the next try is heard. */
export function tooMany(waitMs: number): Fail {
  const retryAfterSeconds = Math.min(Math.max(Math.ceil(waitMs / 1_000), 1), 86_400)
  return fail({ code: 'too-many', retryAfterSeconds })
}

/**
 * Ends a flow as a value, whatever it met: a full queue is "not now", what failed is never a "no", and a caller who hung
 * up while they waited is no failure that operators are told of.
 */
export async function asOutcome<T>(
  { signal }: StrategyRequest,
  flow: () => Promise<T>,
): Promise<T | Fail | Failure> {
  try {
    return await flow()
  } catch (error) {
    if (signal.aborted && error === signal.reason) return failure(unavailable('The caller has hung up.'))
    return error instanceof QueueFullError ? tooMany(error.retryAfterSeconds * 1_000) : failure(error)
  }
}
