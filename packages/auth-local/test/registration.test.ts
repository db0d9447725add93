import { describe, expect, it } from 'vitest'
import { createAuthorizer } from '@trilatch/core'
import type { Accounts } from '@trilatch/core'
import { invite, localAccounts, withdrawInvitation } from '../src/index.ts'
import { inMemory, inRedis } from './kit/stores.ts'
import { ending, enter, good, newUser, permissions, placeOver, registerAt } from './kit/place.ts'
import { watchedStore } from './kit/watched-store.ts'
import type { Place } from './kit/place.ts'

const redis = inRedis()
const ann = 'ann@example.org'

/** The roles that an account has, by its address. */
async function rolesOf({ store }: Place, email: string): Promise<readonly string[]> {
  const found = await store.userByEmail(email)
  if (found === null) throw new Error(`${email} has no account`)
  const { subject } = await store.view(found.user.id)
  return (subject?.assignments ?? []).map(({ role }) => role)
}
const users = async ({ store }: Place): Promise<number> => (await store.users({ limit: 50 })).items.length

describe.each([inMemory, redis])('Registration, over $name', (stores) => {
  const register = (place: Place, fields: Readonly<Record<string, string>> = {}) =>
    registerAt(place, { email: ann, password: good, ...fields })

  it('T70: gives no role, whoever it is', async () => {
    const place = await placeOver(await stores.make(), { registration: 'open' })
    expect(await register(place, { name: ' Ann ' })).toMatchObject({
      outcome: 'success',
      identity: { provider: 'local', issuer: 'local', title: 'Ann' },
    })
    expect(await rolesOf(place, ann)).toEqual([])
    expect((await place.store.userByEmail(ann))?.user).toMatchObject({
      email: ann,
      title: 'Ann',
      suspended: false,
    })
    expect(ending(await enter(place, ann, good))).toBe('success')
  })

  it('T70: gives the roles of the preset, and fields of a request are none', async () => {
    const place = await placeOver(await stores.make(), {
      registration: 'open',
      newUserRoles: { registered: ['reader'], created: ['reader'] },
    })
    const sent = {
      roles: 'administrator',
      role: 'administrator',
      origin: 'created',
      id: 'boss',
      administrator: 'true',
    }
    expect(ending(await register(place, sent))).toBe('success')
    expect(await rolesOf(place, ann)).toEqual(['reader'])
    expect(await place.store.user('boss')).toBeNull()
  })

  it.each([
    ['invite(accounts, …)', invite],
    ['withdrawInvitation(accounts, token)', withdrawInvitation],
  ])('tells what %s takes', async (call, made) => {
    const { authorizer } = await placeOver(await stores.make())
    const first = authorizer as unknown as Accounts
    await expect(made(first, '')).rejects.toThrow(
      new TypeError(`${call} needs accounts first, as authorizer.accounts('importer') gives them`),
    )
  })

  it('takes an invitation unless said otherwise, once, and gives what it promised', async () => {
    const place = await placeOver(await stores.make())
    const { accounts } = place.ports
    expect(ending(await register(place))).toBe('invitation')
    const { token } = await invite(accounts, { roles: ['reader'] })
    for (const wrong of [
      'x',
      token.slice(1),
      `${token}A`,
      token.toLowerCase(),
      'A'.repeat(43),
      'x'.repeat(5_000),
    ])
      expect(ending(await register(place, { invitation: wrong }))).toBe('invitation')
    expect(await users(place)).toBe(0)
    // A password that is not taken does not use it up.
    expect(ending(await register(place, { invitation: token, password: 'password1' }))).toBe('invalid')
    expect(ending(await register(place, { invitation: ` ${token} ` }))).toBe('success')
    expect(await rolesOf(place, ann)).toEqual(['reader'])
    expect(ending(await register(place, { invitation: token, email: 'ben@example.org' }))).toBe('invitation')
    expect(await users(place)).toBe(1)
  })

  it('takes an invitation once, also when it is used by many at the same moment', async () => {
    const place = await placeOver(await stores.make())
    const { token } = await invite(place.ports.accounts)
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, (_, i) => register(place, { invitation: token, email: `u${i}@example.org` })),
    )
    expect(outcomes.map(ending).toSorted()).toEqual([
      ...Array.from({ length: 5 }, () => 'invitation'),
      'success',
    ])
    expect(await users(place)).toBe(1)
  })

  it('keeps an invitation to the address that it names', async () => {
    const place = await placeOver(await stores.make())
    const { token } = await invite(place.ports.accounts, { email: 'Ann@Example.org' })
    expect(ending(await register(place, { invitation: token, email: 'ben@example.org' }))).toBe('invitation')
    expect(ending(await register(place, { invitation: token, email: '' }))).toBe('success')
    expect(ending(await enter(place, ann, good))).toBe('success')
  })

  it('takes no invitation that was withdrawn, whose role is gone, or when it is closed', async () => {
    const place = await placeOver(await stores.make())
    const { accounts } = place.ports
    const { token } = await invite(accounts)
    expect(await withdrawInvitation(accounts, token)).toBe(true)
    expect(await withdrawInvitation(accounts, token)).toBe(false)
    expect(ending(await register(place, { invitation: token }))).toBe('invitation')

    const promised = await invite(accounts, { roles: ['reader'] })
    await place.authorizer.manage('test').deleteRole('reader')
    expect(ending(await register(place, { invitation: promised.token }))).toBe('invitation')
    const plain = await invite(accounts)
    const closed = await placeOver(place.store, { registration: 'closed' })
    expect(closed.local.registration).toBeDefined()
    expect(ending(await register(closed, { invitation: plain.token }))).toBe('closed')
    expect(ending(await register(closed))).toBe('closed')
    expect(await users(place)).toBe(0)
    expect(ending(await register(place, { invitation: plain.token }))).toBe('success')
  })

  it('leaves a line of every invitation in the trail, without its token', async () => {
    const place = await placeOver(await stores.make())
    const { token } = await invite(place.authorizer.accounts('boss'), { roles: ['reader'], email: ann })
    await withdrawInvitation(place.authorizer.accounts('boss'), token)
    const { items } = await place.store.audit({ limit: 2 })
    expect(items.map(({ actor, action }) => [actor, action])).toEqual([
      ['boss', 'invitation.withdraw'],
      ['boss', 'invitation.create'],
    ])
    expect(items[1]?.after).toMatchObject({ roles: ['reader'] })
    expect(JSON.stringify(items)).not.toContain(token)
  })

  it('T65: takes an address once, in all its spellings', async () => {
    const place = await placeOver(await stores.make(), { registration: 'open' })
    expect(ending(await register(place, { email: ' Ann@EXAMPLE.org ' }))).toBe('success')
    for (const email of [ann, 'ANN@example.org', 'ann@example.ORG\n'])
      expect(ending(await register(place, { email }))).toBe('email-taken')
    expect((await place.store.userByEmail(ann))?.user.email).toBe(ann)
    expect(ending(await enter(place, 'aNN@eXample.org', good))).toBe('success')
    const outcomes = await Promise.all(
      ['ben@example.org', 'BEN@example.org', 'Ben@example.org'].map((email) => register(place, { email })),
    )
    expect(outcomes.map(ending).toSorted()).toEqual(['email-taken', 'email-taken', 'success'])
    expect(await users(place)).toBe(2)
  })

  it('T65: refuses addresses that look like another one', async () => {
    const place = await placeOver(await stores.make(), { registration: 'open' })
    expect(ending(await register(place))).toBe('success')
    const alike = [
      'аnn@example.org', // Cyrillic а
      'ann@exаmple.org',
      'ａnn@example.org', // full width
      'ann\u200b@example.org',
      'ann@example.org\u0000',
      'ann @example.org',
      'ﬁnn@example.org',
      'İnn@example.org',
      'ann@example',
      'ann@@example.org',
      '"ann"@example.org',
      '.ann@example.org',
      `${'a'.repeat(65)}@example.org`,
      'ann',
      '',
    ]
    for (const email of alike) {
      expect([email, ending(await register(place, { email }))]).toEqual([email, 'invalid'])
      expect([email, ending(await enter(place, email === '' ? 'x' : email, good))]).toEqual([
        email,
        'credentials',
      ])
    }
    expect(ending(await register(place, { email: `${'a'.repeat(600)}@example.org` }))).toBe('improper')
    expect(await users(place)).toBe(1)
  })
})

describe('Registration', () => {
  it('T70: refuses at start to give everything to whoever comes', () => {
    const everything = { id: 'everything', rules: [{ permission: '*', state: 'granted' }] } as const
    const administrator = { id: 'administrator', administrator: true, rules: [] } as const
    const make = (newUserRoles: object, allowFullAccessForStrangers = false) =>
      createAuthorizer({
        permissions,
        roles: [administrator, everything],
        newUserRoles,
        allowFullAccessForStrangers,
      })
    expect(() => make({ registered: ['everything'] })).toThrow(
      expect.objectContaining({ code: 'TRILATCH_NEW_USER_ROLES' }),
    )
    expect(() => make({ registered: ['administrator'] })).toThrow(
      expect.objectContaining({ code: 'TRILATCH_NEW_USER_ROLES' }),
    )
    expect(() => make({ registered: ['everything'] }, true)).not.toThrow()
  })

  it.each([
    [{ registration: 'invite' }, "`registration` must be 'open', 'invitation' or 'closed'"],
    [{ register: 'open' }, 'unknown option "register"'],
    [{ id: 'Local' }, '`id` must be 1 to 32 of the characters'],
    [{ contextWords: 'x' }, '`contextWords` must be a list of at most 100 texts'],
    [{ print: 'x' }, '`print` must be a function'],
  ])('has options that are checked: %j', (options, message) => {
    expect(() => localAccounts(options as never)).toThrow(message)
  })

  it.each([
    [{ lifetimeMs: 59_999 }, '`lifetimeMs` must be a whole number from 60000 to 7776000000'],
    [{ roles: 'reader' }, '`roles` must be a list of at most 100 ids'],
    [{ email: 'nobody' }, '`email` is not an e-mail address'],
    [{ roles: ['nobody'] }, 'There is no role "nobody"'],
  ])('has invitations that are checked: %j', async (invitation, message) => {
    const place = await placeOver(await inMemory.make())
    await expect(invite(place.ports.accounts, invitation as never)).rejects.toThrow(message)
  })

  it('makes users and sets passwords for administrators too, and ends sessions with it', async () => {
    const place = await placeOver(await inMemory.make(), { newUserRoles: { created: ['reader'] } })
    const { id } = await newUser(place, ann)
    expect(await rolesOf(place, ann)).toEqual(['reader'])
    await expect(newUser(place, 'ANN@example.org')).rejects.toMatchObject({
      code: 'TRILATCH_USER_EXISTS',
      status: 409,
    })
    await expect(
      place.local.createUser({ email: 'ben@example.org', password: good, roles: ['nobody'] }, place.ports),
    ).rejects.toMatchObject({ code: 'TRILATCH_ROLE_UNKNOWN' })
    expect(await users(place)).toBe(1)
    const epoch = async () => (await place.store.view(id)).subject?.epoch
    const before = await epoch()
    await place.local.setPassword(id, 'a different sentence', place.ports)
    expect(await epoch()).not.toBe(before)
    expect(ending(await enter(place, ann, good))).toBe('credentials')
    expect(ending(await enter(place, ann, 'a different sentence'))).toBe('success')
    await expect(place.local.setPassword('nobody', good, place.ports)).rejects.toMatchObject({
      code: 'TRILATCH_USER_UNKNOWN',
    })
  })

  it.each([inMemory, redis])(
    'sets password and roles in one write, or neither, over $name',
    async (stores) => {
      const place = await placeOver(await stores.make())
      const { id } = await place.local.createUser(
        { email: ann, password: good, roles: ['administrator'] },
        place.ports,
      )
      const { setPassword } = place.local
      const reset = 'a different sentence'
      // The last administrator stays one; a role that nobody knows is not given.
      for (const [role, code] of [
        ['reader', 'TRILATCH_LAST_ADMINISTRATOR'],
        ['nobody', 'TRILATCH_ROLE_UNKNOWN'],
      ] as const) {
        await expect(setPassword(id, reset, place.ports, [role])).rejects.toMatchObject({ code })
        expect(ending(await enter(place, ann, reset))).toBe('credentials')
        expect(ending(await enter(place, ann, good))).toBe('success')
        expect(await rolesOf(place, ann)).toEqual(['administrator'])
      }
      const epoch = (await place.store.view(id)).subject?.epoch
      await setPassword(id, reset, place.ports, ['reader', 'administrator', 'reader'])
      expect((await rolesOf(place, ann)).toSorted()).toEqual(['administrator', 'reader'])
      expect((await place.store.view(id)).subject?.epoch).not.toBe(epoch)
      expect(ending(await enter(place, ann, reset))).toBe('success')
    },
  )

  it('says what createUser and setPassword need', async () => {
    const place = await placeOver(await inMemory.make())
    const { createUser, setPassword } = place.local as unknown as Record<
      'createUser' | 'setPassword',
      (...args: unknown[]) => Promise<unknown>
    >
    const user = { email: ann, password: good }
    const ports =
      "{ accounts, application }, as { accounts: authorizer.accounts('importer'), application: 'Acme' }"
    for (const none of [undefined, place.authorizer, { accounts: place.ports.accounts }]) {
      await expect(createUser(user, none)).rejects.toThrow(`createUser(user, …) needs ${ports}`)
      await expect(setPassword('ann', good, none)).rejects.toThrow(
        `setPassword(id, password, …) needs ${ports}`,
      )
    }
    await expect(createUser({ ...user, mail: ann }, place.ports)).rejects.toMatchObject({
      code: 'TRILATCH_USER_INVALID',
      message: 'Cannot keep this account: a new user has no "mail". Did you mean "email"?',
    })
  })

  it('gives nobody the password of a user who had the same id before', async () => {
    const place = await placeOver(await inMemory.make())
    await place.local.createUser({ id: 'ann', email: ann, password: good }, place.ports)
    const manager = place.authorizer.manage('test')
    expect(ending(await enter(place, ann, good))).toBe('success')
    await manager.deleteUser('ann')
    expect(ending(await enter(place, ann, good))).toBe('credentials')
    await manager.createUser({ id: 'ann', email: ann })
    expect(ending(await enter(place, ann, good))).toBe('credentials')
  })
})

describe('A password that is changed while the old one is compared', () => {
  it('lets nobody in with the old one', async () => {
    const store = await inMemory.make()
    const behind = await placeOver(store)
    const { id } = await newUser(behind, ann)
    // Those of the start do not count.
    let looks = -Infinity
    const place = await placeOver(
      watchedStore(store, async (call) => {
        // The first look at the epoch is before the comparison.
        if (call === 'view' && ++looks === 2)
          await behind.local.setPassword(id, 'another good sentence', behind.ports)
      }),
    )
    looks = 0
    expect(ending(await enter(place, ann, good))).toBe('credentials')
    expect(looks).toBe(2)
    expect(ending(await enter(place, ann, 'another good sentence'))).toBe('success')
  })
})
