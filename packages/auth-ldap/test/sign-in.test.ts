import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSlapd } from '../../../test/services/slapd.ts'
import type { SlapdServer } from '../../../test/services/slapd.ts'
import { circle, department, groupDn, password, personDn } from './kit/people.ts'
import { ending, enter, groupsIn, refusalsOf, strategyFor } from './kit/place.ts'

let server: SlapdServer
beforeAll(async () => {
  server = await startSlapd(department)
  await server.modify(circle)
})
afterAll(() => server.stop())

describe('Signing in by search', () => {
  it('vouches for an entry by a key that never changes, with its direct groups', async () => {
    const outcome = await enter(strategyFor(server), 'alice', password)
    expect(outcome).toMatchObject({
      outcome: 'success',
      identity: {
        provider: 'ldap',
        issuer: 'ldap:dc=example,dc=test',
        id: expect.stringMatching(/^entryuuid:[0-9a-f-]{36}$/),
        title: 'alice of Example',
      },
    })
    expect(groupsIn(outcome)).toEqual([groupDn('etl')])
  })
  it('refuses a wrong password', async () => {
    const strategy = strategyFor(server)
    expect(ending(await enter(strategy, 'alice', 'x'))).toBe('credentials')
  })
})
