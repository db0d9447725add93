import { describe, expect, it } from 'vitest'
import type { Role } from '../../../../test/specification/specification.ts'
import type { Side } from '../../src/giving/find-gain.ts'
import { rightChanges } from '../../src/giving/right-changes.ts'
import type { RightChanges } from '../../src/giving/right-changes.ts'
import { thrown } from '../authorizer/support.ts'
import { f, g, sideOf, worldOf } from './worlds.ts'

const plenty = 1_000_000
const admin = { id: 'admin', administrator: true, rules: [] }

/** Somebody who has a role of these rules, and others beside. */
function having(rules: Role['rules'], ...others: readonly string[]): Side {
  const held = ['own', ...others].map((role) => ({ role }))
  return sideOf(worldOf([{ id: 'own', rules }, { id: 'north', rules: [g('job', 'n*')] }, admin], ...held))
}
const told = (before: Side, after: Side): RightChanges => rightChanges(before, after, { left: plenty })
/** What is told of what somebody gains whose role says nothing yet. */
const gained = (rules: Role['rules']): unknown => told(having([]), having(rules)).rights

const everywhere = { everywhere: true, contexts: [], names: ['a'] }

describe('Who becomes an administrator, or stops being one,', () => {
  const all = [
    { permission: '*', gained: everywhere },
    { permission: 'trilatch', gained: everywhere },
  ]

  it('is told so, and gains or loses everything', () => {
    const [nobody, chief] = [having([]), having([], 'admin')]
    expect(told(nobody, chief)).toStrictEqual({ rights: all, administrator: 'gained', uncertain: false })
    expect(told(chief, nobody)).toStrictEqual({
      rights: all.map(({ permission }) => ({ permission, lost: everywhere })),
      administrator: 'lost',
      uncertain: false,
    })
  })

  it('is told nothing where that stays as it is', () => {
    const chief = having([g('job')], 'admin')
    expect(told(chief, having([], 'admin'))).toStrictEqual({ rights: [], uncertain: false })
    expect(told(having([]), having([]))).toStrictEqual({ rights: [], uncertain: false })
  })

  it('has all of it by being one: no contexts are told', () => {
    const { rights } = told(having([]), having([], 'admin', 'north'))
    expect(rights).toStrictEqual([
      { permission: '*', gained: everywhere },
      { permission: 'job', gained: { ...everywhere, names: ['a', 'n'] } },
      { permission: 'trilatch', gained: everywhere },
    ])
  })

  it('is told so also where the rest is too much to compare', () => {
    const [before, after] = [having([]), having([], 'admin')]
    expect(rightChanges(before, after, { left: 0 })).toStrictEqual({
      rights: [],
      administrator: 'gained',
      uncertain: true,
    })
  })
})

describe('What is gained or lost', () => {
  it('is told by the contexts of rules that grant it, and of nothing else', () => {
    expect(told(having([g('job', 's*')]), having([g('job', 's*'), g('job', 'n*')])).rights).toStrictEqual([
      { permission: 'job', gained: { everywhere: false, contexts: ['n*'], names: ['n'] } },
    ])
    // The role that says nothing about it, or forbids it, is not told.
    const after = having([f('job', 'ab*'), f('job', 'nx*')], 'north')
    expect(told(having([]), after).rights).toStrictEqual([
      { permission: 'job', gained: { everywhere: false, contexts: ['n*'], names: ['n', 'nx'] } },
    ])
  })

  it('is told by the scope beside the context', () => {
    const roles = [{ id: 'own', rules: [g('job', 'n*')] }]
    const after = sideOf(worldOf(roles, { role: 'own', scope: '*s' }))
    expect(told(sideOf(worldOf(roles)), after).rights).toStrictEqual([
      { permission: 'job', gained: { everywhere: false, contexts: ['n*', '*s'], names: ['ns'] } },
    ])
  })

  it('is told once for each context, and five of those at most', () => {
    const contexts = ['[ab]x', 'c', 'd', 'e', 'f', 'g']
    expect(gained(contexts.map((context) => g('job', context)))).toStrictEqual([
      {
        permission: 'job',
        gained: {
          everywhere: false,
          contexts: ['c', 'd', 'e', 'f', 'g'],
          names: ['c', 'd', 'e', 'f', 'g'],
        },
      },
    ])
    expect(gained([g('job', 'n*'), f('job', 'nx')])).toStrictEqual([
      { permission: 'job', gained: { everywhere: false, contexts: ['n*'], names: ['n'] } },
    ])
    expect(gained([g('job', 'n*'), g('job.run', '*s')])).toStrictEqual([
      { permission: 'job', gained: { everywhere: false, contexts: ['n*'], names: ['n'] } },
      {
        permission: 'job.run',
        gained: { everywhere: false, contexts: ['n*', '*s'], names: ['n', 's', 'ns'] },
      },
    ])
  })

  it('is both where some is gained and some is lost, and neither is told where there is none', () => {
    expect(told(having([g('job', 'a')]), having([g('job', 'b')])).rights).toStrictEqual([
      {
        permission: 'job',
        gained: { everywhere: false, contexts: ['b'], names: ['b'] },
        lost: { everywhere: false, contexts: ['a'], names: ['a'] },
      },
    ])
  })

  it('is everywhere where it was granted for some names before', () => {
    expect(told(having([g('job', 'a')]), having([g('job')])).rights).toStrictEqual([
      { permission: 'job', gained: { everywhere: true, contexts: [], names: ['b'] } },
    ])
  })
})

describe('What changes as what is above it', () => {
  it('is left out, however far above that is', () => {
    expect(gained([g('trilatch'), g('trilatch.roles.edit')])).toStrictEqual([
      { permission: 'trilatch', gained: everywhere },
    ])
    expect(gained([g('*'), g('job.run')])).toStrictEqual([{ permission: '*', gained: everywhere }])
  })

  it('is told by nothing where it does not change, and again where it does below that', () => {
    expect(gained([g('*'), f('job'), g('job.run')])).toStrictEqual([
      { permission: '*', gained: everywhere },
      { permission: 'job' },
      { permission: 'job.run', gained: everywhere },
    ])
  })
})

describe('Comparing', () => {
  it('costs two looks at all contexts for each name and for none, and no more for the same names', () => {
    const spent = (before: Side, after: Side): number => {
      const budget = { left: plenty }
      expect(rightChanges(before, after, budget).uncertain).toBe(false)
      return plenty - budget.left
    }
    // Two roots without contexts: the name that stands for all is looked for once, for 180 steps.
    expect(spent(having([]), having([]))).toBe(180 + 2 * (2 * 1 * (1 + 1)))
    // Beside them one node with one pattern, and two names, which are found in 313 steps.
    expect(spent(having([]), having([g('job', 'a*')]))).toBe(180 + 2 * (2 * 1 * 2) + 313 + 2 * 2 * (2 + 1))
  })

  it('passes on what is no matter of it', () => {
    const broken = new Error('The rules cannot be read')
    const side = having([])
    const [own] = side.holdings.list
    const odd = Object.defineProperty({ ...own }, 'scope', {
      get: () => {
        throw broken
      },
    }) as NonNullable<typeof own>
    const holdings = { ...side.holdings, list: [odd] }
    expect(thrown(() => told(side, { ...side, holdings }))).toBe(broken)
  })
})
