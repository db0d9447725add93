import type { GroupAccount, GroupSource, ListedAccount } from '@trilatch/auth'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { domain, startSamba } from '../../../test/services/samba.ts'
import type { SambaServer } from '../../../test/services/samba.ts'
import { Directory } from '../src/connection/directory.ts'
import { readEntry } from '../src/entry/find-person.ts'
import { allTexts } from '../src/groups/ranges.ts'
import { ldap } from '../src/index.ts'
import type { LdapGroupOptions, LdapOptions, LdapServerOptions } from '../src/index.ts'
import { readOptions } from '../src/options/read-options.ts'
import { password } from './kit/people.ts'
import { ending, enter, groupsIn, ports, refusalsOf } from './kit/place.ts'

const encoded = Buffer.from(`"${password}"`, 'utf16le').toString('base64')
const users = `CN=Users,${domain}`

const user = (name: string): string => `dn: CN=${name},${users}
objectClass: user
sAMAccountName: ${name}
userPrincipalName: ${name}@ad.example.test
unicodePwd:: ${encoded}
userAccountControl: 512

`
const security = -2_147_483_646
const group = (name: string, members: readonly string[], type = security): string => `dn: CN=${name},${users}
objectClass: group
sAMAccountName: ${name}
groupType: ${type}
${members.map((member) => `member: CN=${member},${users}\n`).join('')}
`
const lower = (name: string) => `cn=${name},${users.toLowerCase()}`

/** Fewer than a nested group needs: its members are there before it. */
const entries = [
  ...['svc', 'alice', 'bob', 'mover', 'leaver', 'tried', 'off', 'fresh', 'old', 'stale'].map(user),
  group('etl', ['alice']),
  group('platform', ['etl']),
  group('ring-a', ['platform', 'bob']),
  group('ring-b', ['ring-a']),
  group('mailing', ['alice'], 2),
  group('outer', ['mailing']),
  ...['r1', 'r2', 'r3', 'r4', 'r5'].map((name) => group(name, ['bob'])),
].join('')

let server: SambaServer
beforeAll(async () => {
  server = await startSamba(entries)
  await server.modify(`dn: CN=ring-a,${users}\nchangetype: modify\nadd: member\nmember: CN=ring-b,${users}\n`)
}, 300_000)
afterAll(() => server?.stop())

const options = (given: Partial<LdapServerOptions> = {}, groups: LdapGroupOptions = {}): LdapOptions => ({
  groups,
  server: {
    url: server.tlsUrl,
    bindDN: 'svc@ad.example.test',
    bindCredentials: password,
    searchBase: domain,
    searchFilter:
      '(&(objectCategory=person)(|(sAMAccountName={{username}})(userPrincipalName={{username}})))',
    tlsOptions: { ca: server.ca },
    ...given,
  },
})
const groupsOf = async (name: string, groups: LdapGroupOptions = {}) =>
  groupsIn(await enter(ldap(options({}, groups)), name, password))

/** The groups of a user of the domain, and of the machine, beside one's own. */
const given = ['cn=domain users,cn=users', 'cn=users,cn=builtin'].map((cn) => `${cn},${domain.toLowerCase()}`)

describe('Active Directory', () => {
  it('gives the groups of a session: nested ones and the primary one, and no distribution groups', async () => {
    const alices = ['etl', 'platform', 'ring-a', 'ring-b'].map(lower)
    expect(await groupsOf('alice')).toEqual([...alices, ...given].toSorted())
    // Whoever may fill a mailing list would get what contains it.
    expect(await groupsOf('alice')).not.toContain(lower('outer'))
    expect(await groupsOf('alice', { distribution: true })).toEqual(
      [...alices, lower('mailing'), ...given].toSorted(),
    )
  })

  it('gives direct groups and the primary one by memberOf, if that is asked for', async () => {
    const [primary] = given as [string]
    expect(await groupsOf('alice', { from: 'memberOf' })).toEqual([lower('etl'), primary].toSorted())
    expect(await groupsOf('alice', { from: 'memberOf', distribution: true })).toEqual(
      [lower('etl'), lower('mailing'), primary].toSorted(),
    )
    const nested = await groupsOf('alice', { from: 'memberOf', nested: true })
    expect(nested).toEqual(expect.arrayContaining([lower('ring-a'), lower('ring-b'), primary]))
    expect(nested).not.toContain(lower('outer'))
  })

  it('gives groups by search over members, around in a circle too', async () => {
    const found = await groupsOf('bob', { from: 'search', nested: true })
    expect(found).toEqual(expect.arrayContaining([lower('ring-a'), lower('ring-b'), lower('r1')]))
  })

  it('names groups by SID and by UUID where that is asked for', async () => {
    const sids = await groupsOf('bob', { names: ['sid'] })
    expect(sids).toEqual(expect.arrayContaining(['S-1-5-32-545', expect.stringMatching(/^S-1-5-21-.*-513$/)]))
    expect(await groupsOf('bob', { names: ['uuid'] })).toHaveLength(sids.length)
  })

  it('gives the rest of many values when asked for it', async () => {
    const directory = new Directory(readOptions(options()))
    const signal = new AbortController().signal
    await directory.asService(signal, async (connection) => {
      const part = await readEntry(connection, `CN=bob,${users}`, ['memberOf;range=0-1'], signal)
      if (part === undefined) throw new Error('bob is not there')
      expect(part.names()).toContain('memberof;range=0-1')
      const all = await allTexts(connection, part, 'memberOf', 100, signal)
      expect(all.toSorted()).toEqual(
        ['r1', 'r2', 'r3', 'r4', 'r5', 'ring-a'].map((cn) => `CN=${cn},${users}`),
      )
      const again = await readEntry(connection, `CN=bob,${users}`, ['memberOf;range=0-1'], signal)
      await expect(allTexts(connection, again as never, 'memberOf', 1, signal)).rejects.toThrow(
        /more than 1 values/,
      )
    })
    directory.close()
  })

  it('knows an account by its objectGUID, whatever it is called', async () => {
    const identity = async (name: string) => {
      const outcome = await enter(ldap(options()), name, password)
      return outcome.outcome === 'success' ? outcome.identity : undefined
    }
    const before = await identity('mover@ad.example.test')
    expect(before?.id).toMatch(/^objectguid:[0-9a-f]{8}-[0-9a-f-]{27}$/)
    await server.modify(`dn: CN=mover,${users}\nchangetype: modrdn\nnewrdn: CN=moved\ndeleteoldrdn: 1\n`)
    expect((await identity('MOVER'))?.id).toBe(before?.id)
  })

  it('binds people by name@domain without a service account', async () => {
    const strategy = ldap(
      options({
        bindDN: undefined,
        bindCredentials: undefined,
        userDN: '{{username}}@ad.example.test',
      } as never),
    )
    expect(groupsIn(await enter(strategy, 'alice', password))).toContain(lower('ring-b'))
    expect(ending(await enter(strategy, 'alice', 'a guess'))).toBe('credentials')
    expect(ending(await enter(strategy, 'alice@elsewhere.test', password))).toBe('credentials')
  })

  it('T104: works with StartTLS, and is refused where the certificate is for another host', async () => {
    expect(ending(await enter(ldap(options({ url: server.url })), 'alice', password))).toBe('success')
    expect(ending(await enter(ldap(options()), 'alice', password))).toBe('success')
    const tlsOptions = { ca: server.ca, servername: 'elsewhere.test' }
    for (const url of [server.url, server.tlsUrl])
      expect(ending(await enter(ldap(options({ url, tlsOptions })), 'alice', password))).toMatch(
        /^error: .*does not match certificate/,
      )
  })
})

describe('T111: an account of Active Directory', () => {
  const reasonFor = async (name: string, tried = password) => {
    let outcome = ''
    const told = await refusalsOf(async () => (outcome = ending(await enter(ldap(options()), name, tried))))
    return [outcome, told[0]?.reason]
  }

  const usable = ['success', undefined]
  const idOf = async (name: string): Promise<string> => {
    const outcome = await enter(ldap(options()), name, password)
    return outcome.outcome === 'success' ? outcome.identity.id : ending(outcome)
  }
  /** What a refresh says of somebody's groups. */
  const statusOf = async (id: string) => {
    const account = { issuer: `ldap:${domain.toLowerCase()}`, id, subject: 'somebody' }
    const source = ldap(options()).groups as GroupSource
    return (await source.groupsOf(account, ports(), new AbortController().signal)).status
  }

  it.each([
    ['that is disabled', 'off', 'userAccountControl: 514', 'disabled', 'gone'],
    ['that has expired', 'old', 'accountExpires: 131000000000000000', 'expired', 'gone'],
    ['that must change its password', 'fresh', 'pwdLastSet: 0', 'must-change', 'complete'],
  ])('%s is refused as any other, and logs say why', async (_, name, line, reason, groups) => {
    expect(await reasonFor(name)).toEqual(usable)
    const id = await idOf(name)
    const [attribute] = line.split(':')
    await server.modify(`dn: CN=${name},${users}\nchangetype: modify\nreplace: ${attribute}\n${line}\n`)
    expect(await reasonFor(name)).toEqual(['credentials', reason])
    expect(await statusOf(id)).toBe(groups)
  })

  it('whose password has expired (532) is refused as any other, and keeps its groups', async () => {
    expect(await reasonFor('stale')).toEqual(usable)
    const id = await idOf('stale')
    // In 2012: passwords last for six weeks.
    await server.agePassword(`CN=stale,${users}`, 130_000_000_000_000_000n)
    expect(await reasonFor('stale')).toEqual(['credentials', 'password-expired'])
    expect(await reasonFor('stale', 'a guess')).toEqual(['credentials', 'wrong-password'])
    expect(await statusOf(id)).toBe('complete')
  })

  it('that is locked is refused, with the right password too, and keeps its groups', async () => {
    expect(await reasonFor('tried')).toEqual(usable)
    const id = await idOf('tried')
    for (let tries = 0; tries < 4; tries++) await enter(ldap(options()), 'tried', 'a guess')
    expect(await reasonFor('tried')).toEqual(['credentials', 'locked'])
    expect(await statusOf(id)).toBe('complete')
  })
})

describe('Groups of Active Directory between sign-ins', () => {
  const signal = new AbortController().signal
  const source = () => ldap(options()).groups as GroupSource
  const everyone = async () => {
    const met: ListedAccount[] = []
    for await (const account of source().everyone?.({ signal }) ?? []) met.push(account)
    return met
  }

  it('are complete, or gone with an account that is disabled, expired or deleted', async () => {
    const accountOf = async (name: string): Promise<GroupAccount> => {
      const outcome = await enter(ldap(options()), name, password)
      if (outcome.outcome !== 'success') throw new Error(outcome.outcome)
      return { ...outcome.identity, subject: name }
    }
    const [alice, leaver] = [await accountOf('alice'), await accountOf('leaver')]
    expect(await source().groupsOf(alice, ports(), signal)).toMatchObject({ status: 'complete' })
    await server.modify(`dn: CN=leaver,${users}\nchangetype: delete\n`)
    expect(await source().groupsOf(leaver, ports(), signal)).toEqual({ status: 'gone' })
    await server.modify(
      `dn: CN=alice,${users}\nchangetype: modify\nreplace: userAccountControl\nuserAccountControl: 514\n`,
    )
    expect(await source().groupsOf(alice, ports(), signal)).toEqual({ status: 'gone' })
  })

  it('are told of everybody', async () => {
    const met = await everyone()
    expect(new Set(met.map(({ id }) => id)).size).toBe(met.length)
    const statuses = met.map(({ groups }) => groups.status)
    expect(new Set(statuses)).toEqual(new Set(['complete', 'gone']))
    expect(met.length).toBeGreaterThanOrEqual(9)
  })

  it('can be picked', async () => {
    const found = await source().search?.({ text: 'ring', limit: 10 }, signal)
    expect(found?.items.map(({ name }) => name)).toEqual([lower('ring-a'), lower('ring-b')])
    // As rows name them.
    const bySid = ldap(options({}, { names: ['sid'] })).groups as GroupSource
    const sids = (await bySid.search?.({ text: 'ring-a', limit: 10 }, signal))?.items ?? []
    expect(sids).toEqual([{ name: expect.stringMatching(/^S-1-5-21-/), title: 'ring-a' }])
    expect(await groupsOf('bob', { names: ['sid'] })).toContain(sids[0]?.name)
  })
})
