import { describe, expect, test } from 'vitest'
import { definePermissions } from '../../src/catalogue/define-permissions.ts'
import { checkPolicy, isRulePermission } from '../../src/policy/check-policy.ts'
import type { PolicyDocument, Role } from '../../src/policy/policy.ts'
import { formatPath } from '../../src/policy/policy-error.ts'

const permissions = definePermissions({
  'project.create': 'Create Project',
  'project.delete': { title: 'Delete Project', formerly: ['project.remove', 'constructor'] },
})

const role = (id: string, more: Partial<Role> = {}): Role => ({ id, rules: [], ...more })

/** What is wrong, each as `CODE path: message`. */
function faults(policy: Partial<PolicyDocument>, catalogue = permissions): string[] {
  const issues = checkPolicy({ roles: [], assignments: [], mappings: [], ...policy }, catalogue)
  return issues.map(({ code, path, message }) => `${code.slice(9)} ${formatPath(path)}: ${message}`)
}

describe('permissions that rules name', () => {
  const naming = (permission: string): string[] =>
    faults({ roles: [role('a', { rules: [{ permission, state: 'granted' }] })] })

  test.each([
    'project.create',
    'project',
    '*',
    'trilatch',
    'trilatch.roles.edit',
    'project.remove',
    'constructor',
  ])('%j may be named', (name) => {
    expect(isRulePermission(permissions, name)).toBe(true)
    expect(naming(name)).toEqual([])
  })

  test.each([
    '',
    '**',
    'Project.create',
    'project.',
    'project.createx',
    '__proto__',
    'toString',
    'trilatch.x',
    'project.*',
  ])('%j may not', (name) => {
    expect(isRulePermission(permissions, name)).toBe(false)
    const [fault = '', ...others] = naming(name)
    expect(
      fault.startsWith(
        `PERMISSION_UNKNOWN roles[0].rules[0].permission: unknown permission ${JSON.stringify(name)}.`,
      ),
    ).toBe(true)
    expect(others).toEqual([])
  })

  test('a near miss is told with what was meant', () => {
    expect(naming('project.crate')).toEqual([
      'PERMISSION_UNKNOWN roles[0].rules[0].permission: unknown permission "project.crate". Did you mean "project.create"?',
    ])
  })

  test('the list of what is known names everything once', () => {
    const [fault = ''] = naming('wholly different')
    const known = [...(fault.split('Known: ')[1] ?? '').matchAll(/"[^"]+"/g)].map(([name]) => name)
    expect(known).toContain('"project.create"')
    expect(known).toEqual([...new Set(known)])
  })

  test('without a catalogue they are not looked up', () => {
    const policy = {
      roles: [role('a', { rules: [{ permission: 'no', state: 'granted' }] })],
      assignments: [],
      mappings: [],
    }
    expect(checkPolicy(policy)).toEqual([])
  })
})

describe('contexts and scopes', () => {
  const why = 'Cannot use context "a//": no name has an empty segment here (at position 2)'

  test('that are not accepted are refused wherever they stand', () => {
    expect(
      faults({
        roles: [role('a', { rules: [{ permission: '*', state: 'forbidden', context: 'a//' }] })],
        assignments: [{ subject: 's', role: 'a', scope: 'a//' }],
        mappings: [{ provider: 'p', group: 'g', roles: ['a'], scope: 'a//' }],
      }),
    ).toEqual([
      `CONTEXT_INVALID roles[0].rules[0].context: ${why}`,
      `CONTEXT_INVALID assignments[0].scope: ${why}`,
      `CONTEXT_INVALID mappings[0].scope: ${why}`,
    ])
  })
})
