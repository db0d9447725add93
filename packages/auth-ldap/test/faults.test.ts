// Each call to the directory fails once, before or after it was carried out: nobody gets in, nobody is told "no", nothing is lost.
import type { GroupAccount, Groups, GroupSource, Outcome } from '@trilatch/auth'
import { linkEntries, syncGroups } from '@trilatch/auth'
import { createAuthorizer, memoryStore } from '@trilatch/core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startSlapd } from '../../../test/services/slapd.ts'
import type { SlapdServer } from '../../../test/services/slapd.ts'
import { suffix } from '../../../test/services/slapd-config.ts'
import type { LdapOptions } from '../src/index.ts'
import { failing, failingNoMore } from './kit/failing.ts'
import { circle, department, groupDn, password } from './kit/people.ts'
import { ending, enter, permissions, plainly, ports, strategyFor } from './kit/place.ts'

let server: SlapdServer
beforeAll(async () => {
  server = await startSlapd(department)
  await server.modify(circle)
})
afterAll(() => server.stop())

afterEach(failingNoMore)

const searched = {
  groups: { nested: true },
  server: {
    groupSearchBase: `ou=groups,${suffix}`,
    groupSearchFilter: '(|(member={{dn}})(memberUid={{username}}))',
  },
} as const
const ways = [
  ['by memberOf', { groups: { nested: true } }],
  ['by search', searched],
] as const
/** In the clear: what is on the way is not what fails here. */
const inTheClear = (given: Omit<LdapOptions, 'server'> & { readonly server?: object }) => ({
  ...given,
  server: { ...given.server, ...plainly(server) },
})
const troubles = [
  ['before', 'timeout'],
  ['after', 'protocol'],
  ['before', 'incomplete'],
] as const

describe.each(ways)('A directory, asked for groups %s, of which the k-th call fails', (_, given) => {
  it.each(troubles)(
    '%s it was carried out (%s): signs nobody in and tells nobody "no"',
    async (when, trouble) => {
      const count = failing(0, when, trouble)
      const whole = await enter(strategyFor(server, inTheClear(given)), 'alice', password)
      expect(ending(whole)).toBe('success')
      const calls = count()
      expect(calls).toBeGreaterThan(6)
      for (let k = 1; k <= calls; k++)
        for (const tried of [password, 'a guess']) {
          failing(k, when, trouble)
          const strategy = strategyFor(server, inTheClear(given))
          const outcome = await enter(strategy, 'alice', tried)
          strategy.close()
          if (tried === password)
            expect([k, ending(outcome)]).toEqual([k, expect.stringMatching(/^error: .*lost$/)])
          else
            expect([k, ending(outcome)]).toEqual([k, expect.stringMatching(/^error: .*lost$|^credentials$/)])
        }
    },
  )

  it.each(troubles)(
    '%s it was carried out (%s): says of groups that they are unknown',
    async (when, trouble) => {
      const outcome = await enter(strategyFor(server, inTheClear(given)), 'alice', password)
      const { identity } = outcome as Extract<Outcome, { outcome: 'success' }>
      const account: GroupAccount = { ...identity, subject: 'alice' }
      const stranger = { ...account, id: 'entryuuid:00000000-0000-4000-8000-000000000000' }
      for (const [who, status] of [
        [account, 'complete'],
        [stranger, 'gone'],
      ] as const) {
        const ask = (): Promise<Groups> => {
          const { groups } = strategyFor(server, inTheClear(given))
          return (groups as GroupSource).groupsOf(who, ports(), new AbortController().signal)
        }
        const count = failing(0, when, trouble)
        expect(await ask()).toMatchObject({ status })
        const calls = count()
        for (let k = 1; k <= calls; k++) {
          failing(k, when, trouble)
          expect([k, await ask()]).toEqual([k, { status: 'unknown', why: expect.stringMatching(/lost$/) }])
        }
      }
    },
  )
})

describe('A pass over a directory of which the k-th call fails', () => {
  it.each(troubles)(
    '%s it was carried out (%s): takes nothing from anybody who is there',
    async (when, trouble) => {
      const people = ['alice', 'bob', 'carol']
      const store = memoryStore()
      const authorizer = createAuthorizer({ permissions, store, providers: { ldap: 'dn' } })
      const manager = authorizer.manage('tester')
      const source = strategyFor(server, inTheClear({ groups: { nested: true } })).groups as GroupSource
      const link = async (name: string, account: { readonly issuer: string; readonly id: string }) => {
        await authorizer
          .accounts('tester')
          .create({ id: name, origin: 'provisioned', ...linkEntries(name, { provider: 'ldap', ...account }) })
        await manager.recordGroups(name, 'ldap', { status: 'complete', groups: [{ name: groupDn('etl') }] })
      }
      for (const name of people) {
        const outcome = await enter(strategyFor(server, inTheClear({ groups: {} })), name, password)
        const { issuer, id } = (outcome as Extract<Outcome, { outcome: 'success' }>).identity
        await link(name, { issuer, id })
        const said = await source.groupsOf(
          { issuer, id, subject: name },
          ports(),
          new AbortController().signal,
        )
        await manager.recordGroups(name, 'ldap', said as Parameters<typeof manager.recordGroups>[2])
      }
      const issuer = `ldap:${suffix}`
      await link('leaver', { issuer, id: 'entryuuid:00000000-0000-4000-8000-000000000000' })
      const held = async () =>
        Promise.all(
          people.map(async (name) => (await manager.recordedGroups(name)).map(({ groups }) => groups)),
        )
      const before = await held()
      const gone = async () => (await manager.recordedGroups('leaver')).length === 0
      const pass = async () => {
        const strategy = strategyFor(server, inTheClear({ groups: { nested: true } }))
        return syncGroups({ authorizer, strategy }).finally(() => strategy.close())
      }

      const count = failing(0, when, trouble)
      expect(await pass()).toMatchObject({ changed: 0, missing: 1, gone: 1, stale: 0 })
      const calls = count()
      expect([await held(), await gone()]).toEqual([before, true])
      for (let k = 1; k <= calls; k++) {
        failingNoMore()
        await manager.recordGroups('leaver', 'ldap', {
          status: 'complete',
          groups: [{ name: groupDn('etl') }],
        })
        failing(k, when, trouble)
        const done = await pass().catch(() => undefined)
        expect([k, await held()]).toEqual([k, before])
        if (await gone()) expect([k, done]).toMatchObject([k, { gone: 1 }])
      }
      expect((await store.users({ limit: 50 })).items).toHaveLength(people.length + 1)
    },
  )
})
