import { describe, expect, test } from 'vitest'
import { checkPolicy } from '../../src/policy/check-policy.ts'
import type { PolicyDocument, Role } from '../../src/policy/policy.ts'
import { formatPath, PolicyError } from '../../src/policy/policy-error.ts'

const role = (id: string, more: Partial<Role> = {}): Role => ({ id, rules: [], ...more })

function faults(policy: Partial<PolicyDocument>): string[] {
  const issues = checkPolicy({ roles: [], assignments: [], mappings: [], ...policy })
  return issues.map(({ code, path, message }) => `${code.slice(9)} ${formatPath(path)}: ${message}`)
}

describe('ids and titles of roles', () => {
  test('are each used once', () => {
    expect(faults({ roles: [role('a'), role('b'), role('a', { title: 'Other' })] })).toEqual([
      'ROLE_EXISTS roles[2].id: roles[0] has the id "a" already',
    ])
    expect(faults({ roles: [role('a', { title: 'Lead' }), role('b', { title: 'Lead' })] })).toEqual([
      'ROLE_EXISTS roles[1].title: roles[0] has the title "Lead" already',
    ])
  })

  test('a role without a title has its id for one', () => {
    expect(faults({ roles: [role('a'), role('b', { title: 'a' })] })).toEqual([
      'ROLE_EXISTS roles[1].title: roles[0] has the title "a" already',
    ])
    expect(faults({ roles: [role('a', { title: 'b' }), role('b', { title: 'a' })] })).toEqual([])
  })

  test('differ by case, and may be names of a prototype', () => {
    expect(
      faults({ roles: ['a', 'A', '__proto__', 'constructor', 'toString'].map((id) => role(id)) }),
    ).toEqual([])
  })
})

describe('trilatch:off', () => {
  test('is nobody to assign a role to', () => {
    expect(
      faults({
        roles: [role('a')],
        assignments: [
          { subject: 'trilatch', role: 'a' },
          { subject: 'trilatch:off', role: 'a' },
        ],
      }),
    ).toEqual([
      "SUBJECT_INVALID assignments[1].subject: trilatch:off is Trilatch's own; nobody can have it as an id",
    ])
  })
})

describe('all that is wrong', () => {
  test('is told at once', () => {
    const found = faults({
      roles: [
        role('a', { inherits: ['a', 'no'] }),
        role('a', { rules: [{ permission: 'x', state: 'granted', context: '' }] }),
      ],
      assignments: [{ subject: 'trilatch:off', role: 'no', scope: '[' }],
      mappings: [{ provider: 'p', group: 'g', roles: ['no'], scope: '\\' }],
    })
    expect(found.map((fault) => fault.split(':')[0])).toEqual([
      'ROLE_UNKNOWN roles[0].inherits[1]',
      'ROLE_EXISTS roles[1].id',
      'ROLE_EXISTS roles[1].title',
      'CONTEXT_INVALID roles[1].rules[0].context',
      'SUBJECT_INVALID assignments[0].subject',
      'ROLE_UNKNOWN assignments[0].role',
      'CONTEXT_INVALID assignments[0].scope',
      'CONTEXT_INVALID mappings[0].scope',
      'ROLE_UNKNOWN mappings[0].roles[0]',
    ])
  })

  test('a policy without fault has none', () => {
    expect(faults({})).toEqual([])
  })

  test('makes an error with the common code, or the general one', () => {
    const issue = { code: 'TRILATCH_ROLE_UNKNOWN', path: ['roles', 0, 'inherits', 2], message: 'm' } as const
    expect(new PolicyError('the roles', [issue, issue])).toMatchObject({
      code: 'TRILATCH_ROLE_UNKNOWN',
      message: 'Cannot use the roles:\n- roles[0].inherits[2]: m\n- roles[0].inherits[2]: m',
    })
    expect(new PolicyError('the roles', [issue])).toHaveProperty(
      'message',
      'Cannot use the roles: roles[0].inherits[2]: m',
    )
    expect(new PolicyError('it', [issue, { ...issue, code: 'TRILATCH_ROLE_CYCLE' }]).code).toBe(
      'TRILATCH_POLICY_INVALID',
    )
  })
})
