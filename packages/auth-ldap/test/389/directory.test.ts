// A real 389 Directory Server: the key of accounts, groups, and accounts that may not be used. Run by pnpm test:389.
import type { GroupSource } from '@trilatch/auth'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dirsrvSuffix, startDirsrv } from '../../../../test/services/dirsrv.ts'
import type { DirsrvServer } from '../../../../test/services/dirsrv.ts'
import { ldap } from '../../src/index.ts'
import type { LdapGroupOptions, LdapServerOptions } from '../../src/index.ts'
import { password } from '../kit/people.ts'
import { ending, enter, groupsIn, plainly, ports, refusalsOf } from '../kit/place.ts'

const service = `uid=svc,${dirsrvSuffix}`
const personDn = (uid: string): string => `uid=${uid},ou=people,${dirsrvSuffix}`
const groupDn = (cn: string): string => `cn=${cn},ou=groups,${dirsrvSuffix}`
const person = (uid: string, dn = personDn(uid)): string => `dn: ${dn}
objectClass: inetOrgPerson
objectClass: inetUser
uid: ${uid}
cn: ${uid} of Example
sn: ${uid}
userPassword: ${password}

`
const group = (cn: string, member: string): string => `dn: ${groupDn(cn)}
objectClass: groupOfNames
objectClass: inetUser
cn: ${cn}
member: ${member}

`
const entries = [
  `dn: ${dirsrvSuffix}
objectClass: domain
dc: example
aci: (targetattr != "userPassword")(version 3.0; acl "service"; allow (read, search, compare) userdn = "ldap:///${service}";)

`,
  ...['people', 'groups'].map(
    (ou) => `dn: ou=${ou},${dirsrvSuffix}\nobjectClass: organizationalUnit\nou: ${ou}\n\n`,
  ),
  person('svc', service),
  ...['alice', 'bob', 'off', 'stale', 'reset', 'tried'].map((uid) => person(uid)),
  group('etl', personDn('alice')),
  group('platform', groupDn('etl')),
].join('')

let server: DirsrvServer
beforeAll(async () => {
  server = await startDirsrv(entries)
  const on = ['passwordExp', 'passwordMustChange', 'passwordLockout'].map(
    (name) => `replace: ${name}\n${name}: on\n-\n`,
  )
  await server.modify(
    `dn: cn=config\nchangetype: modify\n${on.join('')}replace: passwordMaxFailure\npasswordMaxFailure: 3\n`,
  )
})
afterAll(() => server?.stop())

const strategy = (groups: LdapGroupOptions = {}, given: Partial<LdapServerOptions> = {}) =>
  ldap({
    groups,
    server: {
      ...plainly(server),
      bindDN: service,
      bindCredentials: password,
      searchBase: dirsrvSuffix,
      ...given,
    },
  })
const signal = new AbortController().signal
const source = (): GroupSource => strategy().groups as GroupSource

async function idOf(name: string): Promise<string> {
  const outcome = await enter(strategy(), name, password)
  if (outcome.outcome !== 'success') throw new Error(ending(outcome))
  return outcome.identity.id
}
const statusOf = async (id: string) =>
  (await source().groupsOf({ issuer: `ldap:${dirsrvSuffix}`, id, subject: 'somebody' }, ports(), signal))
    .status
const change = (uid: string, line: string): Promise<void> =>
  server.modify(
    `dn: ${personDn(uid)}\nchangetype: modify\nreplace: ${line.slice(0, line.indexOf(':'))}\n${line}\n`,
  )

describe('389 Directory Server', () => {
  it('is known by nsUniqueId, also when an entry is renamed', async () => {
    const id = await idOf('bob')
    expect(id).toMatch(/^nsuniqueid:[0-9a-f]{8}(?:-[0-9a-f]{8}){3}$/)
    expect(await statusOf(id)).toBe('complete')
    await server.modify(`dn: ${personDn('bob')}\nchangetype: modrdn\nnewrdn: uid=rob\ndeleteoldrdn: 1\n`)
    expect([await idOf('rob'), await statusOf(id)]).toEqual([id, 'complete'])
    await server.modify(`dn: ${personDn('rob')}\nchangetype: delete\n`)
    expect(await statusOf(id)).toBe('gone')
  })

  it('gives groups by memberOf, which has those above them, and by search', async () => {
    const both = [groupDn('etl'), groupDn('platform')]
    expect(groupsIn(await enter(strategy(), 'alice', password))).toEqual(both)
    const searched = { groupSearchBase: `ou=groups,${dirsrvSuffix}` }
    expect(groupsIn(await enter(strategy({}, searched), 'alice', password))).toEqual([groupDn('etl')])
    expect(groupsIn(await enter(strategy({ nested: true }, searched), 'alice', password))).toEqual(both)
  })

  it('lists everybody, and groups to pick', async () => {
    const met = []
    for await (const account of source().everyone?.({ signal }) ?? []) met.push(account)
    expect(met.length).toBeGreaterThanOrEqual(6)
    expect(met.every(({ id }) => id.startsWith('nsuniqueid:'))).toBe(true)
    expect(await source().search?.({ text: 'plat', limit: 5 }, signal)).toEqual({
      items: [{ name: groupDn('platform'), title: 'platform' }],
    })
  })

  it.each([
    ['that is disabled', 'off', 'nsAccountLock: true', 'disabled', 'gone'],
    [
      'whose password has expired',
      'stale',
      'passwordExpirationTime: 20200101000000Z',
      'password-expired',
      'complete',
    ],
    ['that has to change its password', 'reset', `userPassword: ${password}`, 'must-change', 'complete'],
  ])('T111: refuses an account %s, and says why to logs', async (_, uid, line, reason, groups) => {
    const id = await idOf(uid)
    await change(uid, line)
    const told = await refusalsOf(async () =>
      expect(ending(await enter(strategy(), uid, password))).toBe('credentials'),
    )
    expect(told).toMatchObject([{ reason }])
    expect(await statusOf(id)).toBe(groups)
  })

  it('T111: refuses an account that wrong passwords have locked, which keeps its groups', async () => {
    const id = await idOf('tried')
    for (let tries = 0; tries < 4; tries++) await enter(strategy(), 'tried', 'a guess')
    const told = await refusalsOf(async () =>
      expect(ending(await enter(strategy(), 'tried', password))).toBe('credentials'),
    )
    expect(told).toMatchObject([{ reason: 'locked' }])
    expect(await statusOf(id)).toBe('complete')
  })
})
