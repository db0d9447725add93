import { afterEach, describe, expect, it } from 'vitest'
import { countedStore } from './kit/watched-store.ts'
import { inMemory, inRedis } from './kit/stores.ts'
import { ending, enter, good, newUser, placeOver, registerAt } from './kit/place.ts'
import type { Place } from './kit/place.ts'

const redis = inRedis()
const ann = 'ann@example.org'
const nobody = 'nobody@example.org'

describe.each([inMemory, redis])('T62: who has an account is not told, over $name', (stores) => {
  const calls: string[] = []
  afterEach(() => void calls.splice(0))
  const make = async (options = {}): Promise<Place> => {
    const place = await placeOver(countedStore(await stores.make(), calls), options)
    await newUser(place, ann)
    return place
  }
  /** What a try answered, and all the work it was. */
  const work = async (place: Place, run: () => Promise<unknown>): Promise<unknown> => {
    calls.splice(0)
    const before = place.local.load()
    const answer = await run()
    const after = place.local.load()
    return {
      answer,
      calls: [...calls],
      hashed: after.hashed - before.hashed,
      verified: after.verified - before.verified,
    }
  }

  it('at sign-in: same answer, same steps in the store, one hash', async () => {
    const place = await make()
    const known = await work(place, () => enter(place, ann, 'not the password'))
    const unknown = await work(place, () => enter(place, nobody, 'not the password'))
    expect(unknown).toEqual(known)
    expect(known).toMatchObject({
      answer: { outcome: 'fail', challenge: { code: 'credentials' } },
      hashed: 0,
      verified: 1,
    })
    expect((known as { calls: string[] }).calls).toContain('userByEmail')
    // Not because nothing works.
    expect(ending(await enter(place, ann, good))).toBe('success')
  })

  it('at sign-in of a user who has no password here', async () => {
    const place = await make()
    const wrong = await work(place, () => enter(place, ann, 'not the password'))
    await place.ports.accounts.create({ origin: 'provisioned', email: 'gitlab@example.org' })
    expect(await work(place, () => enter(place, 'gitlab@example.org', 'not the password'))).toEqual(wrong)
    expect(await work(place, () => enter(place, 'gitlab@example.org', good))).toEqual(wrong)
  })

  it('at sign-in of a suspended user, unless they know the password', async () => {
    const place = await make()
    const { id } = await newUser(place, 'sue@example.org')
    await place.authorizer.manage('test').suspendUser(id)
    const wrong = await work(place, () => enter(place, ann, 'not the password'))
    expect(await work(place, () => enter(place, 'sue@example.org', 'not the password'))).toEqual(wrong)
    expect(ending(await enter(place, 'sue@example.org', good))).toBe('suspended')
  })

  it('when the queue is full: both are turned away at the same place', async () => {
    const place = await make({ queue: { concurrent: 1, waiting: 0 } })
    const ended = async (email: string) => {
      const outcomes = await Promise.all([enter(place, 'busy@example.org', good), enter(place, email, good)])
      return outcomes.at(-1)
    }
    const known = await ended(ann)
    expect(await ended(nobody)).toEqual(known)
    expect(known).toEqual({ outcome: 'fail', challenge: { code: 'too-many', retryAfterSeconds: 2 } })
  })

  it('at registration the work is the same; without a mail the answer has to differ, and says so', async () => {
    const place = await make({ registration: 'open' })
    const taken = await work(place, () => registerAt(place, { email: ann, password: good }))
    expect(taken).toMatchObject({
      answer: { outcome: 'fail', challenge: { code: 'email-taken', field: 'email' } },
      hashed: 1,
      verified: 0,
    })
    const free = await work(place, () => registerAt(place, { email: nobody, password: good }))
    expect(free).toMatchObject({ answer: { outcome: 'success' }, hashed: 1, verified: 0 })
    expect((free as { calls: string[] }).calls).toEqual((taken as { calls: string[] }).calls)
    // By invitation nobody without one learns anything.
    const closed = await make()
    const refused = await work(closed, () => registerAt(closed, { email: ann, password: good }))
    expect(
      await work(closed, () => registerAt(closed, { email: 'new@example.org', password: good })),
    ).toEqual(refused)
    expect(refused).toMatchObject({ answer: { challenge: { code: 'invitation' } }, hashed: 0 })
  })
})
