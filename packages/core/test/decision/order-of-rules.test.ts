// Among rules that are equally specific, which one is said to have decided: never by chance, nor by the order written.
import { describe, expect, it } from 'vitest'
import { createAuthorizer } from '../../src/index.ts'
import type { Access, Rule } from '../../src/index.ts'
import { forbid, grant, permissions } from '../authorizer/support.ts'
import type { RuleName } from '../authorizer/support.ts'

const having = (rules: readonly Rule<RuleName>[]): Promise<Access> =>
  createAuthorizer({ permissions, roles: [{ id: 'r', rules }] }).access({ id: 'ann', roles: ['r'] })

/** Every order in which rules can be written. */
function orders<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]]
  return items.flatMap((item, i) => orders(items.toSpliced(i, 1)).map((rest) => [item, ...rest]))
}

describe('Of equally specific rules that agree', () => {
  it.each(orders([grant('job.run', 'a*'), grant('job.run', '*a'), grant('job.run', '?a')]))(
    'the one decides whose context comes first, however they are written',
    async (...rules) => {
      expect((await having(rules)).decide('job.run', 'aa').by?.context).toBe('*a')
    },
  )

  it.each(orders([forbid('job.run', 'b*'), forbid('job.run', 'A*'), grant('job.run')]))(
    'without a resource, that is the first Forbidden in the order of the text',
    async (...rules) => {
      const access = await having(rules)
      expect(access.decide('job.run')).toMatchObject({ state: 'forbidden', by: { context: 'A*' } })
      const steps = access.explain('job.run').roles[0]?.steps ?? []
      expect(steps.flatMap(({ rules: met }) => met)).toEqual([
        { state: 'forbidden', context: 'A*', matched: true, decided: true },
        { state: 'forbidden', context: 'b*', matched: false, decided: false },
        { state: 'granted', matched: false, decided: false },
      ])
    },
  )

  it.each(orders([forbid('job.run', 'A*'), forbid('job.run'), grant('job.run')]))(
    'without a resource, a Forbidden for every resource is before all others',
    async (...rules) => {
      const { state, by } = (await having(rules)).decide('job.run')
      expect([state, by?.node, by?.context]).toEqual(['forbidden', 'job.run', undefined])
    },
  )
})

it.each(['a*', undefined])('Of a rule that was stored twice, the first decides: %j', async (context) => {
  const twice = [forbid('job.run', context), forbid('job.run', context)]
  const steps = (await having(twice)).explain('job.run').roles[0]?.steps ?? []
  expect(steps[0]?.rules.map(({ decided, matched }) => [decided, matched])).toEqual([
    [true, true],
    [false, false],
  ])
})

it('A rule for every resource decides without a resource, and is the only one that matched', async () => {
  const access = await having([grant('job.run', 'a*'), grant('job.run')])
  expect(access.explain('job.run').roles[0]?.steps).toEqual([
    {
      permission: 'job.run',
      title: 'Run Job',
      rules: [
        { state: 'granted', context: 'a*', matched: false, decided: false },
        { state: 'granted', matched: true, decided: true },
      ],
    },
  ])
  const silent = await having([grant('job.run', 'a*')])
  expect(silent.explain('job.run').roles[0]?.steps[0]?.rules).toEqual([
    { state: 'granted', context: 'a*', matched: false, decided: false },
  ])
})
