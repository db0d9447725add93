import { describe, expect, it, vi } from 'vitest'
import type { Vault } from '@trilatch/core'
import { digest } from '../src/digest.ts'
import { SignInLimits } from '../src/limits/sign-in-limits.ts'
import { readLimits } from '../src/limits/limit-options.ts'
import { localAccounts } from '../src/index.ts'
import type { LimitOptions } from '../src/index.ts'
import { inMemory, inRedis } from './kit/stores.ts'
import { changeAt, ending, enter, good, newUser, placeOver, registerAt } from './kit/place.ts'
import type { Jar, Place } from './kit/place.ts'

const redis = inRedis()
const wrong = 'not the password'
const ann = 'ann@example.org'

/** Wrong passwords until the account is delayed. */
async function exhaust(place: Place, email: string, tries = 2): Promise<void> {
  for (let i = 0; i < tries; i++) expect(ending(await enter(place, email, wrong))).toBe('credentials')
  expect(ending(await enter(place, email, wrong))).toBe('too-many')
}

describe.each([inMemory, redis])('T63: stuffing, over $name', (stores) => {
  const make = async (limits = {}): Promise<Place> => {
    const place = await placeOver(await stores.make(), {
      limits: { freeTries: 2, firstDelaySeconds: 600, ...limits },
    })
    await newUser(place, ann)
    return place
  }

  it('is delayed by account, and a right password in the delay is not confirmed and not hashed', async () => {
    const place = await make()
    await exhaust(place, ann)
    const { verified } = place.local.load()
    const right = await enter(place, ann, good)
    const other = await enter(place, ann, wrong)
    // The clock apart, which may have moved on between the two.
    for (const outcome of [right, other]) {
      expect(outcome).toEqual({
        outcome: 'fail',
        challenge: { code: 'too-many', retryAfterSeconds: expect.any(Number) },
      })
      const seconds = (outcome.outcome === 'fail' && outcome.challenge.retryAfterSeconds) || 0
      expect([seconds > 500, seconds <= 600]).toEqual([true, true])
    }
    expect(place.local.load().verified).toBe(verified)
    // The others are not.
    await newUser(place, 'ben@example.org')
    expect(ending(await enter(place, 'ben@example.org', good))).toBe('success')
  })

  it('is not delayed any longer by tries in a delay, which take no place in the queue either', async () => {
    const place = await make()
    const counted = async (): Promise<number> => {
      const tries = { kind: 'sign-in-tries', key: digest(ann) }
      return (await place.store.vault.count(tries, 0, { ttlMs: 1 })).count
    }
    await exhaust(place, ann)
    expect(await counted()).toBe(2)
    for (let i = 0; i < 5; i++) expect(ending(await enter(place, ann, wrong))).toBe('too-many')
    expect(await counted()).toBe(2)
  })

  it('is delayed and never locked: after the delay the right password is right', async () => {
    const place = await make({ firstDelaySeconds: 1 })
    for (let i = 0; i < 2; i++) expect(ending(await enter(place, ann, wrong))).toBe('credentials')
    const answer = await vi.waitUntil(
      async () => {
        const outcome = await enter(place, ann, good)
        return ending(outcome) === 'too-many' ? undefined : outcome
      },
      { timeout: 10_000, interval: 200 },
    )
    expect(ending(answer)).toBe('success')
    expect(ending(await enter(place, ann, wrong))).toBe('credentials')
    expect(ending(await enter(place, ann, good))).toBe('success')
  })

  it('is delayed for accounts that do not exist as for those that do', async () => {
    const place = await make()
    await exhaust(place, 'nobody@example.org')
    await exhaust(place, ann)
    const [nobody, somebody] = [await enter(place, 'nobody@example.org', good), await enter(place, ann, good)]
    expect([ending(nobody), ending(somebody)]).toEqual(['too-many', 'too-many'])
    expect(Object.keys(nobody)).toEqual(Object.keys(somebody))
  })

  it('is counted once for all spellings of one address', async () => {
    const place = await make({ freeTries: 4 })
    for (const spelling of ['ANN@example.org', ' ann@EXAMPLE.org ', 'Ann@Example.Org', 'ann@example.org\t'])
      expect(ending(await enter(place, spelling, wrong))).toBe('credentials')
    expect(ending(await enter(place, ann, good))).toBe('too-many')
  })

  it('is counted before hashing: a hundred at once are a hundred', async () => {
    const place = await make()
    const { verified } = place.local.load()
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, (_, i) => enter(place, ann, i === 39 ? good : wrong)),
    )
    expect(outcomes.filter(({ outcome }) => outcome === 'success')).toHaveLength(0)
    expect(place.local.load().verified - verified).toBeLessThanOrEqual(2)
  })

  it('is delayed apart for a device that the account was used on, so that nobody is locked out by others', async () => {
    const place = await make()
    const jar: Jar = new Map()
    expect(ending(await enter(place, ann, good, { jar }))).toBe('success')
    expect([...jar.keys()]).toEqual(['trilatch-device'])
    const token = jar.get('trilatch-device')
    await exhaust(place, ann)
    expect(ending(await enter(place, ann, good))).toBe('too-many')
    expect(ending(await enter(place, ann, good, { jar }))).toBe('success')
    expect(jar.get('trilatch-device')).toBe(token)
    // The same cookie with the prefix that https gives it.
    const secure: Jar = new Map([['__Host-trilatch-device', token as string]])
    expect(ending(await enter(place, ann, good, { jar: secure }))).toBe('success')
    // It is one account's, it is no other text, and a device has its own limit.
    await newUser(place, 'ben@example.org')
    await exhaust(place, 'ben@example.org')
    expect(ending(await enter(place, 'ben@example.org', good, { jar }))).toBe('too-many')
    for (const forged of ['', 'x', 'A'.repeat(43), `${token as string}A`])
      expect(ending(await enter(place, ann, good, { jar: new Map([['trilatch-device', forged]]) }))).toBe(
        'too-many',
      )
    for (let i = 0; i < 2; i++) expect(ending(await enter(place, ann, wrong, { jar }))).toBe('credentials')
    expect(ending(await enter(place, ann, good, { jar }))).toBe('too-many')
  })

  it('remembers the twenty newest devices of an account, in one entry', async () => {
    const place = await make({ perAddress: 1_000 })
    const jars: Jar[] = []
    for (let i = 0; i < 21; i++) {
      const jar: Jar = new Map()
      expect(ending(await enter(place, ann, good, { jar }))).toBe('success')
      jars.push(jar)
    }
    const kept = await place.store.vault.get({ kind: 'devices', key: digest(ann) })
    expect(kept?.value).toEqual({ devices: Array.from({ length: 20 }, () => expect.anything()) })
    await exhaust(place, ann)
    expect(ending(await enter(place, ann, good, { jar: jars[0] as Jar }))).toBe('too-many')
    for (const at of [1, 20])
      expect(ending(await enter(place, ann, good, { jar: jars[at] as Jar }))).toBe('success')
  })

  it('is limited by network address, an IPv6 address by its /64', async () => {
    const place = await make({ perAddress: 2 })
    const ask = (address: string | undefined, email = ann) =>
      enter(place, email, good, { address }).then(ending)
    expect([await ask('192.0.2.1'), await ask('::ffff:192.0.2.1'), await ask('192.0.2.1')]).toEqual([
      'success',
      'success',
      'too-many',
    ])
    expect(await ask('192.0.2.2')).toBe('success')
    expect([
      await ask('2001:db8::1'),
      await ask('2001:db8:0:0:ffff::2'),
      await ask('2001:0db8::ffff', 'someone@example.org'),
    ]).toEqual(['success', 'success', 'too-many'])
    expect(await ask('2001:db8:0:1::1')).toBe('success')
    expect([await ask(undefined), await ask(undefined), await ask(undefined)]).toEqual([
      'success',
      'success',
      'too-many',
    ])
  })

  it('is limited at registration too, and at a change of password', async () => {
    const place = await placeOver(await stores.make(), {
      registration: 'open',
      limits: { registrationsPerAddress: 2, freeTries: 2, firstDelaySeconds: 600 },
    })
    const address = '192.0.2.9'
    const register = (i: number) =>
      registerAt(place, { email: `u${i}@example.org`, password: good }, { address })
    expect([ending(await register(1)), ending(await register(2)), ending(await register(3))]).toEqual([
      'success',
      'success',
      'too-many',
    ])
    const { id } = await newUser(place, ann)
    const change = (currentPassword: string) =>
      changeAt(place, id, { currentPassword, newPassword: 'another good one' }).then(ending)
    expect([await change(wrong), await change(wrong), await change(good)]).toEqual([
      'credentials',
      'credentials',
      'too-many',
    ])
    // Whoever sits at an open session cannot keep its owner from signing in.
    expect(ending(await enter(place, ann, good))).toBe('success')
  })
})

describe('T63: the delays', () => {
  it('are 1, 2, 4… seconds up to the longest, and forgotten with the first right password', async () => {
    const asked: number[] = []
    const { vault } = await inMemory.make()
    const watched: Vault = {
      get: (place) => vault.get(place),
      put: (document) => vault.put(document),
      replace: (document, seen) => vault.replace(document, seen),
      take: (place) => vault.take(place),
      forget: (place) => vault.forget(place),
      count: (place, by, span) => {
        if (place.kind !== 'sign-in-delay' || by === 0) return vault.count(place, by, span)
        asked.push(span.ttlMs)
        return Promise.resolve({ count: 1, remainingMs: span.ttlMs })
      },
    }
    const limits = new SignInLimits(watched, readLimits({ freeTries: 3, maxDelaySeconds: 20 }))
    for (let i = 0; i < 10; i++) expect(await limits.count('ann')).toBeUndefined()
    expect(asked).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 20_000, 20_000, 20_000])
    await limits.forget('ann')
    expect(await limits.count('ann')).toBeUndefined()
    expect(asked).toHaveLength(8)
  })

  it.each([
    [{ freeTries: 0 }, '`limits.freeTries` must be a whole number from 1 to 100'],
    [{ perAddress: 1.5 }, '`limits.perAddress` must be a whole number from 1 to 100000'],
    [{ maxDelaySeconds: 86_401 }, '`limits.maxDelaySeconds` must be a whole number from 1 to 86400'],
    [{ tries: 1 }, 'unknown option "tries" in `limits`'],
  ])('have bounds: %j', (limits, message) => {
    expect(() => localAccounts({ limits: limits as LimitOptions })).toThrow(message)
  })
})

describe('T63: over Redis', () => {
  it('counters are shared by processes and survive a restart of all of them', async () => {
    const store = await redis.make()
    const one = await placeOver(store, { limits: { freeTries: 2, firstDelaySeconds: 600 } })
    await newUser(one, ann)
    const other = await placeOver(await redis.again(store), {
      limits: { freeTries: 2, firstDelaySeconds: 600 },
    })
    expect(ending(await enter(one, ann, wrong))).toBe('credentials')
    expect(ending(await enter(other, ann, wrong))).toBe('credentials')
    expect(ending(await enter(one, ann, good))).toBe('too-many')
    await store.close()
    const restarted = await placeOver(await redis.again(store), {
      limits: { freeTries: 2, firstDelaySeconds: 600 },
    })
    expect(ending(await enter(restarted, ann, good))).toBe('too-many')
  })
})
