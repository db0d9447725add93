// One authorizer over one store through a random history of writes: after each write, everything it answers is what
// the executable specification says of the same state. What is remembered between writes must never show.
// Another seed, or longer: TRILATCH_SEED=… TRILATCH_CASES=… pnpm test
import { expect, it } from 'vitest'
import { canSome, decide, filter } from '../specification/specification.ts'
import type { Answer } from '../specification/specification.ts'
import { History } from './history.ts'

const cases = Number(process.env['TRILATCH_CASES'] ?? 20_000)
const seed = Number(process.env['TRILATCH_SEED'] ?? Date.now() % 2_147_483_647)
const comparisons = Math.max(3_000, cases / 2)
const histories = 8

/** What the specification also says of a decision. */
function shortened({ state, reason, by }: Pick<Answer, 'state' | 'reason' | 'by'>) {
  if (by === undefined) return { state, reason }
  const { role, node, scope = '', context = '' } = by
  return { state, reason, by: { role, node, scope, context } }
}

it(`after each of many writes, the real thing and the specification agree, seed ${seed}`, async () => {
  const count = { can: 0, granted: 0, forbidden: 0, filtered: 0, writes: 0, refused: 0 }
  let history = new History(seed)
  await history.begin()
  let longest = 0
  while (count.can < comparisons) {
    // Several histories, each of a seed of its own: one alone may spend its life with somebody who may do nothing.
    const next = Math.floor(count.can / (comparisons / histories))
    if (seed + next !== history.seed) {
      history = new History(seed + next)
      await history.begin()
    }
    const write = await history.write()
    if (write.done) count.writes++
    else count.refused++
    for (const subject of history.subjects) {
      const world = history.world(subject)
      const access = await history.authorizer.access({ id: subject })
      const where = `${write.text}, then ${subject}, seed ${history.seed}, write ${count.writes}`
      for (const permission of history.somePermissions()) {
        expect(access.canSome(permission), `canSome ${permission} after ${where}`).toBe(
          canSome(world, permission),
        )
        for (const resource of history.someResources()) {
          const question = [permission, ...resource] as [string, string]
          const expected = decide(world, ...question)
          const asked = `${question.join(' on ')} after ${where}`
          expect(access.can(...question), asked).toBe(expected.state === 'granted')
          expect(shortened(access.decide(...question)), asked).toEqual(shortened(expected))
          count.can++
          count[expected.state]++
        }
        const list = history.someList()
        expect(access.filter(permission, list as string[]), `filter ${permission} after ${where}`).toEqual(
          filter(world, permission, list),
        )
        count.filtered++
      }
    }
    longest = Math.max(longest, history.longest)
  }
  // The histories have to have been ones that mean something.
  expect(count.writes).toBeGreaterThan(40)
  expect(Math.min(count.granted, count.forbidden)).toBeGreaterThan(count.can * 0.1)
  expect(count.filtered).toBeGreaterThan(500)
  expect(longest).toBeGreaterThan(12)
})
