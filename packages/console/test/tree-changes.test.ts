// What a preview says of a role: where it says that nothing changes, nothing does.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { definePermissions, roleTreeOf } from '@trilatch/core'
import { commonNames, ruleArbitrary } from '../../../test/specification/arbitraries.ts'
import { can, canSome } from '../../../test/specification/specification.ts'
import type { Rule, World } from '../../../test/specification/specification.ts'
import { answersChange, contextsChanged } from '../src/contract/tree-changes.ts'

const permissions = definePermissions({
  'project.create': 'Create',
  'project.member.add': 'Add',
  'job.run.nightly': 'Nightly',
})
const nodes: readonly string[] = permissions.nodes.map(({ name }) => name)
const own = nodes.filter((name) => !name.startsWith('trilatch'))

const rowsOf = (rules: readonly Rule[]) => roleTreeOf(permissions, { id: 'r', rules })
const changed = (before: readonly Rule[], after: readonly Rule[]): string[] => {
  const answers = answersChange(rowsOf(before), rowsOf(after))
  return nodes.filter((_, at) => answers[at])
}
const rule =
  (state: Rule['state']) =>
  (permission: string, context?: string): Rule => ({
    permission,
    state,
    ...(context !== undefined && { context }),
  })
const [g, f] = [rule('granted'), rule('forbidden')]

describe('What changes of rules change', () => {
  it('is what a context says, and for all below it that has no nearer rule', () => {
    const job = ['job', 'job.run', 'job.run.nightly']
    expect(changed([g('job')], [g('job'), f('job', 'finance.*')])).toEqual(job)
    expect(changed([], [g('job', 'finance.*')])).toEqual(job)
    expect(changed([f('job.run')], [f('job.run'), g('job', 'finance.*')])).toEqual(['job'])
    const [before, after] = [rowsOf([g('job')]), rowsOf([g('job'), f('job', 'finance.*')])]
    for (const name of job)
      expect(contextsChanged(before, after, nodes.indexOf(name))).toEqual([
        { context: 'finance.*', before: 'granted', after: 'forbidden' },
      ])
  })

  it('is what a rule for every resource takes from a context above it', () => {
    const [before, after] = [[g('job', 'x.*')], [g('job', 'x.*'), f('job.run')]]
    expect(changed(before, after)).toEqual(['job.run', 'job.run.nightly'])
    expect(contextsChanged(rowsOf(before), rowsOf(after), nodes.indexOf('job.run.nightly'))).toEqual([
      { context: 'x.*', before: 'granted', after: 'forbidden' },
    ])
  })

  it('is nothing where a rule says what holds anyway', () => {
    expect(changed([], [f('job'), f('job', 'x.*')])).toEqual([])
    expect(changed([g('job')], [g('job'), g('job.run'), g('job.run', 'x.*')])).toEqual([])
  })

  it('never is what is said to stay', () => {
    const change = ruleArbitrary(own)
    const pair = fc.tuple(
      fc.array(change, { maxLength: 6 }),
      fc.array(fc.tuple(fc.nat(6), fc.option(change)), { minLength: 1, maxLength: 2 }),
    )
    const worldOf = (rules: readonly Rule[], scope?: string): World => ({
      nodes,
      roles: [{ id: 'r', rules }],
      subject: { roles: [{ role: 'r', ...(scope !== undefined && { scope }) }] },
    })
    let stayed = 0
    fc.assert(
      fc.property(pair, fc.option(fc.constantFrom('x.*', 'sales.eu')), (drawn, scope) => {
        const [before, changes] = drawn
        const after = [...before]
        for (const [at, next] of changes) after.splice(at, 1, ...(next === null ? [] : [next]))
        const others = new Set(changed(before, after))
        const [one, other] = [before, after].map((rules) => worldOf(rules, scope ?? undefined)) as [
          World,
          World,
        ]
        const said = (world: World, node: string) => [
          can(world, node),
          canSome(world, node),
          ...commonNames.map((name) => can(world, node, name)),
        ]
        for (const node of own) {
          if (others.has(node)) continue
          stayed++
          expect(said(other, node), node).toEqual(said(one, node))
        }
      }),
      { numRuns: 300 },
    )
    expect(stayed).toBeGreaterThan(300)
  })
})
