// Which groups a row is about: whole names, and wildcards only in the structure of a provider's names.
import { describe, expect, it } from 'vitest'
import { MappingTable } from '../../src/mapping/mapping-table.ts'
import type { GroupMembership, MappingRow } from '../../src/index.ts'

const providers = new Map([
  ['gitlab', 'path'],
  ['ldap', 'dn'],
  ['sso', 'plain'],
] as const)

function leads(
  row: Partial<MappingRow> & { readonly group: string },
  ...groups: readonly (string | GroupMembership)[]
): boolean {
  const table = new MappingTable([{ provider: 'ldap', roles: ['r'], ...row }], providers)
  const held = groups.map((group) => (typeof group === 'string' ? { name: group } : group))
  return table.rolesOf(row.provider ?? 'ldap', held).length > 0
}

const faultOf = (row: Partial<MappingRow>): string | undefined =>
  new MappingTable([{ provider: 'ldap', group: '', roles: ['r'], ...row }], providers).faults[0]?.why

describe('A path', () => {
  const provider = 'gitlab'
  it.each([
    ['acme', 'acme', true],
    ['acme', 'ACME', true],
    ['Acme/Dev', 'acme/dev', true],
    ['acme', 'acme/dev', false],
    ['acme', 'acme-corp', false],
    ['acme/**', 'acme/dev', true],
    ['Acme/**', 'acme/dev/etl', true],
    ['acme/**', 'acme', false],
    ['acme/**', 'acme-corp', false],
    ['acme/**', 'acme-corp/dev', false],
    ['acme/**', 'x/acme/dev', false],
    ['acme/dev/**', 'acme/dev/etl', true],
    ['acme/dev/**', 'acme/devs/etl', false],
    ['ÉCOLE', 'école', false],
  ])('%s and a group %s: %s', (group, name, expected) => {
    expect(leads({ provider, group }, name)).toBe(expected)
  })

  it.each(['**', '*', '/**', '*/**', 'acme/*', 'acme*', 'acme/**/x', '*/acme', 'acme/*/**', 'a//**'])(
    'matches nobody, and says why: %s',
    (group) => {
      expect(leads({ provider, group }, 'acme', 'acme/x', 'acme/x/y', 'x/acme', group)).toBe(false)
      expect(faultOf({ provider, group })).toBe(
        'in a path, a wildcard is `/**` at the end, behind at least one whole name',
      )
    },
  )

  it.each([
    ['member', 'member', true],
    ['developer', undefined, false],
    ['developer', 'developer', true],
    ['maintainer', 'developer', false],
    ['maintainer', 'owner', true],
    ['owner', 'maintainer', false],
  ] as const)('of at least %s, held as %s: %s', (minAccess, access, expected) => {
    const name = 'acme/dev'
    const group = access === undefined ? { name } : { name, access }
    expect(leads({ provider, group: 'acme/dev', minAccess }, group)).toBe(expected)
  })

  it('has the highest level of the group and those above it, and of no others', () => {
    const row = { provider, group: 'acme/dev/etl', minAccess: 'owner' } as const
    const below = { name: 'acme/dev/etl/x', access: 'owner' } as const
    const beside = { name: 'acme/de', access: 'owner' } as const
    expect(leads(row, 'acme/dev/etl', { name: 'acme', access: 'owner' })).toBe(true)
    expect(leads(row, 'acme/dev/etl', { name: 'ACME/dev', access: 'owner' })).toBe(true)
    expect(leads(row, 'acme/dev/etl', below, beside)).toBe(false)
    expect(leads(row, { name: 'acme', access: 'owner' })).toBe(false)
    expect(leads({ ...row, group: 'acme/**' }, 'acme/dev/etl', { name: 'acme', access: 'owner' })).toBe(true)
  })
})

describe('A DN', () => {
  it.each([
    ['cn=etl,ou=groups,dc=x', 'cn=etl,ou=groups,dc=x', true],
    ['cn=etl,ou=groups,dc=x', 'cn=etl,ou=selfservice,ou=groups,dc=x', false],
    ['cn=*,ou=groups,dc=x', 'cn=etl,ou=groups,dc=x', true],
    ['cn=*,ou=groups,dc=x', 'cn=etl,ou=selfservice,ou=groups,dc=x', false],
    ['cn=*,ou=groups,dc=x', 'ou=etl,ou=groups,dc=x', false],
    ['cn=*,ou=groups,dc=x', 'cn=a\\,ou=groups,dc=x', false],
    ['cn=*,ou=groups,dc=x', 'cn=a\\,ou=groups,ou=groups,dc=x', true],
    ['cn=*,ou=groups,dc=x', 'cn=a\\2Cb,ou=groups,dc=x', true],
    ['cn=a*b,ou=groups,dc=x', 'cn=a\\2cb,ou=groups,dc=x', true],
    ['cn=a\\,*,ou=groups,dc=x', 'cn=a\\2Cb,ou=groups,dc=x', true],
    ['cn=*2c,ou=groups,dc=x', 'cn=a\\2c,ou=groups,dc=x', false],
    ['cn=team-*,ou=groups,dc=x', 'cn=team-etl,ou=groups,dc=x', true],
    ['cn=team-*,ou=groups,dc=x', 'cn=team,ou=groups,dc=x', false],
    ['cn=team-*-lead,ou=groups,dc=x', 'cn=team-etl-lead,ou=groups,dc=x', true],
    ['cn=team-*-lead,ou=groups,dc=x', 'cn=team-lead,ou=groups,dc=x', false],
    ['cn=a*a,ou=groups,dc=x', 'cn=a,ou=groups,dc=x', false],
    ['cn=*\\2a,ou=groups,dc=x', 'cn=etl*,ou=groups,dc=x', true],
    ['cn=*\\2a,ou=groups,dc=x', 'cn=etl,ou=groups,dc=x', false],
    ['cn=*,ou=groups,dc=x', 'cn=a+uid=b,ou=groups,dc=x', false],
    ['cn=*,ou=groups,dc=x', 'cn="a",ou=groups,dc=x', false],
    ['cn=*,ou=groups,dc=x', 'cn=a;ou=b,ou=groups,dc=x', false],
    ['cn=*,ou=groups,dc=x', 'cn=a\\', false],
    ['cn=é*,ou=groups,dc=x', 'cn=\\c3\\a9tl,ou=groups,dc=x', true],
    ['S-1-5-32-544', 'S-1-5-32-544', true],
  ])('%s and a group %s: %s', (group, name, expected) => {
    expect(leads({ group }, name)).toBe(expected)
  })

  it.each([
    '*',
    'cn=*',
    'cn=*,',
    'cn=*,ou=*,dc=x',
    'cn=a,ou=*,dc=x',
    '*=a,dc=x',
    'c*=a,dc=x',
    'cn=a+uid=*,dc=x',
    'S-1-*',
  ])('matches nobody, and says why: %s', (group) => {
    expect(leads({ group }, 'cn=a', 'cn=a,ou=b,dc=x', 'cn=a,dc=x', 'S-1-5', group)).toBe(false)
    expect(faultOf({ group })).toBe(
      'in a DN, `*` stands inside the value of the first part, and the rest is written out',
    )
  })
})

describe('A name without structure', () => {
  it('is equal or it is not', () => {
    expect(leads({ provider: 'sso', group: 'ops' }, 'ops')).toBe(true)
    expect(leads({ provider: 'sso', group: 'ops' }, 'Ops', 'ops2', 'o')).toBe(false)
    expect(leads({ provider: 'sso', group: 'op*' }, 'ops', 'op*')).toBe(false)
    expect(faultOf({ provider: 'sso', group: 'op*' })).toContain('have no structure')
  })

  it('is all there is for a provider that nothing is known of', () => {
    expect(leads({ provider: 'other', group: 'ops' }, 'ops')).toBe(true)
    expect(leads({ provider: 'other', group: 'acme/**' }, 'acme/dev', 'acme/**')).toBe(false)
    expect(faultOf({ provider: 'other', group: 'acme/**' })).toContain('the option `providers`')
    expect(leads({ provider: 'constructor', group: 'ops' }, 'ops')).toBe(true)
  })
})

describe('Everyone', () => {
  it('is whoever the provider has said anything about, if only nothing', () => {
    expect(leads({ group: 'everyone' })).toBe(true)
    expect(leads({ group: 'everyone' }, 'cn=a,dc=x')).toBe(true)
    const table = new MappingTable([{ provider: 'ldap', group: 'everyone', roles: ['r'] }], providers)
    expect(table.rolesOf('gitlab', [{ name: 'everyone' }])).toEqual([])
  })

  it('has no level', () => {
    expect(leads({ group: 'everyone', minAccess: 'member' }, 'cn=a,dc=x')).toBe(false)
    expect(faultOf({ group: 'everyone', minAccess: 'member' })).toBe('`everyone` has no `minAccess`')
  })
})

describe('Rows', () => {
  it('all apply that match, in their order, each once, with the row and the group they come from', () => {
    const table = new MappingTable(
      [
        { provider: 'gitlab', group: 'acme/**', roles: ['a', 'b'], scope: 'eu.*' },
        { provider: 'ldap', group: 'everyone', roles: ['c'] },
        { provider: 'gitlab', group: 'acme/dev', roles: ['a'] },
        { provider: 'gitlab', group: 'everyone', roles: ['d'] },
      ],
      providers,
    )
    const wide = { provider: 'gitlab', group: 'acme/**', by: 'acme/dev', wide: true }
    expect(table.rolesOf('gitlab', [{ name: 'acme/etl' }, { name: 'acme/dev' }])).toEqual([
      { role: 'a', scope: 'eu.*', source: 'mapped', mapped: wide },
      { role: 'b', scope: 'eu.*', source: 'mapped', mapped: wide },
      { role: 'a', source: 'mapped', mapped: { ...wide, group: 'acme/dev', wide: false } },
      { role: 'd', source: 'mapped', mapped: { provider: 'gitlab', group: 'everyone', wide: true } },
    ])
  })

  it.each([
    [{ group: 7 }, 'it names no group'],
    [{ provider: null, group: 'a' }, 'it names no group'],
    [{ group: 'a', minAccess: 'root' }, 'its `minAccess` is none'],
    [{ group: 'a', minAccess: 7 }, 'its `minAccess` is none'],
  ])('that a store has and nobody could have written match nobody: %j', (row, why) => {
    expect(faultOf(row as never)).toBe(why)
    expect(leads(row as never, 'a', '7')).toBe(false)
  })

  it('are found among ten thousand without looking at each', () => {
    const rows = Array.from({ length: 10_000 }, (_, i) => ({
      provider: 'gitlab',
      group: i % 2 === 0 ? `g${i}/**` : `g${i}`,
      roles: [`r${i}`],
    }))
    let read = 0
    for (const row of rows) {
      const { roles } = row
      Object.defineProperty(row, 'roles', { get: () => (read++, roles) })
    }
    const table = new MappingTable(rows, providers)
    expect(table.rolesOf('gitlab', [{ name: 'g42/x' }, { name: 'g43' }]).map(({ role }) => role)).toEqual([
      'r42',
      'r43',
    ])
    expect(read).toBe(2)
  })
})
