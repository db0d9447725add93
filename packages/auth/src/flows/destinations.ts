import type { Strategy } from '../strategy.ts'

/** Where buttons of a page may lead to, beside the application. */
export function destinationsOf(strategies: readonly Strategy[]): readonly string[] {
  return [
    ...new Set(strategies.flatMap((strategy) => (strategy.kind === 'redirect' ? strategy.destinations : []))),
  ]
}
