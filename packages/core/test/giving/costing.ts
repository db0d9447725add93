import { expect } from 'vitest'
import { parseContext } from '../../src/context/context.ts'
import type { Context } from '../../src/context/context.ts'
import { CannotProve } from '../../src/giving/representative-names.ts'
import { thrown } from '../authorizer/support.ts'

/** Contexts by their texts. */
export const contextsOf = (...texts: readonly string[]): ReadonlyMap<string, Context> =>
  new Map(texts.map((text) => [text, parseContext(text) as Context]))
/** The same, as a list. */
export const listOf = (...texts: readonly string[]): readonly Context[] => [...contextsOf(...texts).values()]

/** More than anything here costs. */
export const plenty = 1_000_000

/** What a piece of work takes from a budget; nothing less is enough for it. */
export function costing(run: (budget: { left: number }) => unknown): number {
  const budget = { left: plenty }
  run(budget)
  const cost = plenty - budget.left
  run({ left: cost })
  expect(thrown(() => run({ left: cost - 0.01 }))).toBeInstanceOf(CannotProve)
  return cost
}
