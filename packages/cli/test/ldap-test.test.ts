// trilatch ldap test: what a real directory says about somebody, and what to do where it says nothing.
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { suffix } from '../../../test/services/slapd-config.ts'
import { startSlapd } from '../../../test/services/slapd.ts'
import { command } from './support/command.ts'
import type { Ended } from './support/command.ts'
import { directory } from './support/directory.ts'

const person = (uid: string, ou = 'people'): string => `
dn: uid=${uid},ou=${ou},${suffix}
objectClass: inetOrgPerson
uid: ${uid}
cn: ${uid} of Example
sn: ${uid}
userPassword: secret
`
const entries = `${person('ann')}${person('bob')}${person('twin')}${person('twin', 'groups')}
dn: cn=leads,ou=groups,${suffix}
objectClass: groupOfNames
cn: leads
member: uid=ann,ou=people,${suffix}

dn: cn=seniors,ou=groups,${suffix}
objectClass: groupOfUniqueNames
cn: seniors
uniqueMember: uid=bob,ou=people,${suffix}
`
const leads = `cn=leads,ou=groups,${suffix}`
const folder = fileURLToPath(new URL('./with-ldap', import.meta.url))
const test = (user: string, ...more: readonly string[]): Promise<Ended> =>
  command(['ldap', 'test', user, ...more], { folder })

beforeAll(async () => {
  directory.slapd = await startSlapd(entries)
})
afterAll(() => directory.slapd?.stop())
beforeEach(() => {
  directory.given = {}
  directory.mappings = [{ provider: 'ldap', group: `CN=Leads, OU=groups, ${suffix}`, roles: ['lead'] }]
})

describe('trilatch ldap test', () => {
  it('tells of entry, groups, rows, roles and permissions', async () => {
    const { status, out, err } = await test('ann')
    expect([status, err]).toEqual([0, ''])
    for (const line of [
      `ok  Signed in to the directory as cn=svc-rbac,ou=services,${suffix}.`,
      `ok  Found uid=ann,ou=people,${suffix}.`,
      'ok  The account is active; its key is entryuuid:',
      'ok  1 groups by memberOf.',
      `${leads}  memberOf`,
      `CN=Leads, OU=groups, ${suffix}  →  lead    by ${leads}`,
      'project.create  Create Project',
      'project.delete  Delete Project  for some names',
    ])
      expect(out.replaceAll('Project › ', '')).toContain(line)
  })

  it('gives programs the same as JSON', async () => {
    const { out } = await test('ann', '--json')
    expect(JSON.parse(out)).toMatchObject({
      ok: true,
      strategy: 'ldap',
      user: 'ann',
      entry: { dn: `uid=ann,ou=people,${suffix}`, issuer: 'ldap:dc=example,dc=test', state: 'active' },
      groups: { from: 'memberOf', found: [{ dn: leads, by: 'memberOf' }], names: [leads] },
      mapped: {
        rows: [{ by: leads, role: 'lead' }],
        roles: ['lead'],
        permissions: [
          { permission: 'project.create', state: 'granted' },
          { permission: 'project.delete', state: 'forbidden', some: true },
        ],
        faults: [],
      },
      fixes: [],
    })
  })

  it('says of an administrator that they may do everything', async () => {
    directory.mappings = [{ provider: 'ldap', group: leads, roles: ['boss'] }]
    const { out } = await test('ann')
    expect(out).toMatch(/Roles\nboss\n/)
    expect(out.replaceAll('Project › ', '')).toMatch(/project\.delete +Delete Project/)
    expect(out).not.toContain('for some names')
  })
})

describe('trilatch ldap test, of a directory that is configured wrongly, says what to do', () => {
  const cases: readonly (readonly [string, string, () => object, RegExp])[] = [
    [
      'nobody listens',
      'ann',
      () => ({ url: 'ldap://localhost:1' }),
      /Nobody listens there: check host and port/,
    ],
    ['no such host', 'ann', () => ({ url: 'ldaps://directory.invalid' }), /No such host: check the name/],
    [
      'an authority that is unknown',
      'ann',
      () => ({ tlsOptions: {} }),
      /give your authority’s, as PEM, in `server.tlsOptions.ca`/,
    ],
    [
      'a certificate for another host',
      'ann',
      () => ({ tlsOptions: { ca: directory.slapd?.ca, servername: 'other.test' } }),
      /The certificate is for another host/,
    ],
    [
      'TLS where there is none',
      'ann',
      () => ({ url: `ldaps://localhost:${directory.slapd?.port}` }),
      /One side speaks TLS and the other does not/,
    ],
    [
      'a wrong password of the service',
      'ann',
      () => ({ bindCredentials: 'old' }),
      /does not take `server.bindDN` with/,
    ],
    [
      'a base that is not there',
      'ann',
      () => ({ searchBase: `ou=staff,${suffix}` }),
      /check `server.searchBase`/,
    ],
    [
      'a filter for another directory',
      'ann',
      () => ({ searchFilter: '(sAMAccountName={{username}})' }),
      /has this name as `uid`: set `server.searchFilter` to "\(uid=\{\{username\}\}\)"/,
    ],
    [
      'a base beside the people',
      'ann',
      () => ({ searchBase: `ou=groups,${suffix}` }),
      /uid=ann,ou=people,\S+ has this name and is not what `server.searchBase`/,
    ],
    ['a base that is too wide', 'twin', () => ({}), /Narrow `server.searchBase` or `server.searchFilter`/],
    ['groups that memberOf lacks', 'bob', () => ({}), /By search there are 1: set `server.groupSearchBase`/],
    ['nobody of that name', 'nobody-there', () => ({}), /the directory holds "dc=example,dc=test"/],
  ]
  it.each(cases)('%s', async (_, user, given, fix) => {
    expect((await test('ann')).status).toBe(0)
    directory.given = given()
    const { status, out } = await test(user)
    expect(out).toMatch(fix)
    // Where somebody has no groups they can sign in all the same.
    expect(status).toBe(user === 'bob' ? 0 : 1)
    expect(out).not.toContain('svc-secret')
  })

  it('rows that nobody’s groups lead through', async () => {
    expect((await test('ann')).out).toMatch(/Roles\nlead\n/)
    directory.mappings = [{ provider: 'ldap', group: `cn=leads,ou=staff,${suffix}`, roles: ['lead'] }]
    expect((await test('ann')).out).toContain(
      `No mapping row of "ldap" is about any of these groups. There are: "cn=leads,ou=staff,${suffix}"`,
    )
    directory.mappings = []
    expect((await test('ann')).out).toContain(
      `add one, as {"provider":"ldap","group":"${leads}","roles":["…"]}`,
    )
  })

  it('no directory at all is wrong usage', async () => {
    const { status, err } = await command(['ldap', 'test', 'ann'])
    expect(status).toBe(2)
    expect(err).toContain('names no `strategies`')
    const wrong = await test('ann', '--strategy', 'other')
    expect(wrong.err).toContain('There is no directory "other" among the strategies (ldap)')
  })
})
