import { describe, expect, test } from 'vitest'
import { definePermissions } from '../../src/catalogue/define-permissions.ts'
import { PolicyError } from '../../src/policy/policy-error.ts'
import { readPolicy } from '../../src/policy/read-policy.ts'

function errorOf(text: string, options?: Parameters<typeof readPolicy>[1]): PolicyError {
  try {
    readPolicy(text, options)
  } catch (error) {
    expect(error).toBeInstanceOf(PolicyError)
    return error as PolicyError
  }
  throw new Error('nothing was refused')
}

describe('a document that is accepted', () => {
  const yaml = `# Who may what
format: 1
roles:
  - id: analyst
    title: 'Analyst'
    rules:
      - { permission: design.view, state: granted, context: finance.* }
      - permission: design
        state: forbidden
        context: '**'
  - id: lead
    inherits: [analyst, analyst]
    administrator: false
    rules: []
  - { id: plain, inherits: [], rules: [] }
assignments:
  - { subject: anna, role: lead, scope: eu.* }
mappings:
  - { provider: ldap, group: 'cn=x', roles: [analyst], scope: '*', minAccess: owner }
`
  const expected = {
    format: 1,
    roles: [
      {
        id: 'analyst',
        title: 'Analyst',
        rules: [
          { permission: 'design.view', state: 'granted', context: 'finance.*' },
          { permission: 'design', state: 'forbidden' },
        ],
      },
      { id: 'lead', inherits: ['analyst'], rules: [] },
      { id: 'plain', rules: [] },
    ],
    assignments: [{ subject: 'anna', role: 'lead', scope: 'eu.*' }],
    mappings: [{ provider: 'ldap', group: 'cn=x', roles: ['analyst'], minAccess: 'owner' }],
  }

  test('is read from YAML into its one stored form, with "*" and "**" as no context', () => {
    expect(readPolicy(yaml)).toStrictEqual(expected)
  })

  test.each([undefined, 2, '\t'])('is read from JSON, indented by %j', (space) => {
    expect(readPolicy(JSON.stringify(expected, null, space))).toStrictEqual(expected)
  })

  test('is the same with a byte order mark and with line breaks of Windows', () => {
    expect(readPolicy(`\ufeff${yaml.replaceAll('\n', '\r\n')}`)).toStrictEqual(expected)
  })

  test('is frozen to the last rule', () => {
    const policy = readPolicy(yaml)
    const [role] = policy.roles
    for (const part of [policy, policy.roles, role, role?.rules, role?.rules[0], policy.assignments[0]]) {
      expect(Object.isFrozen(part)).toBe(true)
    }
  })

  test('has its permissions looked up only in a catalogue that is handed in', () => {
    const other = definePermissions({ 'project.create': 'Create' })
    expect(errorOf(yaml, { permissions: other }).issues).toMatchObject([
      {
        code: 'TRILATCH_PERMISSION_UNKNOWN',
        path: ['roles', 0, 'rules', 0, 'permission'],
        line: 7,
        column: 23,
      },
      {
        code: 'TRILATCH_PERMISSION_UNKNOWN',
        path: ['roles', 0, 'rules', 1, 'permission'],
        line: 8,
        column: 21,
      },
    ])
    const renamed = definePermissions({ 'plan.view': { title: 'View', formerly: ['design.view', 'design'] } })
    expect(readPolicy(yaml, { permissions: renamed })).toStrictEqual(expected)
  })
})
