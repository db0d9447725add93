import type { GroupAccount, GroupSource, ListedAccount } from '@trilatch/auth'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSlapd } from '../../../test/services/slapd.ts'
import type { SlapdServer } from '../../../test/services/slapd.ts'
import { serviceDn, suffix } from '../../../test/services/slapd-config.ts'
import { department, group, groupDn, password, person, personDn } from './kit/people.ts'
import { Directory } from '../src/connection/directory.ts'
import { readOptions } from '../src/options/read-options.ts'
import { searchGroups } from '../src/source/search-groups.ts'
import { enter, optionsFor, plainly, ports, strategyFor } from './kit/place.ts'
import { startRelay } from './kit/relay.ts'

let server: SlapdServer
beforeAll(async () => {
  const crowd = Array.from({ length: 450 }, (_, i) => person({ uid: `p${i}` }))
  const groups = Array.from({ length: 230 }, (_, i) => group(`Team ${String(i).padStart(3, '0')}`, [`p${i}`]))
  server = await startSlapd([department, ...crowd, ...groups].join('\n'), { sizeLimit: 100 })
})
afterAll(() => server.stop())

const signal = new AbortController().signal
const sourceOf = (
  from: Parameters<typeof strategyFor>[0] = server,
  given: Parameters<typeof strategyFor>[1] = {},
): GroupSource => strategyFor(from, given).groups as GroupSource

async function accountOf(name: string): Promise<GroupAccount> {
  const outcome = await enter(strategyFor(server), name, password)
  if (outcome.outcome !== 'success') throw new Error(outcome.outcome)
  return { issuer: outcome.identity.issuer, id: outcome.identity.id, subject: name }
}

const askFor = (source: GroupSource, account: GroupAccount) => source.groupsOf(account, ports(), signal)

describe('Somebody’s groups between sign-ins', () => {
  it('are found by the key of the account, also when it was renamed', async () => {
    await server.add(person({ uid: 'eve' }))
    await server.add(group('eves', ['eve']))
    const account = await accountOf('eve')
    const complete = { status: 'complete', groups: [{ name: groupDn('eves') }] }
    expect(await askFor(sourceOf(), account)).toEqual(complete)
    await server.modify(`dn: ${personDn('eve')}\nchangetype: modrdn\nnewrdn: uid=eva\ndeleteoldrdn: 1\n`)
    expect(await askFor(sourceOf(), account)).toEqual(complete)
  })

  it('are gone with an entry that is deleted or expired, and not with one that is locked', async () => {
    for (const uid of ['leaver', 'temp', 'locked']) await server.add(person({ uid }))
    const accounts = await Promise.all(['leaver', 'temp', 'locked'].map(accountOf))
    const before = await Promise.all(accounts.map((account) => askFor(sourceOf(), account)))
    expect(before.map(({ status }) => status)).toEqual(['complete', 'complete', 'complete'])
    await server.modify(`dn: ${personDn('leaver')}
changetype: delete

dn: ${personDn('temp')}
changetype: modify
add: objectClass
objectClass: shadowAccount
-
add: shadowExpire
shadowExpire: 10000

dn: ${personDn('locked')}
changetype: modify
add: pwdAccountLockedTime
pwdAccountLockedTime: 000001010000Z
`)
    const source = sourceOf()
    const said = await Promise.all(accounts.map((account) => askFor(source, account)))
    expect(said.map(({ status }) => status)).toEqual(['gone', 'gone', 'complete'])
  })

  it('are unknown where an access rule hides people: from an account that does not see itself, or sees nobody', async () => {
    const account = await accountOf('bob')
    const stranger = { ...account, id: 'entryuuid:00000000-0000-4000-8000-000000000000' }
    expect(await askFor(sourceOf(), stranger)).toEqual({ status: 'gone' })
    const passwords = 'to attrs=userPassword by self write by anonymous auth by * none'
    const rest = `to * by dn.exact="${serviceDn}" read by self read by * none`
    const hidden = (dn: string) => `to dn.subtree="${dn},${suffix}" by self read by * none`
    const restrict = (...rules: readonly string[]) =>
      server.configure(
        `dn: olcDatabase={1}mdb,cn=config\nchangetype: modify\nreplace: olcAccess\n${[
          passwords,
          ...rules,
          rest,
        ]
          .map((rule, i) => `olcAccess: {${i}}${rule}\n`)
          .join('')}`,
      )
    try {
      // It sees its base, and some people, and neither these nor itself.
      await restrict(hidden('ou=people'), `to dn.exact="${serviceDn}" by * none`)
      expect(await askFor(sourceOf(), account)).toMatchObject({ status: 'unknown' })
      // It sees its base and itself, and no people.
      await restrict(hidden('ou=people'), hidden('ou=branch'))
      expect(await askFor(sourceOf(), account)).toMatchObject({
        status: 'unknown',
        why: expect.stringContaining('cannot read anybody below the base'),
      })
    } finally {
      await restrict()
    }
    expect(await askFor(sourceOf(), account)).toMatchObject({ status: 'complete' })
  })

  it('are unknown for keys of another directory, and for what is no key', async () => {
    const account = await accountOf('bob')
    expect(await askFor(sourceOf(), account)).toMatchObject({ status: 'complete' })
    for (const wrong of [
      { ...account, issuer: 'ldap:dc=elsewhere' },
      { ...account, id: 'entryuuid:*' },
      { ...account, id: 'uid:bob' },
      { ...account, id: '' },
      { ...account, id: 'entryuuid:)(uid=*' },
    ])
      expect(await askFor(sourceOf(), wrong)).toMatchObject({ status: 'unknown' })
  })

  it('are unknown while the directory is down, or the base is not there', async () => {
    const account = await accountOf('bob')
    expect(await askFor(sourceOf(), account)).toMatchObject({ status: 'complete' })
    const away = sourceOf(server, {
      server: { searchBase: `ou=gone,${suffix}` },
      directory: 'dc=example,dc=test',
    })
    expect(await askFor(away, account)).toMatchObject({
      status: 'unknown',
      why: expect.stringContaining('32'),
    })
    const down = sourceOf({ url: 'ldap://127.0.0.1:1', ca: server.ca })
    expect(await askFor(down, account)).toMatchObject({ status: 'unknown' })
  })
})

describe('Picking groups', () => {
  it('gives all below the base in pages, each once and in order', async () => {
    const source = sourceOf(server, { server: { groupSearchBase: `ou=groups,${suffix}` } })
    const names: string[] = []
    let after: string | undefined
    for (let pages = 0; pages < 10; pages++) {
      const page = await source.search?.(
        { text: '', limit: 100, ...(after === undefined ? {} : { after }) },
        signal,
      )
      names.push(...(page?.items ?? []).map(({ name }) => name))
      after = page?.next
      if (after === undefined) break
    }
    expect(names.length).toBe(new Set(names).size)
    expect(names).toEqual(names.toSorted())
    expect(names).toEqual(expect.arrayContaining([groupDn('etl'), groupDn('unix'), groupDn('Team 229')]))
    expect(names).not.toContain(`cn=etl,ou=branch,${suffix}`)
    expect(names.every((name) => name.endsWith(`,ou=groups,${suffix}`))).toBe(true)
  })

  it('finds a part of a name in any case, and takes signs for what they are', async () => {
    const search = (text: string) => sourceOf().search?.({ text, limit: 5 }, signal)
    expect((await search('EAM 00'))?.items).toEqual(
      [0, 1, 2, 3, 4].map((i) => ({ name: groupDn(`team 00${i}`), title: `Team 00${i}` })),
    )
    for (const text of ['*', ')(cn=*', 'te*m', '\\2a', '(|'])
      expect(await search(text)).toEqual({ items: [] })
    await expect(search('x'.repeat(65))).rejects.toThrow(/at most 64 characters/)
  })
})

describe('Groups that rows name by something else than their DN', () => {
  it.each(['uuid', 'dn'] as const)('are picked by what somebody’s groups are called: by %s', async (kind) => {
    const source = sourceOf(server, { groups: { names: [kind] } })
    const theirs = await askFor(source, await accountOf('p17'))
    const found = await source.search?.({ text: 'Team 017', limit: 5 }, signal)
    expect(found?.items).toEqual([
      { name: expect.stringMatching(kind === 'dn' ? /^cn=/ : /^[0-9a-f-]{36}$/), title: 'Team 017' },
    ])
    expect(theirs).toEqual({ status: 'complete', groups: [{ name: found?.items[0]?.name }] })
  })

  it('are too many at once to look through: more of a name is asked for', async () => {
    const directory = new Directory(readOptions(optionsFor(server)))
    const search = (text: string) => searchGroups(directory, { text, limit: 5 }, signal, 200)
    expect((await search('Team 00')).items).toHaveLength(5)
    await expect(search('')).rejects.toMatchObject({
      code: 'TRILATCH_OPTION_INVALID',
      status: 422,
      message: 'More than 200 groups are found: search for more of a name.',
    })
    directory.close()
  })
})

describe('Everybody', () => {
  const meet = async (options: { readonly after?: string } = {}, source = sourceOf()) => {
    const met: ListedAccount[] = []
    for await (const account of source.everyone?.({ ...options, signal }) ?? []) met.push(account)
    return met
  }

  it('is met once, in pages, with groups as a sign-in has them', async () => {
    const met = await meet()
    const ids = new Set(met.map(({ id }) => id))
    expect(met.length).toBe(ids.size)
    expect(met.length).toBeGreaterThan(455)
    const { id } = await accountOf('p17')
    expect(met.find((one) => one.id === id)).toMatchObject({
      issuer: 'ldap:dc=example,dc=test',
      cursor: id,
      groups: { status: 'complete', groups: [{ name: groupDn('team 017') }] },
    })
  })

  it('is gone on with behind an account, and begun again where that one is not there', async () => {
    const met = await meet()
    const after = met[299]?.cursor as string
    expect((await meet({ after })).map(({ id }) => id)).toEqual(met.slice(300).map(({ id }) => id))
    await expect(meet({ after: 'entryuuid:00000000-0000-4000-8000-000000000000' })).rejects.toThrow(
      /begin again/,
    )
  })

  it('throws where a page does not come', async () => {
    const relay = await startRelay(server)
    const whole = await meet({}, sourceOf(server, { server: plainly(relay) }))
    expect(whole.length).toBeGreaterThan(455)
    for (const k of [0, 1, 3, 150, 250, 460]) {
      relay.behave({ tamper: (bytes, index) => (index === k ? 'close' : bytes) })
      const source = sourceOf(server, { server: plainly(relay) })
      await expect(meet({}, source)).rejects.toThrow(/closed the connection/)
    }
    await relay.stop()
    const stopped = new AbortController()
    const source = sourceOf()
    const reading = (async () => {
      let count = 0
      for await (const _ of source.everyone?.({ signal: stopped.signal }) ?? [])
        if (++count === 10) stopped.abort()
      return count
    })()
    await expect(reading).rejects.toThrow(/Nobody waits/)
  })

  it('takes no more than a few searches for a page', async () => {
    const before = await server.completed('Search')
    const met = await meet()
    const searches = (await server.completed('Search')) - before
    // Three pages, twice the service account itself; and nothing for each person, whose groups stand in their entry.
    expect(met.length).toBeGreaterThan(455)
    expect(searches).toBeLessThan(10)
  })
})
