// A property of the rule as a test of its own: many questions, and proof that they were not beside the point.
// Another seed, or more questions: TRILATCH_SEED=… TRILATCH_CASES=… pnpm test
import fc from 'fast-check'
import { expect } from 'vitest'
import { questionArbitrary, worldArbitrary } from '../specification/arbitraries.ts'
import type { Question } from '../specification/arbitraries.ts'
import type { World } from '../specification/specification.ts'

/** How many questions each property is tried on, some of every random policy. */
export const questions = Number(process.env['TRILATCH_CASES'] ?? 10_000)
/** What the policies and questions follow from; printed in the titles. */
export const seed = Number(process.env['TRILATCH_SEED'] ?? Date.now() % 2_147_483_647)

/** A world, what is asked in it, and a number for choosing what is done to it; 0 is the simplest. */
export interface Given {
  readonly world: World
  readonly asked: readonly Question[]
  readonly n: number
}

/** Random worlds with so many questions each. */
export function givenWith(count: number): fc.Arbitrary<Given> {
  return worldArbitrary.chain((world) =>
    fc
      .tuple(fc.array(questionArbitrary(world), { minLength: count, maxLength: count }), fc.nat())
      .map(([asked, n]) => ({ world, asked, n })),
  )
}

export const givenArbitrary: fc.Arbitrary<Given> = givenWith(5)

/** Notes that a question was of a kind that the property is about. */
export type Meet<Kind extends string> = (kind: Kind, met?: boolean) => void

/**
 * A test that a property holds for every policy and question.
 *
 * @param shares The kinds of questions without which it would say nothing, and the least share of each; the test
 * fails when one is met more seldom.
 * @param check Throws when the property does not hold; tells `meet` what each question was an example of.
 */
export function holds<G extends Given, Kind extends string>(
  arbitrary: fc.Arbitrary<G>,
  shares: Readonly<Record<Kind, number>>,
  check: (given: G, meet: Meet<Kind>) => Promise<void>,
): () => Promise<void> {
  return async () => {
    const count = new Map<Kind, number>()
    let asked = 0
    const [{ asked: first }] = fc.sample(arbitrary, { seed, numRuns: 1 }) as [G]
    const meet: Meet<Kind> = (kind, met = true) => void (met && count.set(kind, (count.get(kind) ?? 0) + 1))
    await fc.assert(
      fc.asyncProperty(arbitrary, async (given) => {
        await check(given, meet)
        asked += given.asked.length
      }),
      { seed, numRuns: Math.ceil(questions / first.length) },
    )
    expect(asked).toBeGreaterThanOrEqual(questions)
    const wanted = Object.entries(shares) as [Kind, number][]
    const rare = wanted.filter(([kind, share]) => (count.get(kind) ?? 0) < asked * share)
    expect(
      rare.map(([kind]) => `${kind}: ${count.get(kind) ?? 0} of ${asked}`),
      'kinds of questions met too seldom for the property to mean something',
    ).toEqual([])
  }
}
