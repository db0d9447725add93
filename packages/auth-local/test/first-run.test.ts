import { firstRun } from '@trilatch/core'
import { describe, expect, it } from 'vitest'
import { localAccounts } from '../src/index.ts'
import { readHash } from '../src/hashing/stored-hash.ts'
import { inMemory, inRedis, roles } from './kit/stores.ts'
import { asked, ending, enter, good, newUser, placeOver, registerAt } from './kit/place.ts'
import type { Place } from './kit/place.ts'

const redis = inRedis()
const boss = 'boss@example.org'

const secretOf = ({ printed }: Pick<Place, 'printed'>): string => {
  const found = /: ([A-Za-z0-9_-]{22})$/.exec(printed.join('\n'))
  if (found === null) throw new Error(`No secret was printed: ${printed.join()}`)
  return found[1] as string
}
const claim = (place: Place, invitation: string, email: string = boss, address?: string) =>
  registerAt(place, { email, password: good, invitation }, address === undefined ? {} : { address })
const administrators = async ({ store }: Place): Promise<readonly string[]> =>
  (await store.members('administrator', { limit: 10 })).items

describe.each([inMemory, redis])('T71: the first administrator, over $name', (stores) => {
  const make = async (options = {}) => placeOver(await stores.make(), options)

  it.each(['open', 'invitation', 'closed'] as const)(
    'registers with the secret that was printed, once, where registration is %s',
    async (registration) => {
      const place = await make({ registration })
      expect(place.printed).toHaveLength(1)
      expect(place.printed[0]).toContain('Meltano has no administrator yet')
      const secret = secretOf(place)
      const asIs = place.local.registration
      expect(ending(await claim(place, secret))).toBe('success')
      expect(await administrators(place)).toEqual([(await place.store.userByEmail(boss))?.user.id])
      const again = await asIs?.register(
        asked({ email: 'eve@example.org', password: good, invitation: secret }),
        place.ports,
      )
      expect(again?.outcome === 'fail' && again.challenge.code).toBe('invitation')
      expect(await administrators(place)).toHaveLength(1)
      // Closed is closed from now on.
      expect(place.local.registration === undefined).toBe(registration === 'closed')
    },
  )

  it('is told where to register', async () => {
    const { printed } = await make()
    expect(printed[0]).toContain(`open …/register?invitation=${secretOf({ printed })} below the path`)
  })

  it('is offered no secret that could never work, but told what to define; and the secret once it is there', async () => {
    const store = await stores.make({
      roles: [
        { id: 'boss', administrator: true, rules: [] },
        { id: 'reader', rules: [] },
      ],
    })
    const nobody = 'Meltano has no administrator yet, and nobody can become one: '
    const boss = 'set `administratorRole` of localAccounts to "boss", and start again.'
    expect((await placeOver(store)).printed).toEqual([
      `${nobody}there is no administrator role "administrator". Define { id: "administrator", administrator: true, rules: [] }, or ${boss}`,
    ])
    expect((await placeOver(store, { administratorRole: 'reader' })).printed).toEqual([
      `${nobody}there is no administrator role "reader". Define { id: "reader", administrator: true, rules: [] }, or ${boss}`,
    ])
    const place = await placeOver(store, { administratorRole: 'boss' })
    expect(ending(await claim(place, secretOf(place)))).toBe('success')
    // Somebody is one: nothing is missing any more.
    expect((await placeOver(store)).printed).toEqual([])
  })

  it('is made once, also when several know the secret', async () => {
    const place = await make()
    const secret = secretOf(place)
    const outcomes = await Promise.all(
      ['a', 'b', 'c', 'd'].map((name) => claim(place, secret, `${name}@example.org`)),
    )
    expect(outcomes.filter(({ outcome }) => outcome === 'success')).toHaveLength(1)
    expect(await administrators(place)).toHaveLength(1)
    expect((await place.store.users({ limit: 10 })).items).toHaveLength(1)
  })

  it('is offered by one of several processes, and never again', async () => {
    const store = await stores.make()
    const places = await Promise.all([placeOver(store), placeOver(store), placeOver(store)])
    expect(places.flatMap(({ printed }) => printed)).toHaveLength(1)
    const [winner] = places.filter(({ printed }) => printed.length > 0)
    // Whoever is asked takes the secret, whichever process printed it.
    const [other] = places.filter((place) => place !== winner)
    expect((await placeOver(store)).printed).toEqual([])
    expect(ending(await claim(other as Place, secretOf(winner as Place)))).toBe('success')
    expect((await placeOver(store)).printed).toEqual([])
  })

  it('takes five tries of one address, and then not the right secret either; others have theirs', async () => {
    const place = await make({ limits: { registrationsPerAddress: 100 } })
    const address = '192.0.2.7'
    const secret = secretOf(place)
    const wrong = secret.replaceAll(/./g, (letter) => (letter === 'A' ? 'B' : 'A'))
    // Invitations and passwords that are not taken are no tries.
    for (let i = 0; i < 6; i++) {
      expect(ending(await claim(place, 'no invitation'))).toBe('invitation')
      expect(
        ending(await registerAt(place, { email: boss, password: 'password1', invitation: secret })),
      ).toBe('invalid')
    }
    // Nor is one without an address, which nobody could register with.
    for (let i = 0; i < 6; i++) expect(ending(await claim(place, secret, '', address))).toBe('invalid')
    for (let i = 0; i < 5; i++) expect(ending(await claim(place, wrong, boss, address))).toBe('invitation')
    expect(ending(await claim(place, secret, boss, address))).toBe('too-many')
    expect(ending(await claim(place, secret, boss, `::ffff:${address}`))).toBe('too-many')
    expect(await administrators(place)).toEqual([])
    expect(ending(await claim(place, secret))).toBe('success')
  })

  it('takes 500 tries of all', async () => {
    const place = await make()
    const secret = secretOf(place)
    await place.store.vault.count({ kind: 'first-secret', key: 'tries' }, 499, { ttlMs: 60_000 })
    expect(ending(await claim(place, secret.toLowerCase().padEnd(22).replace(/^./, '_')))).toBe('invitation')
    expect(ending(await claim(place, secret))).toBe('too-many')
    expect(await administrators(place)).toEqual([])
  })

  it('is not offered where somebody is an administrator, nor in a store that was not just made', async () => {
    const held = await stores.make({ roles, assignments: [{ subject: 'ann', role: 'administrator' }] })
    expect((await placeOver(held)).printed).toEqual([])
    const lost = await stores.make()
    await lost.vault.take(firstRun)
    expect((await placeOver(lost)).printed).toEqual([])
  })

  it('is not offered where a directory leads to an administrator role', async () => {
    const store = await stores.make()
    const operations = [
      {
        kind: 'put-mappings' as const,
        rows: Object.freeze([
          Object.freeze({ provider: 'ldap', group: 'cn=admins', roles: Object.freeze(['administrator']) }),
        ]),
      },
    ]
    const audit = {
      at: new Date().toISOString(),
      actor: 'test',
      action: 'test',
      target: '',
      before: null,
      after: null,
    }
    await store.write({ tag: 'a'.repeat(32), expect: [], operations, audit })
    expect((await placeOver(store)).printed).toEqual([])
  })

  it('takes no secret any more once somebody has become an administrator in another way', async () => {
    const place = await make()
    const { id } = await newUser(place, 'ann@example.org')
    await place.authorizer.manage('cli').assign({ subject: id, role: 'administrator' })
    expect(ending(await claim(place, secretOf(place)))).toBe('invitation')
    expect(await administrators(place)).toEqual([id])
    expect(await place.store.userByEmail(boss)).toBeNull()
  })

  it('is created from configuration, once, and never reset', async () => {
    const store = await stores.make()
    const administrator = { email: 'Boss@Example.org', title: 'Boss', password: good }
    const places = await Promise.all([
      placeOver(store, { administrator }),
      placeOver(store, { administrator }),
    ])
    const [place] = places
    expect(places.flatMap(({ printed }) => printed)).toEqual([])
    expect(await administrators(place)).toHaveLength(1)
    const [id] = await administrators(place)
    expect((await store.user(id as string))?.user).toMatchObject({ email: boss, title: 'Boss' })
    expect(ending(await enter(place, boss, good))).toBe('success')

    await place.local.setPassword(id as string, 'chosen by the boss', place.ports)
    const later = await placeOver(store, { administrator })
    expect(ending(await enter(later, boss, good))).toBe('credentials')
    expect(ending(await enter(later, boss, 'chosen by the boss'))).toBe('success')
    // Another one in the configuration is too late, and an account that is there is nobody's to take.
    await placeOver(store, { administrator: { email: 'eve@example.org', password: good } })
    expect(await administrators(place)).toEqual([id])
    expect(await store.userByEmail('eve@example.org')).toBeNull()
  })

  it('is not created where there has been one, whatever became of them', async () => {
    const store = await stores.make()
    const seen = await store.vault.get(firstRun)
    expect(await store.vault.replace({ ...firstRun, value: 'done' }, { version: seen?.version ?? '' })).toBe(
      true,
    )
    const place = await placeOver(store, { administrator: { email: boss, password: good } })
    expect(await administrators(place)).toEqual([])
    expect(await store.userByEmail(boss)).toBeNull()
    expect((await placeOver(store)).printed).toEqual([])
  })

  it('is not made from an account that somebody has already', async () => {
    const store = await stores.make()
    const before = await placeOver(store, { registration: 'open' })
    expect(ending(await registerAt(before, { email: boss, password: 'chosen by a stranger' }))).toBe(
      'success',
    )
    const place = await placeOver(store, { administrator: { email: boss, password: good } })
    expect(await administrators(place)).toEqual([])
    expect(ending(await enter(place, boss, good))).toBe('credentials')
  })

  it('is not created again after it has vanished', async () => {
    const store = await stores.make()
    const administrator = { email: boss, password: good }
    const place = await placeOver(store, { administrator })
    const [id] = await administrators(place)
    // As a store that keeps no last administrator for us: by hand, past the manager.
    await place.authorizer.manage('cli').createUser({ id: 'ann' })
    await place.authorizer.manage('cli').assign({ subject: 'ann', role: 'administrator' })
    await place.authorizer.manage('cli').deleteUser(id as string)
    expect((await store.vault.get(firstRun))?.value).toBe('done')
    const later = await placeOver(store, { administrator })
    expect(await administrators(later)).toEqual(['ann'])
    expect(await store.userByEmail(boss)).toBeNull()
    expect((await placeOver(store)).printed).toEqual([])
  })
})

describe('T71: the administrator of the configuration', () => {
  it('may come with a hash', async () => {
    const made = await placeOver(await inMemory.make())
    const { id } = await newUser(made, 'ann@example.org')
    const entry = await made.store.vault.get({ kind: 'credential', key: id })
    const { hash } = (entry ?? { value: {} }).value as { readonly hash: string }
    expect(readHash(hash)).toBeDefined()
    const place = await placeOver(await inMemory.make(), {
      administrator: { email: boss, passwordHash: hash },
    })
    expect(ending(await enter(place, boss, good))).toBe('success')
  })

  it('has a password that is held to the rules', async () => {
    await expect(
      placeOver(await inMemory.make(), { administrator: { email: boss, password: 'password1' } }),
    ).rejects.toThrow(
      'Cannot create the configured administrator: This password is one of those that are tried first',
    )
  })

  it.each([
    [{ email: 'boss', password: good }, 'needs an e-mail address'],
    [{ email: boss }, 'needs either a password or a passwordHash'],
    [{ email: boss, password: good, passwordHash: 'x' }, 'needs either a password or a passwordHash'],
    [
      { email: boss, passwordHash: '$argon2id$v=19$m=99999999,t=1,p=1$x$y' },
      'has a passwordHash that is of no known form',
    ],
    [{ email: boss, password: 'x'.repeat(1_025) }, 'has a password that nobody can have'],
    [{ email: boss, password: good, role: 'x' }, 'has only email, title, password, passwordHash'],
    ['boss', 'must be { email, password } or { email, passwordHash }'],
  ])('is checked, and no message shows what was given: %j', (administrator, message) => {
    expect(() => localAccounts({ administrator: administrator as never })).toThrow(
      `\`administrator\` ${message}`,
    )
  })

  it('needs a role that makes administrators', async () => {
    await expect(
      placeOver(await inMemory.make(), {
        administrator: { email: boss, password: good },
        administratorRole: 'reader',
      }),
    ).rejects.toMatchObject({ code: 'TRILATCH_ADMINISTRATOR_ROLE' })
  })
})
