// What is stored and cannot be accepted takes nothing from the rules beside it, and hides no other error.
import { describe, expect, it } from 'vitest'
import type { Role, Rule } from '../../src/index.ts'
import { compilePolicy } from '../../src/decision/compiled-policy.ts'
import { resolveHoldings } from '../../src/decision/holdings.ts'
import { evaluateRole } from '../../src/decision/evaluate.ts'
import { forbid, grant, permissions } from '../authorizer/support.ts'

const policyOf = (...roles: Role[]) => compilePolicy('1', roles, permissions)
const node = permissions.index.get('job.run') ?? -1

describe('A stored Granted with an unacceptable context', () => {
  it('forbids nothing either: a rule above it still grants', () => {
    const policy = policyOf({ id: 'r', rules: [grant('job'), grant('job.run', 'a[')] })
    const role = policy.roles.get('r')
    expect(role && evaluateRole(policy, role, node, 'a').state).toBe('granted')
    expect(role && evaluateRole(policy, role, node, undefined).state).toBe('granted')
  })
})

describe('An error that is not about the context', () => {
  it('is passed on when a role is read', () => {
    const rule = Object.defineProperty({ ...grant('job.run') }, 'context', {
      get: () => {
        throw new RangeError('broken')
      },
    }) as Rule
    expect(() => policyOf({ id: 'r', rules: [rule] })).toThrow(new RangeError('broken'))
  })

  it('is passed on when a scope is read', () => {
    const policy = policyOf({ id: 'r', rules: [] })
    const given = Object.defineProperty({ role: 'r', source: 'assigned' as const }, 'scope', {
      get: () => {
        throw new RangeError('broken')
      },
    })
    expect(() => resolveHoldings(policy, [given])).toThrow(new RangeError('broken'))
  })
})

describe('Given roles that count for nothing', () => {
  it('are listed, each with the reason', () => {
    const policy = policyOf(
      { id: 'admin', administrator: true, rules: [] },
      { id: 'r', rules: [forbid('*')] },
    )
    const given = [
      { role: 'ghost', source: 'assigned' },
      { role: 'r', scope: '[', source: 'mapped' },
      { role: 'admin', scope: 'eu.*', source: 'handed-in' },
      { role: 'admin', source: 'anonymous' },
      { role: 'admin', scope: 'eu.*', source: 'anonymous' },
    ] as const
    const { list, administrator, ignored } = resolveHoldings(policy, given)
    expect([list, administrator]).toEqual([[], undefined])
    expect(ignored).toEqual([
      { given: given[0], why: 'role-unknown' },
      { given: given[1], why: 'scope-unacceptable' },
      { given: given[2], why: 'administrator-scoped' },
      { given: given[3], why: 'administrator-anonymous' },
      { given: given[4], why: 'administrator-scoped' },
    ])
  })
})
