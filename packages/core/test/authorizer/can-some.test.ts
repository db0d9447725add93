// canSome, and what it guarantees.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createAuthorizer } from '../../src/index.ts'
import type { HandedInRole, Role, Rule } from '../../src/index.ts'
import { forbid, grant, permissions } from './support.ts'
import type { RuleName } from './support.ts'

async function some(rules: readonly Rule<RuleName>[], held: HandedInRole = 'a'): Promise<boolean> {
  const authorizer = createAuthorizer({ permissions, roles: [{ id: 'a', rules }] })
  return (await authorizer.access({ id: 'ann', roles: [held] })).canSome('job.run')
}

describe('canSome', () => {
  it.each([
    ['a grant in a pattern', [grant('job.run', 'sales.*')], true],
    ['a grant above', [grant('*')], true],
    ['no rule', [], false],
    ['a Forbidden at the node', [forbid('job.run'), grant('job')], false],
    ['a grant of a plain name', [grant('job', 'sales.a')], true],
    [
      'a plain name that a nearer rule forbids',
      [forbid('job.run', 'sales.*'), grant('job', 'sales.a')],
      false,
    ],
    ['a plain name that the same node forbids too', [forbid('job', 'x'), grant('job', 'x')], false],
    [
      'a plain name that beats a pattern of its node',
      [forbid('job', 'sales.*'), grant('job', 'sales.a')],
      true,
    ],
    ['a context that a nearer node forbids', [forbid('job.run', 's.*'), grant('job', 's.*')], false],
    ['a context that its own node forbids', [forbid('job', 's.*'), grant('job', 's.*')], false],
    ['a context that only a farther node forbids', [grant('job.run', 's.*'), forbid('job', 's.*')], true],
    ['another context than the forbidden one', [forbid('job.run', 's.*'), grant('job', '*.s')], true],
    ['every resource, with an exception', [forbid('job', 's.*'), grant('job')], true],
    ['a grant above a node with a rule for every resource', [forbid('job'), grant('*', 's.*')], false],
    [
      'overlapping patterns, though they forbid all of it',
      [forbid('job.run', 's.*'), grant('job', 's.a*')],
      true,
    ],
  ] as const)('answers %s', async (_, rules, expected) => {
    expect(await some(rules)).toBe(expected)
  })

  it.each([
    ['the name it is limited to is granted', 'sales.eu', true],
    ['the name it is limited to is not', 'hr.eu', false],
    ['the pattern may hold a granted name', 'hr.*', true],
  ])('says of a scoped role whether %s', async (_, scope, expected) => {
    expect(await some([grant('job', 'sales.*')], { role: 'a', scope })).toBe(expected)
  })

  it('says yes when any role does', async () => {
    const roles: readonly Role<RuleName>[] = [
      { id: 'a', rules: [forbid('*')] },
      { id: 'b', rules: [grant('job.run', 'x')] },
    ]
    const access = await createAuthorizer({ permissions, roles }).access({ id: 'ann', roles: ['a', 'b'] })
    expect(access.canSome('job.run')).toBe(true)
    expect(access.canSome('project.join')).toBe(false)
  })

  it('is no for the suspended and for unknown permissions, and yes for administrators', async () => {
    const authorizer = createAuthorizer({
      permissions,
      roles: [{ id: 'admin', administrator: true, rules: [] }],
    })
    const admin = { id: 'ann', roles: ['admin'] }
    expect((await authorizer.access(admin)).canSome('job.run')).toBe(true)
    expect((await authorizer.access(admin)).canSome('job.walk' as 'job.run')).toBe(false)
    expect((await authorizer.access({ ...admin, suspended: true })).canSome('job.run')).toBe(false)
  })

  it('never says no where some name is granted', async () => {
    const names = ['s.a', 's.b', 't.a', 't/a', 'x']
    const context = fc.constantFrom(undefined, 's.*', '*.a', 't/**', '?', ...names)
    const rule = fc
      .tuple(fc.constantFrom<RuleName>('*', 'job', 'job.run'), fc.boolean(), context)
      .map(([permission, granted, where]) => (granted ? grant : forbid)(permission, where))
    const scope = fc.constantFrom(undefined, 's.*', '*.a', 'x')
    let granted = 0
    await fc.assert(
      fc.asyncProperty(fc.array(rule, { maxLength: 5 }), scope, async (rules, where) => {
        const authorizer = createAuthorizer({ permissions, roles: [{ id: 'a', rules }] })
        const held = where === undefined ? 'a' : { role: 'a', scope: where }
        const access = await authorizer.access({ id: 'ann', roles: [held] })
        if (!names.some((name) => access.can('job.run', name))) return
        granted++
        expect(access.canSome('job.run')).toBe(true)
      }),
      { numRuns: 500 },
    )
    expect(granted).toBeGreaterThan(50)
  })
})
