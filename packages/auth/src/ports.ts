import { TrilatchError, unavailable, warn } from '@trilatch/core'
import type { Outcome, PasswordChanged, Registered } from './outcome.ts'
import type { Settings } from './options.ts'
import type { Strategy, StrategyPorts } from './strategy.ts'

/** Who writes when somebody who is not signed in yet registers or signs in. */
export const signInActor = 'sign-in'

/** What strategies are given to work with. */
export function portsOf({
  authorizer,
  application,
}: Pick<Settings, 'authorizer' | 'application'>): StrategyPorts {
  return Object.freeze({ accounts: authorizer.accounts(signInActor), application })
}

/** How often a strategy that fails is told to operators, in milliseconds. */
const tellMs = 60_000

const lastTold = new WeakMap<Strategy, number>()

/** Tells operators what a strategy could not do, at most once a minute for each. */
export function tellOperators(strategy: Strategy, what: string, error: unknown): void {
  const now = performance.now()
  if (now - (lastTold.get(strategy) ?? -Infinity) < tellMs) return
  lastTold.set(strategy, now)
  const message = error instanceof Error ? error.message : String(error)
  warn('TRILATCH_STRATEGY_FAILED', `Strategy ${JSON.stringify(strategy.id)} ${what}: ${message}`)
}

const outcomes = ['success', 'fail', 'redirect', 'pass', 'sent', 'changed']

/**
 * Asks a strategy. That it could not find out, by its own word or by throwing, is _unavailable_, told to operators at
 * most once a minute, and never "no".
 *
 * @throws TrilatchError `TRILATCH_UNAVAILABLE` (503), or another 503 that the strategy threw
 */
export async function ask<T extends Outcome | Registered | PasswordChanged>(
  strategy: Strategy,
  run: () => Promise<T>,
): Promise<Exclude<T, { readonly outcome: 'error' }>> {
  let ended: T
  try {
    ended = await run()
  } catch (error) {
    throw failed(strategy, error)
  }
  if (ended?.outcome === 'error') throw failed(strategy, ended.error)
  if (!outcomes.includes(ended?.outcome)) throw failed(strategy, new TypeError('it gave no outcome'))
  return ended as Exclude<T, { readonly outcome: 'error' }>
}

/** The error for a strategy that could not find out: 503, with the reason for operators alone. */
export function failed(strategy: Strategy | undefined, error: unknown): TrilatchError {
  if (error instanceof TrilatchError && error.status === 503) return error
  if (strategy !== undefined) tellOperators(strategy, 'cannot sign anybody in', error)
  return unavailable('Signing in is not possible at the moment. Please try again.', error)
}

/** The error for a strategy that breaks its contract. */
export function brokenContract(strategy: Strategy, what: string): TrilatchError {
  return failed(strategy, new TypeError(what))
}
