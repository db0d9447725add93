import { describe, expect, it } from 'vitest'
import { contextsOn, costOf, findGain, grants, tellingNodes } from '../../src/giving/find-gain.ts'
import type { Side } from '../../src/giving/find-gain.ts'
import { representativeNames } from '../../src/giving/representative-names.ts'
import { contextsOf, costing, listOf, plenty } from './costing.ts'
import { f, g, sideOf, worldOf } from './worlds.ts'

const roles = [
  { id: 'mixed', rules: [g('job', 'a*'), f('job.run', 'b'), g('job', 'c')] },
  { id: 'all', rules: [g('job')] },
  { id: 'shut', rules: [f('job')] },
  { id: 'deep', rules: [g('trilatch.roles.edit')] },
  { id: 'admin', administrator: true, rules: [] },
]
const side = (role?: string, scope?: string): Side =>
  sideOf(worldOf(roles, ...(role === undefined ? [] : [{ role, ...(scope !== undefined && { scope }) }])))
const { index } = side().policy.permissions
const node = (name: string): number => index.get(name) as number

describe('What has to be looked at', () => {
  it('are the roots, and the nodes with rules, in the order of the catalogue', () => {
    const [roots, job, run] = [[node('*'), node('trilatch')], node('job'), node('job.run')]
    expect(tellingNodes([side()])).toEqual(roots)
    expect(tellingNodes([side('deep'), side('mixed')])).toEqual(
      [...roots, job, run, node('trilatch.roles.edit')].toSorted((a, b) => a - b),
    )
  })

  it('are the contexts of rules on the way up, and the scopes', () => {
    const on = (name: string, ...sides: readonly Side[]): readonly string[] => [
      ...contextsOn(node(name), sides).keys(),
    ]
    expect(on('job.run', side('mixed')).toSorted()).toEqual(['a*', 'b', 'c'])
    expect(on('job', side('mixed', 'eu.*'), side('all')).toSorted()).toEqual(['a*', 'c', 'eu.*'])
    expect(on('*', side('mixed'), side('all', 'x'))).toEqual(['x'])
    expect(on('*', side('mixed'))).toEqual([])
  })

  it('cost one each, exact names an eighth, and one for asking at all', () => {
    expect(costOf(contextsOf())).toBe(1)
    expect(costOf(contextsOf('a*', '*b', 'c/**'))).toBe(4)
    expect(costOf(contextsOf('a', 'b', 'c', String.raw`d\*`))).toBe(1.5)
    expect(costOf(contextsOf('a*', '?b', 'c', 'd'))).toBe(3.25)
  })
})

describe('A side', () => {
  it('grants what a role says within its scope, and everything to an administrator', () => {
    const job = node('job')
    expect([undefined, 'ab', 'b', 'c'].map((name) => grants(side('mixed'), job, name))).toEqual([
      false,
      true,
      false,
      true,
    ])
    expect([undefined, 'ab', 'c'].map((name) => grants(side('all', 'a*'), job, name))).toEqual([
      false,
      true,
      false,
    ])
    expect(grants(side('admin'), job, undefined)).toBe(true)
    expect(grants(side(), job, 'a')).toBe(false)
  })
})

describe('Looking for a gain', () => {
  const none = side()
  const cost = (after: Side, before: Side, holder: Side): number =>
    costing((budget) => findGain(after, before, holder, budget))

  it('costs nothing where an administrator gives', () => {
    expect(findGain(side('all'), none, side('admin'), { left: 0 })).toBeUndefined()
  })

  it('costs one for each node that tells something, and a quarter of one for each rule and node on the way up', () => {
    expect(cost(none, none, none)).toBe(2)
    // `shut`: at `*` nothing but that node, at `job` that one too and a rule, at `trilatch` nothing but that node.
    expect(cost(side('shut'), none, none)).toBe(3 + (1 + 3 + 1) / 4)
    expect(cost(side('shut'), none, side('shut'))).toBe(3 + (2 * (1 + 3 + 1)) / 4)
  })

  it('costs no more where the giver, or who gets it, has it for every name', () => {
    const given = side('mixed')
    const looked = (holder: Side, before: Side): number =>
      // Three nodes above `job.run`, three rules there; two and two at `job`; the other side has one rule.
      cost(given, before, holder) - 4
    expect(looked(side('all'), none)).toBe((1 + 4 + 6 + 1 + 1 + 3 + 4 + 1) / 4)
    expect(looked(none, side('all'))).toBe(looked(side('all'), none))
  })

  it('costs a look at all contexts for each name, until something is found', () => {
    expect(findGain(side('all'), none, none, { left: plenty })).toEqual({ permission: 'job' })
    // Two nodes, then one look without a resource.
    expect(cost(side('all'), none, none)).toBe(2 + (1 + 3) / 4 + 1)
    const names = costing((budget) => representativeNames(listOf('x*'), budget))
    const scoped = cost(side('all', 'x*'), side('all', 'x*'), none)
    // Without a resource, `a` and `x`, with one pattern.
    expect(scoped).toBe(3 + (2 * (1 + 3 + 1)) / 4 + names + 3 * 2)
  })

  it('looks at what an administrator is given, and at nodes without rules of their own', () => {
    expect(findGain(side('admin'), none, side('all'), { left: plenty })).toEqual({ permission: '*' })
    // `job.run` is looked at because of what the giver holds there, and granted by a rule for `job`.
    const all = [...roles, { id: 'but', rules: [g('job'), f('job.run', 'b')] }]
    const [after, holder, empty] = ['all', 'but', 'empty'].map((role) => sideOf(worldOf(all, { role })))
    const gain = findGain(after as Side, empty as Side, holder as Side, { left: plenty })
    expect(gain).toEqual({ permission: 'job.run' })
  })

  it.each([
    ['a rule that forbids every name there', [f('job'), g('*')], { permission: '*' }],
    ['one that forbids some names there', [f('job', 'a*'), g('*')], { permission: '*' }],
    ['what is granted there all the same', [f('job'), g('job', 'a')], { permission: 'job', resource: 'a' }],
    ['nothing on the way up', [f('job.run')], undefined],
  ])('is not ended by %s', (_what, rules, expected) => {
    const all = [{ id: 'r', rules }]
    const after = sideOf(worldOf(all, { role: 'r' }))
    const empty = sideOf(worldOf(all))
    expect(findGain(after, empty, empty, { left: plenty })).toEqual(expected)
  })

  it('goes on above a node where only some names are forbidden', () => {
    const all = [
      { id: 'r', rules: [f('job', 'a*'), g('*')] },
      { id: 'h', rules: [f('job'), g('*')] },
    ]
    const [after, holder, empty] = [
      sideOf(worldOf(all, { role: 'r' })),
      sideOf(worldOf(all, { role: 'h' })),
      sideOf(worldOf(all)),
    ]
    expect(findGain(after, empty, holder, { left: plenty })).toEqual({ permission: 'job', resource: 'b' })
  })

  it('ends at a node where every name is forbidden: what is granted above it is no matter there', () => {
    const all = [
      { id: 'r', rules: [f('job'), g('*')] },
      { id: 'h', rules: [g('*'), f('job', 'a*')] },
    ]
    const [after, holder, empty] = [
      sideOf(worldOf(all, { role: 'r' })),
      sideOf(worldOf(all, { role: 'h' })),
      sideOf(worldOf(all)),
    ]
    const budget = { left: plenty }
    expect(findGain(after, empty, holder, budget)).toBeUndefined()
    // Three nodes; at `*` one rule each, at `job` two each and two nodes, at `trilatch` none. No names.
    expect(plenty - budget.left).toBe(3 + (2 * 2 + 2 * 4 + 2 * 1) / 4)
  })
})
