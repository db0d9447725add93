import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSlapd } from '../../../test/services/slapd.ts'
import type { SlapdServer } from '../../../test/services/slapd.ts'
import { serviceDn, suffix } from '../../../test/services/slapd-config.ts'
import type { LdapGroupOptions, LdapServerOptions } from '../src/index.ts'
import { circle, department, group, groupDn, password, person, personDn } from './kit/people.ts'
import { ending, enter, groupsIn, strategyFor } from './kit/place.ts'

let server: SlapdServer
/** Computes `memberOf` with everything above it. */
let nesting: SlapdServer
beforeAll(async () => {
  ;[server, nesting] = await Promise.all([
    startSlapd(department, { pageLimit: 500, sizeLimit: 100 }),
    startSlapd(department, { memberOf: 'nested' }),
  ])
  await server.modify(circle)
  await nesting.modify(circle)
})
afterAll(() => Promise.all([server.stop(), nesting.stop()]))

const groupsOf = async (
  name: string,
  groups: LdapGroupOptions,
  given: Partial<LdapServerOptions> = {},
  limits = {},
) => groupsIn(await enter(strategyFor(server, { groups, limits, server: given }), name, password))

/** Everything that contains the group `etl`, the circle included. */
const above = ['developers', 'etl', 'platform', 'ring-a', 'ring-b'].map((cn) => groupDn(cn))
const searched = { groupSearchBase: `ou=groups,${suffix}` }

describe('Groups', () => {
  it('are direct ones unless more is asked for, by memberOf and by search', async () => {
    expect(await groupsOf('alice', {})).toEqual([groupDn('etl')])
    expect(await groupsOf('alice', {}, searched)).toEqual([groupDn('etl'), groupDn('seniors')])
    expect(await groupsOf('nobody', {})).toEqual([])
    expect(await groupsOf('nobody', {}, searched)).toEqual([])
    expect(await groupsOf('alice', { from: 'none' })).toEqual([])
  })

  it('in groups are followed, around in a circle too, by memberOf and by search', async () => {
    expect(await groupsOf('alice', { nested: true })).toEqual(above)
    expect(await groupsOf('alice', { nested: true }, searched)).toEqual(
      [...above, groupDn('seniors')].toSorted(),
    )
    // The server may do it by itself.
    expect(groupsIn(await enter(strategyFor(nesting), 'alice', password))).toEqual(above)
  })

  it('of somebody with signs in their DN are found', async () => {
    expect(await groupsOf('o(brien)*', { nested: true })).toEqual(above)
    expect(await groupsOf('o(brien)*', {}, searched)).toEqual([groupDn('etl')])
    expect(await groupsOf('zoë', {}, searched)).toEqual([groupDn('etl')])
  })

  it('T107: of the same name elsewhere are other groups', async () => {
    const dns = await groupsOf('bob', {})
    expect(dns).toContain(`cn=etl,ou=branch,${suffix}`)
    expect(dns).not.toContain(groupDn('etl'))
    expect(await groupsOf('bob', {}, searched)).not.toContain(`cn=etl,ou=branch,${suffix}`)
  })

  it('T107: are those of the entry that was found, not of what was typed', async () => {
    expect(await groupsOf('ALICE ', {})).toEqual([groupDn('etl')])
  })

  it('that were deleted, or that we may not read, are in nothing; the others count', async () => {
    const everything = [...above, groupDn('hidden')].toSorted()
    await server.add(group('hidden', ['alice']))
    expect(await groupsOf('alice', { nested: true })).toEqual(everything)
    const rules = [
      'to attrs=userPassword by self write by anonymous auth by * none',
      `to dn.exact="${groupDn('hidden')}" by * none`,
      `to * by dn.exact="${serviceDn}" read by self read by * none`,
    ]
    const only = (these: readonly string[]) =>
      server.configure(
        `dn: olcDatabase={1}mdb,cn=config\nchangetype: modify\nreplace: olcAccess\n${these
          .map((rule, i) => `olcAccess: {${i}}${rule}\n`)
          .join('')}`,
      )
    await only(rules)
    // What is above those that can be read is found as before, on the same connection.
    expect(await groupsOf('alice', { nested: true })).toEqual(everything)
    await only(rules.filter((_, i) => i !== 1))
    await server.modify(`dn: ${groupDn('hidden')}\nchangetype: delete\n`)
    expect(await groupsOf('alice', { nested: true })).toEqual(above)
  })

  it('come in pages that are no larger than the directory allows', async () => {
    await server.add(person({ uid: 'paged' }))
    await server.add(Array.from({ length: 70 }, (_, i) => group(`page${i}`, ['paged'])).join('\n'))
    expect(await groupsOf('paged', {}, searched)).toHaveLength(70)
    const limit = (pages: string) =>
      server.configure(
        `dn: olcDatabase={1}mdb,cn=config\nchangetype: modify\nreplace: olcLimits\nolcLimits: {0}dn.exact="${serviceDn}" size=100 ${pages} size.prtotal=unlimited\n`,
      )
    await limit('size.pr=30')
    try {
      const strategy = strategyFor(server, { server: searched })
      expect(ending(await enter(strategy, 'paged', password))).toMatch(/^error: The directory answered 11/)
      expect((await strategy.test('paged')).steps.at(-1)).toMatchObject({
        ok: false,
        fix: expect.stringContaining('lower `limits.pageSize`'),
      })
      expect(await groupsOf('paged', {}, searched, { pageSize: 30 })).toHaveLength(70)
    } finally {
      await limit('size.pr=500')
    }
  })

  it('that are deeper within each other than they may be let nobody in', async () => {
    expect(await groupsOf('alice', { nested: true })).toEqual(above)
    const outcome = await enter(
      strategyFor(server, { groups: { nested: true, maxDepth: 2 } }),
      'alice',
      password,
    )
    expect(ending(outcome)).toBe('error: Groups are within each other more than 2 times.')
    const shallow = { groups: { nested: true, maxDepth: 2 }, server: searched }
    expect(ending(await enter(strategyFor(server, shallow), 'alice', password))).toMatch(/more than 2 times/)
  })

  it('of Unix are found by a name that is somebody’s alone', async () => {
    const byName = { ...searched, groupSearchFilter: '(|(member={{dn}})(memberUid={{username}}))' }
    expect(await groupsOf('alice', {}, byName)).toEqual([groupDn('etl'), groupDn('unix')])
    // Two entries are called so: the name in the group is neither's.
    const inside = { ...byName, searchFilter: '(&(uid={{username}})(description=first))' }
    await server.modify(`dn: ${personDn('twin')}\nchangetype: modify\nadd: description\ndescription: first\n`)
    expect(await groupsOf('twin', {}, inside)).toEqual([])
    // Somebody with two names is neither of them.
    await server.add(person({ uid: 'double', lines: ['uid: alice2', 'uid: unixer'] }))
    await server.modify(`dn: ${groupDn('unix')}\nchangetype: modify\nadd: memberUid\nmemberUid: unixer\n`)
    expect(await groupsOf('double', {}, byName)).toEqual([])
  })

  it('are as many as there may be, or nobody gets in', async () => {
    await server.add(person({ uid: 'busy' }))
    const names = Array.from({ length: 120 }, (_, i) => `many${i}`)
    await server.add(names.map((cn) => group(cn, ['busy'])).join('\n'))
    expect(await groupsOf('busy', {})).toHaveLength(120)
    // More than one search may give: in pages.
    expect(await groupsOf('busy', {}, searched)).toHaveLength(120)
    for (const given of [{}, searched])
      expect(await groupsOf('busy', {}, given, { maxGroups: 119 })).toMatch(
        /^error: Somebody is in more than 119 groups/,
      )
    // With those that groups are in.
    for (const given of [{}, searched])
      expect(await groupsOf('alice', { nested: true }, given, { maxGroups: 4 })).toMatch(
        /^error: Somebody is in more than 4 groups/,
      )
  })

  it('can be named by what does not change when they are renamed', async () => {
    const [uuid, ...more] = await groupsOf('alice', { names: ['uuid'] })
    expect([uuid, more]).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), []])
    expect(await groupsOf('alice', { names: ['uuid', 'dn'] })).toEqual([uuid, groupDn('etl')].toSorted())
  })

  it('T105: are not searched for where the directory refers to', async () => {
    expect(await groupsOf('alice', {}, { groupSearchBase: suffix })).toEqual([
      groupDn('etl'),
      groupDn('seniors'),
    ])
  })
})
