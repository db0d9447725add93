// Accounts of OpenLDAP that may not be used, each of which could be a moment before; and what they are known by.
import type { GroupSource } from '@trilatch/auth'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSlapd } from '../../../test/services/slapd.ts'
import type { SlapdServer } from '../../../test/services/slapd.ts'
import { suffix } from '../../../test/services/slapd-config.ts'
import { department, password, person, personDn } from './kit/people.ts'
import { ending, enter, ports, refusalsOf, strategyFor } from './kit/place.ts'

/** Locks at the third wrong password; a password lasts an hour, and may be used once more behind that, or never. */
const policy = (cn: string, graces: number): string => `
dn: cn=${cn},ou=policies,${suffix}
objectClass: device
objectClass: pwdPolicy
cn: ${cn}
pwdAttribute: userPassword
pwdLockout: TRUE
pwdMaxFailure: 3
pwdLockoutDuration: 600
pwdMaxAge: 3600
pwdGraceAuthNLimit: ${graces}
`
const under = (cn: string): string => `pwdPolicySubentry: cn=${cn},ou=policies,${suffix}`

/** What 389 has of its own, as its schema says; but for who may write it. */
const ofThreeEightNine = `
dn: cn={50}netscape,cn=schema,cn=config
objectClass: olcSchemaConfig
cn: {50}netscape
olcAttributeTypes: ( 2.16.840.1.113730.3.1.542 NAME 'nsUniqueId' EQUALITY caseIgnoreMatch
  SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 SINGLE-VALUE )
olcAttributeTypes: ( 2.16.840.1.113730.3.1.610 NAME 'nsAccountLock' EQUALITY caseIgnoreMatch
  SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 SINGLE-VALUE )
olcObjectClasses: ( 2.16.840.1.113730.3.2.999 NAME 'nsPerson' SUP top AUXILIARY MAY ( nsUniqueId $ nsAccountLock ) )
`

let server: SlapdServer
beforeAll(async () => {
  const entries = [department, policy('hourly', 0), policy('graceful', 1)]
  server = await startSlapd(entries.join('\n'), { schema: ofThreeEightNine })
})
afterAll(() => server.stop())

/** How a sign-in ended, and why as logs have it. */
async function reasonFor(name: string, tried = password) {
  let outcome = ''
  const told = await refusalsOf(async () => (outcome = ending(await enter(strategyFor(server), name, tried))))
  return [outcome, told[0]?.reason]
}
const usable = ['success', undefined]

const change = (uid: string, ...lines: readonly string[]): Promise<void> =>
  server.modify(`dn: ${personDn(uid)}\nchangetype: modify\n${lines.join('\n')}\n`)

/** Changes what only the server itself may, as a backup does. */
const age = (uid: string, when: string): Promise<void> =>
  server.modify(
    `dn: ${personDn(uid)}\nchangetype: modify\nreplace: pwdChangedTime\npwdChangedTime: ${when}\n`,
    { relaxed: true },
  )

/** What a refresh says of somebody's groups. */
async function groupsOf(uid: string, id: string) {
  const { groups } = strategyFor(server)
  const account = { issuer: `ldap:${suffix}`, id, subject: uid }
  return (await (groups as GroupSource).groupsOf(account, ports(), new AbortController().signal)).status
}

async function idOf(name: string): Promise<string> {
  const outcome = await enter(strategyFor(server), name, password)
  if (outcome.outcome !== 'success') throw new Error(ending(outcome))
  return outcome.identity.id
}

describe('T111: an account that may not be used', () => {
  it('is locked after wrong passwords, for the right one too, and keeps its groups', async () => {
    await server.add(person({ uid: 'tried', lines: [under('hourly')] }))
    expect(await reasonFor('tried')).toEqual(usable)
    const id = await idOf('tried')
    for (let tries = 0; tries < 3; tries++) await enter(strategyFor(server), 'tried', 'a guess')
    expect(await reasonFor('tried')).toEqual(['credentials', 'locked'])
    expect(await groupsOf('tried', id)).toBe('complete')
  })

  it('has to change its password first, and keeps its groups', async () => {
    await server.add(person({ uid: 'reset' }))
    expect(await reasonFor('reset')).toEqual(usable)
    const id = await idOf('reset')
    await change('reset', 'add: pwdReset', 'pwdReset: TRUE')
    expect(await reasonFor('reset')).toEqual(['credentials', 'must-change'])
    expect(await reasonFor('reset', 'a guess')).toEqual(['credentials', 'wrong-password'])
    expect(await groupsOf('reset', id)).toBe('complete')
  })

  it('has a password that has expired (pwdMaxAge), and keeps its groups', async () => {
    await server.add(person({ uid: 'stale', lines: [under('hourly')] }))
    expect(await reasonFor('stale')).toEqual(usable)
    const id = await idOf('stale')
    await age('stale', '20200101000000Z')
    expect(await reasonFor('stale')).toEqual(['credentials', 'password-expired'])
    expect(await reasonFor('stale', 'a guess')).toEqual(['credentials', 'wrong-password'])
    expect(await groupsOf('stale', id)).toBe('complete')
  })

  it('has an expired password that the directory takes so often still (pwdGraceAuthNLimit), and no more', async () => {
    await server.add(person({ uid: 'grace', lines: [under('graceful')] }))
    expect(await reasonFor('grace')).toEqual(usable)
    await age('grace', '20200101000000Z')
    expect(await reasonFor('grace')).toEqual(usable)
    expect(await reasonFor('grace')).toEqual(['credentials', 'password-expired'])
  })

  it('has expired (shadowExpire), and loses its groups', async () => {
    await server.add(person({ uid: 'old', lines: ['objectClass: shadowAccount'] }))
    expect(await reasonFor('old')).toEqual(usable)
    const id = await idOf('old')
    await change('old', 'add: shadowExpire', 'shadowExpire: 10000')
    expect(await reasonFor('old')).toEqual(['credentials', 'expired'])
    expect(await groupsOf('old', id)).toBe('gone')
  })

  it('is locked by an administrator, and keeps its groups', async () => {
    await server.add(person({ uid: 'barred' }))
    expect(await reasonFor('barred')).toEqual(usable)
    const id = await idOf('barred')
    await change('barred', 'add: pwdAccountLockedTime', 'pwdAccountLockedTime: 000001010000Z')
    expect(await reasonFor('barred')).toEqual(['credentials', 'locked'])
    expect(await groupsOf('barred', id)).toBe('complete')
  })

  it('is disabled (nsAccountLock, as 389 has it), and loses its groups', async () => {
    await server.add(person({ uid: 'off', lines: ['objectClass: nsPerson'] }))
    expect(await reasonFor('off')).toEqual(usable)
    const id = await idOf('off')
    await change('off', 'add: nsAccountLock', 'nsAccountLock: TRUE')
    expect(await reasonFor('off')).toEqual(['credentials', 'disabled'])
    expect(await groupsOf('off', id)).toBe('gone')
  })
})

describe('The key of an account', () => {
  it('is nsUniqueId where an entry has one, as 389 has it, and what groups are looked for by', async () => {
    const unique = '1B4E28BA-2FA111D2-883FB9A7-61BDE3FB'
    await server.add(person({ uid: 'red', lines: ['objectClass: nsPerson', `nsUniqueId: ${unique}`] }))
    const id = await idOf('red')
    expect(id).toBe(`nsuniqueid:${unique.toLowerCase()}`)
    expect(await groupsOf('red', id)).toBe('complete')
    await server.modify(`dn: ${personDn('red')}\nchangetype: modrdn\nnewrdn: uid=rouge\ndeleteoldrdn: 1\n`)
    expect([await idOf('rouge'), await groupsOf('rouge', id)]).toEqual([id, 'complete'])
    await server.modify(`dn: ${personDn('rouge')}\nchangetype: delete\n`)
    expect(await groupsOf('rouge', id)).toBe('gone')
  })

  it('is the one that is asked for, and nobody gets in without it', async () => {
    const only = (accountKey: 'entryUUID' | 'nsUniqueId') => strategyFor(server, { accountKey })
    expect(ending(await enter(only('entryUUID'), 'alice', password))).toBe('success')
    const told = await refusalsOf(async () => {
      expect(ending(await enter(only('nsUniqueId'), 'alice', password))).toBe('credentials')
    })
    expect(told).toMatchObject([{ reason: 'no-key' }])
  })
})
