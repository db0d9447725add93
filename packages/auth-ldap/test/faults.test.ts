// Each call to the directory fails once, before or after it was carried out: nobody gets in, nobody is told "no", nothing is lost.
import type { GroupAccount, Groups, GroupSource, Outcome } from '@trilatch/auth'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startSlapd } from '../../../test/services/slapd.ts'
import type { SlapdServer } from '../../../test/services/slapd.ts'
import { suffix } from '../../../test/services/slapd-config.ts'
import { failing, failingNoMore } from './kit/failing.ts'
import { circle, department, password } from './kit/people.ts'
import { ending, enter, plainly, ports, strategyFor } from './kit/place.ts'

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
const inTheClear = (given: (typeof ways)[number][1]) => ({
  ...given,
  server: { ...('server' in given ? given.server : {}), ...plainly(server) },
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
