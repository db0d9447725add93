import { describe, expect, it } from 'vitest'
import type { Clock } from '@trilatch/store-redis'
import { newNamespace, write } from './support/content.ts'
import { assign, detailsOf, putRole, rolesOf } from './support/operations.ts'
import { useRedis } from './support/server.ts'
import { still, stillClock } from './support/still-clock.ts'

const used = useRedis(still)
const make = used.store
const { scripts } = used

const ticking: Clock = {
  ...stillClock,
  after: (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}

describe('The number of commands', () => {
  it('of an access is none while the lease holds and the subject is known', async () => {
    const store = await make()
    await write(store, putRole('reader'), assign('ann', 'reader'))
    await store.view('ann')
    const before = await scripts()
    for (let i = 0; i < 1_000; i++) expect(store.view('ann')).not.toBeInstanceOf(Promise)
    expect(await scripts()).toBe(before)
  })

  it('of an access is one for a subject that is new to the process, and none when it asks again, known to the store or not', async () => {
    const namespace = newNamespace()
    const writer = await make({ namespace })
    await write(writer, putRole('reader'), assign('ann', 'reader'))
    const reader = await make({ namespace })
    for (const [id, roles] of [
      ['ann', ['reader']],
      ['nobody', []],
    ] as const) {
      const before = await scripts()
      expect(await rolesOf(reader, id)).toEqual(roles)
      expect(await scripts()).toBe(before + 1)
      expect(await rolesOf(reader, id)).toEqual(roles)
      expect(await scripts()).toBe(before + 1)
    }
  })

  it('of a thousand accesses of one new subject at once is one', async () => {
    const store = await make()
    await store.view(null)
    const before = await scripts()
    await Promise.all(Array.from({ length: 1_000 }, async () => store.view('ann')))
    expect(await scripts()).toBe(before + 1)
  })

  it('of a thousand new subjects at once is five', async () => {
    const store = await make()
    await store.view(null)
    const before = await scripts()
    await Promise.all(Array.from({ length: 1_000 }, async (_, i) => store.view(`s${i}`)))
    expect(await scripts()).toBe(before + 5)
    expect(detailsOf(store).subjects).toBe(1_000)
  })

  it('of an access is one each when it asks each time', async () => {
    const store = await make({ maxStalenessMs: 0 })
    await store.view('ann')
    const before = await scripts()
    for (let i = 0; i < 10; i++) await store.view('ann')
    expect(await scripts()).toBe(before + 10)
  })

  it('grows with time and not with subjects', async () => {
    const store = await make({ maxStalenessMs: 300, clock: ticking })
    await Promise.all(Array.from({ length: 200 }, async (_, i) => store.view(`s${i}`)))
    const [before, begun] = [await scripts(), performance.now()]
    while (performance.now() - begun < 900) {
      for (let i = 0; i < 200; i++) void store.view(`s${i}`)
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    expect((await scripts()) - before).toBeLessThanOrEqual(11)
  })

  it('of a write of one assignment is two', async () => {
    const store = await make()
    await write(store, putRole('reader'))
    await store.view(null)
    const before = await scripts()
    await write(store, assign('ann', 'reader'))
    expect(await scripts()).toBe(before + 2)
  })

  it('holds no KEYS and no SCAN', async () => {
    const store = await make()
    await write(store, putRole('reader'), assign('ann', 'reader'))
    await Promise.all([
      store.members('reader', { limit: 9 }),
      store.users({ limit: 9 }),
      store.audit({ limit: 9 }),
    ])
    for (const command of ['keys', 'scan', 'hscan', 'sscan', 'zscan', 'hgetall'])
      expect(await used.server.calls(command)).toBe(0)
  })

  it('of subjects that are kept is bounded', async () => {
    const store = await make({ keptSubjects: 50 })
    for (let round = 0; round < 4; round++)
      await Promise.all(Array.from({ length: 100 }, async (_, i) => store.view(`r${round}s${i}`)))
    expect(detailsOf(store).subjects).toBeLessThanOrEqual(100)
  })
})
