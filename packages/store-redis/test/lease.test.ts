import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { RedisStore, RedisStoreOptions } from '@trilatch/store-redis'
import { newNamespace, storeOf, write } from './support/content.ts'
import { GatedClient, HandClock } from './support/gated-client.ts'
import { assign, detailsOf, putRole, rolesOf, unassign } from './support/operations.ts'
import { startRedis } from './support/redis-server.ts'
import type { RedisServer } from './support/redis-server.ts'
import { stillClock } from './support/still-clock.ts'

let server: RedisServer
let plain: Redis
let gated: GatedClient
let clock: HandClock
let elsewhere: RedisStore
let store: RedisStore
const namespaces = { current: '' }
beforeAll(async () => {
  server = await startRedis()
  plain = new Redis(server.port)
})
afterAll(async () => {
  plain.disconnect()
  await server.stop()
})
const open = async (options: Partial<RedisStoreOptions> = {}): Promise<RedisStore> =>
  storeOf({
    client: gated,
    namespace: namespaces.current,
    notices: false,
    maxStalenessMs: 1_000,
    deadlineMs: 250,
    clock,
    ...options,
  })
beforeEach(async () => {
  namespaces.current = newNamespace()
  gated = new GatedClient(server.port)
  clock = new HandClock()
  elsewhere = await storeOf({
    client: plain,
    namespace: namespaces.current,
    notices: false,
    clock: stillClock,
  })
  await write(elsewhere, putRole('reader'), assign('ann', 'reader'))
  store = await open()
})
afterEach(async () => {
  await Promise.all([store.close(), elsewhere.close()])
  gated.disconnect()
})

const isAtOnce = (view: unknown): boolean => !(view instanceof Promise)
/** Lets everything happen that needs no time. */
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 30))
describe('The lease', () => {
  it('answers at once until its end, and not at its end', async () => {
    await store.view('ann')
    const begun = clock.now() - (detailsOf(store).leaseAgeMs ?? 0)
    clock.pass(begun + 999 - clock.now(), { asleep: true })
    expect(isAtOnce(store.view('ann'))).toBe(true)
    clock.pass(1, { asleep: true })
    expect(isAtOnce(store.view('ann'))).toBe(false)
  })

  it('counts from when the read was sent, however late its reply comes', async () => {
    await store.view('ann')
    clock.pass(1_000, { asleep: true })
    const release = gated.holdReplies()
    const view = store.view('ann')
    await settle()
    clock.pass(240)
    release()
    await view
    expect(detailsOf(store).leaseAgeMs).toBe(240)
    clock.pass(760, { asleep: true })
    expect(isAtOnce(store.view('ann'))).toBe(false)
  })

  it('is not made longer by being used', async () => {
    await store.view('ann')
    for (let i = 0; i < 20; i++) {
      expect(isAtOnce(store.view('ann'))).toBe(true)
      clock.pass(49, { asleep: true })
    }
    clock.pass(20, { asleep: true })
    expect(isAtOnce(store.view('ann'))).toBe(false)
  })

  it('has ended for a process that was stopped, before any of its timers has run', async () => {
    await store.view('ann')
    await write(elsewhere, unassign('ann', 'reader'))
    clock.pass(3_000, { asleep: true })
    expect(await rolesOf(store, 'ann')).toEqual([])
  })

  it.each([2_000, -2_000])(
    'has ended when the wall clock has moved by %d ms alone: a suspended machine',
    async (ms) => {
      await store.view('ann')
      expect(isAtOnce(store.view('ann'))).toBe(true)
      clock.jump(ms)
      expect(isAtOnce(store.view('ann'))).toBe(false)
    },
  )

  it('is one for policy and subjects: nothing is served of a subject whose lease another renewed without it', async () => {
    await store.view('ann')
    await write(elsewhere, unassign('ann', 'reader'))
    clock.pass(1_000, { asleep: true })
    // Somebody else's reading renews it; it names ann, so what is known of her is gone.
    await store.view('ben')
    expect(await rolesOf(store, 'ann')).toEqual([])
  })
})

describe('A read on its way', () => {
  it('across the end of a write of this process gives nobody what was before it', async () => {
    clock.pass(1_000, { asleep: true })
    const release = gated.holdReplies()
    const early = rolesOf(store, 'ann')
    await settle()
    gated.letPass()
    const writing = store.write({
      tag: 'a'.repeat(32),
      expect: [],
      operations: [unassign('ann', 'reader')],
      audit: { at: '', actor: 'a', action: 'b', target: 'c', before: null, after: null },
    })
    expect((await writing).status).toBe('done')
    const after = rolesOf(store, 'ann')
    release()
    expect([await early, await after]).toEqual([[], []])
    expect(detailsOf(store).counters['discarded']).toBe(1)
  })

  it('whose reply comes after its deadline goes to nobody, and brings nothing back', async () => {
    clock.pass(1_000, { asleep: true })
    await store.view('ben')
    clock.pass(1_000, { asleep: true })
    const release = gated.holdReplies()
    const failed = Promise.resolve(store.view('new')).catch((error: unknown) => error)
    await settle()
    gated.letPass()
    clock.pass(250)
    expect(await failed).toMatchObject({ code: 'TRILATCH_UNAVAILABLE' })
    await write(elsewhere, assign('new', 'reader'), unassign('ann', 'reader'))
    expect(await rolesOf(store, 'new')).toEqual(['reader'])
    const { position, leaseAgeMs } = detailsOf(store)
    const before = detailsOf(store).counters['late']
    release()
    await settle()
    expect(detailsOf(store)).toMatchObject({ position, leaseAgeMs })
    // It was counted when its time was over.
    expect([before, detailsOf(store).counters['late']]).toEqual([1, 1])
    expect(await rolesOf(store, 'new')).toEqual(['reader'])
    expect(await rolesOf(store, 'ann')).toEqual([])
  })

  it('whose reply comes before the timers of a process that was stopped goes to nobody', async () => {
    clock.pass(1_000, { asleep: true })
    const release = gated.holdReplies()
    const asked = Promise.resolve(store.view('ann')).catch((error: unknown) => error)
    await settle()
    gated.letPass()
    await write(elsewhere, unassign('ann', 'reader'))
    clock.pass(10_000, { asleep: true })
    release()
    expect(await asked).toMatchObject({
      name: 'RedisLate',
      message: 'Redis did not answer within 250 ms',
    })
    expect(detailsOf(store).counters['late']).toBe(1)
    expect(await rolesOf(store, 'ann')).toEqual([])
  })

  it('whose reply comes after the machine was suspended goes to nobody', async () => {
    clock.pass(1_000, { asleep: true })
    const release = gated.holdReplies()
    const asked = Promise.resolve(store.view('ann')).catch((error: unknown) => error)
    await settle()
    clock.jump(2_000)
    release()
    expect(await asked).toMatchObject({ code: 'TRILATCH_UNAVAILABLE' })
  })

  it('is not served once it is older than the bound, however long there is to wait', async () => {
    await store.close()
    store = await open({ maxStalenessMs: 100, deadlineMs: 10_000 })
    clock.pass(1_000, { asleep: true })
    const release = gated.holdReplies()
    const asked = rolesOf(store, 'ann')
    await settle()
    await write(elsewhere, unassign('ann', 'reader'))
    clock.pass(1_900)
    release()
    expect(await asked).toEqual([])
  })

  it('serves those who asked after it was sent only if its lease still holds', async () => {
    await store.close()
    store = await open({ maxStalenessMs: 0 })
    await store.view('ann')
    const release = gated.holdReplies()
    const first = rolesOf(store, 'ann')
    await settle()
    await write(elsewhere, unassign('ann', 'reader'))
    const second = rolesOf(store, 'ann')
    await settle()
    release()
    expect(await first).toEqual(['reader'])
    expect(await second).toEqual([])
  })
})

describe('A write of this process', () => {
  it('ends its lease before it returns', async () => {
    await store.view('ann')
    expect(detailsOf(store).leased).toBe(true)
    expect((await write(store, assign('ben', 'reader'))).status).toBe('done')
    expect(detailsOf(store).leased).toBe(false)
  })

  it('whose reply does not come is unknown and ends its lease too; sent again with its tag, it is done once', async () => {
    await store.view('ann')
    const change = {
      tag: 'f'.repeat(32),
      expect: [],
      operations: [unassign('ann', 'reader')],
      audit: { at: '', actor: 'a', action: 'b', target: 'c', before: null, after: null },
    }
    const release = gated.holdReplies('writing')
    const writing = store.write(change)
    await settle()
    // Until it has ended, what was before it may be served.
    expect(detailsOf(store).leased).toBe(true)
    clock.pass(2_000, { asleep: true })
    await store.view('ann')
    clock.pass(0)
    expect(await writing).toEqual({ status: 'unknown', detail: 'Redis did not answer within 2000 ms' })
    expect(detailsOf(store).leased).toBe(false)
    expect(await rolesOf(store, 'ann')).toEqual([])
    gated.letPass()
    expect(await store.write(change)).toEqual({ status: 'done', version: change.tag })
    release()
    await settle()
    expect((await store.audit({ limit: 200 })).items.filter(({ tag }) => tag === change.tag)).toHaveLength(1)
  })

  it('that was not sent, because Redis does not answer, is refused: nothing has changed', async () => {
    await store.view('ann')
    const release = gated.holdReplies('reading')
    const writing = write(store, unassign('ann', 'reader'))
    await settle()
    clock.pass(2_000)
    expect(await writing).toMatchObject({ status: 'refused', reason: 'unavailable' })
    release()
    expect(await rolesOf(elsewhere, 'ann')).toEqual(['reader'])
  })
})
