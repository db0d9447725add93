import { describe, expect, test, vi } from 'vitest'
import { definePermissions } from '../../src/catalogue/define-permissions.ts'
import { checkPolicy } from '../../src/policy/check-policy.ts'
import type { MappingRow, PolicyDocument, Role } from '../../src/policy/policy.ts'
import { formatPath } from '../../src/policy/policy-error.ts'

vi.setConfig({ testTimeout: 60_000 })

const permissions = definePermissions({
  'project.create': 'Create Project',
  'project.delete': { title: 'Delete Project', formerly: ['project.remove', 'constructor'] },
})

const role = (id: string, more: Partial<Role> = {}): Role => ({ id, rules: [], ...more })
const admin = role('admin', { administrator: true })

/** What is wrong, each as `CODE path: message`. */
function faults(policy: Partial<PolicyDocument>, catalogue = permissions): string[] {
  const issues = checkPolicy({ roles: [], assignments: [], mappings: [], ...policy }, catalogue)
  return issues.map(({ code, path, message }) => `${code.slice(9)} ${formatPath(path)}: ${message}`)
}

describe('roles that do not exist', () => {
  test('are refused in inherits, assignments and mappings, with a suggestion', () => {
    const meant = 'unknown role "analist". Did you mean "analyst"?'
    expect(
      faults({
        roles: [role('analyst'), role('lead', { inherits: ['analyst', 'analist'] })],
        assignments: [{ subject: 's', role: 'analist' }],
        mappings: [{ provider: 'p', group: 'g', roles: ['analyst', 'analist'] }],
      }),
    ).toEqual([
      `ROLE_UNKNOWN roles[1].inherits[1]: ${meant}`,
      `ROLE_UNKNOWN assignments[0].role: ${meant}`,
      `ROLE_UNKNOWN mappings[0].roles[1]: ${meant}`,
    ])
  })

  test('are suggested for the first five unknown names alone, so that a document of them costs little', () => {
    const unknown = Array.from({ length: 9 }, (_, i) => `analist${i}`)
    const rules = [{ permission: 'project.creat', state: 'granted' }] as const
    const found = faults({ roles: [role('analyst', { rules }), role('lead', { inherits: unknown })] })
    expect(found).toHaveLength(10)
    expect(found.filter((fault) => fault.includes('Did you mean'))).toEqual(found.slice(0, 5))
    expect(found.at(-1)).toBe('ROLE_UNKNOWN roles[1].inherits[8]: unknown role "analist8".')
  })

  test.each(['__proto__', 'constructor', 'toString', 'Analyst', 'analyst '])(
    '%j is not a role by accident',
    (id) => {
      const [fault] = faults({ roles: [role('analyst')], assignments: [{ subject: 's', role: id }] })
      expect(fault).toContain(`ROLE_UNKNOWN assignments[0].role: unknown role ${JSON.stringify(id)}.`)
    },
  )
})

describe('circles of inheritance', () => {
  test.each<[string, [string, string[]][], string]>([
    ['of one', [['a', ['a']]], 'roles[0].inherits: roles inherit each other in a circle: a → a'],
    [
      'of two',
      [
        ['a', ['b']],
        ['b', ['a']],
      ],
      'roles[0].inherits: roles inherit each other in a circle: a → b → a',
    ],
    [
      'that are only led to',
      [
        ['top', ['x', 'm']],
        ['x', []],
        ['m', ['n']],
        ['n', ['o']],
        ['o', ['m', 'x']],
      ],
      'roles[2].inherits: roles inherit each other in a circle: m → n → o → m',
    ],
  ])('%s are named', (_, list, message) => {
    expect(faults({ roles: list.map(([id, inherits]) => role(id, { inherits })) })).toEqual([
      `ROLE_CYCLE ${message}`,
    ])
  })

  test('are not seen where two ways lead to the same role', () => {
    const list: [string, string[]][] = [
      ['top', ['left', 'right', 'left']],
      ['left', ['base']],
      ['right', ['left', 'base']],
      ['base', []],
    ]
    expect(faults({ roles: list.map(([id, inherits]) => role(id, { inherits })) })).toEqual([])
  })

  test('are found, and chains walked, in a hundred thousand roles without recursion', () => {
    const chain = Array.from({ length: 100_000 }, (_, i) => role(`r${i}`, { inherits: [`r${i + 1}`] }))
    expect(faults({ roles: [...chain, role('r100000')] })).toEqual([])
    const [fault = '', ...others] = faults({ roles: [...chain, role('r100000', { inherits: ['r0'] })] })
    expect(fault.slice(0, 80)).toBe(
      'ROLE_CYCLE roles[0].inherits: roles inherit each other in a circle: r0 → r1 → r2',
    )
    expect(others).toEqual([])
  })
})

describe('administrator roles', () => {
  test('cannot be inherited', () => {
    expect(faults({ roles: [admin, role('a', { inherits: ['admin'] })] })).toEqual([
      'ADMINISTRATOR_ROLE roles[1].inherits[0]: the administrator role "admin" cannot be inherited; assign it instead',
    ])
  })

  test('cannot be held with a scope, but without one', () => {
    expect(faults({ roles: [admin], assignments: [{ subject: 's', role: 'admin', scope: 'eu.*' }] })).toEqual(
      ['ADMINISTRATOR_ROLE assignments[0].scope: an administrator role cannot be held with a scope'],
    )
    expect(faults({ roles: [admin], assignments: [{ subject: 's', role: 'admin' }] })).toEqual([])
  })

  const message =
    'MAPPING_INVALID mappings[0]: a row that leads to the administrator role "admin" takes no scope, no wildcard and not "everyone"'
  test.each<[string, Partial<MappingRow>, string[]]>([
    ['a scope', { scope: 'eu.*' }, [message]],
    ['a wildcard in the group', { group: 'acme/**' }, [message]],
    ['a wildcard in a DN', { group: 'cn=adm*,dc=x' }, [message]],
    ['everyone', { group: 'everyone' }, [message]],
    [
      'additive groups',
      { mode: 'additive' },
      [
        'MAPPING_INVALID mappings[0].mode: a row that leads to the administrator role "admin" cannot be additive: it goes with the group',
      ],
    ],
    ['groups that are followed', { mode: 'sync' }, []],
    ['a group named in full', { group: 'acme/admins' }, []],
  ])('reached by a mapping row with %s', (_, row, expected) => {
    const mappings = [{ provider: 'p', group: 'g', roles: ['plain', 'admin'], ...row }]
    expect(faults({ roles: [admin, role('plain')], mappings })).toEqual(expected)
    expect(
      faults({
        roles: [admin, role('plain')],
        mappings: [{ provider: 'p', group: 'g', ...row, roles: ['plain'] }],
      }),
    ).toEqual([])
  })

  test('may inherit others', () => {
    expect(faults({ roles: [role('a'), { ...admin, inherits: ['a'] }] })).toEqual([])
  })
})
