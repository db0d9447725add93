// The vault of a memory store by the clock: until when something is there, and what is let go of when it is full.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { memoryStore } from '../../src/index.ts'
import type { Operation, VaultDocument, VaultPlace } from '../../src/index.ts'
import { done, putUser, write } from '../../../../test/contracts/store-kit.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }))
afterEach(() => void vi.useRealTimers())

const second = { ttlMs: 1_000 }
const hour = { ttlMs: 3_600_000 }
const place = (key: string | number): VaultPlace => ({ kind: 'note', key: String(key) })
const note = place('a')
const put = (entry: VaultDocument): Operation => ({ kind: 'put-entry', entry })
const pass = (ms: number): void => void vi.advanceTimersByTime(ms)

describe('An entry that expires', () => {
  it('is there until its time is over, and not at its end', async () => {
    const { vault } = memoryStore()
    await vault.put({ ...note, value: 1, ...second })
    const found = await vault.get(note)
    pass(999)
    expect((await vault.get(note))?.value).toBe(1)
    pass(1)
    expect(await vault.get(note)).toBeNull()
    expect(await vault.replace({ ...note, value: 2 }, found ?? expect.fail('It was not there'))).toBe(false)
    expect(await vault.take(note)).toBeNull()
  })

  it('may stand in the place of one that stays', async () => {
    const store = memoryStore()
    await done(store, put({ ...note, value: 'stays' }))
    await store.vault.put({ ...note, value: 'goes', ...second })
    expect((await store.vault.get(note))?.value).toBe('goes')
    pass(1_000)
    expect(await store.vault.get(note)).toBeNull()
  })

  it.each([null, 0, '', false, [null], { a: null }])('may be %j', async (value) => {
    const { vault } = memoryStore()
    await vault.put({ ...note, value, ...second })
    expect(await vault.get(note)).toMatchObject({ value })
  })
})

describe('A write to the vault that cannot be done', () => {
  it.each([
    ['put-entry', { kind: 'note', key: '' }],
    ['remove-entry', { kind: 'note', key: '' }],
    ['remove-entry', { kind: 'NOTE', key: 'a' }],
  ] as const)('changes nothing else either: %s %j', async (kind, entry) => {
    const store = memoryStore()
    const operation = { kind, entry: { ...entry, value: 1 } }
    await expect(write(store, [putUser('ann'), operation])).rejects.toThrow(TypeError)
    expect(await store.user('ann')).toBeNull()
    expect(await store.audit({ limit: 1 })).toEqual({ items: [] })
  })
})

describe('A count', () => {
  it('lasts until its span is over, and begins anew at its end', async () => {
    const { vault } = memoryStore()
    await vault.count(note, 3, second)
    pass(999)
    expect(await vault.count(note, 1, hour)).toEqual({ count: 4, remainingMs: 1 })
    pass(1)
    expect(await vault.count(note, 1, second)).toEqual({ count: 1, remainingMs: 1_000 })
  })

  it('is not begun by whoever only looks', async () => {
    const { vault } = memoryStore()
    expect(await vault.count(note, 0, second)).toEqual({ count: 0, remainingMs: 1_000 })
    pass(400)
    expect(await vault.count(note, 1, second)).toEqual({ count: 1, remainingMs: 1_000 })
  })

  it('is not prolonged by whoever only looks, but by who counts and says so', async () => {
    const { vault } = memoryStore()
    await vault.count(note, 1, second)
    pass(400)
    const anew = { ...hour, restart: true }
    expect(await vault.count(note, 0, anew)).toEqual({ count: 1, remainingMs: 600 })
    expect(await vault.count(note, 1, anew)).toEqual({ count: 2, remainingMs: hour.ttlMs })
  })
})

describe('A full vault', () => {
  it('lets go of what has expired, else of the oldest of 20,000, also where that was replaced', async () => {
    const { vault } = memoryStore()
    const valueOf = async (key: string | number): Promise<unknown> => (await vault.get(place(key)))?.value
    await vault.put({ ...place('oldest'), value: 'old', ...hour })
    await vault.put({ ...place('short'), value: 'short', ...second })
    for (let i = 2; i < 20_000; i++) await vault.put({ ...place(i), value: i, ...hour })
    pass(1_000)
    await vault.put({ ...place('newer'), value: 'newer', ...hour })
    expect([await valueOf('oldest'), await valueOf('newer')]).toEqual(['old', 'newer'])
    const seen = (await vault.get(place('oldest'))) ?? expect.fail('It was let go of')
    expect(await vault.replace({ ...place('oldest'), value: 'new' }, seen)).toBe(true)
    await vault.put({ kind: 'other', key: 'a', value: 1, ...hour })
    expect(await valueOf('oldest')).toBe('new')
    await vault.put({ ...place('newest'), value: 'newest', ...hour })
    const left = await Promise.all(['oldest', 2, 'newer', 'newest'].map(valueOf))
    expect(left).toEqual([undefined, 2, 'newer', 'newest'])
  })

  it('counts what it counts, and nothing new beside 100,000 of a kind before one of them is over', async () => {
    const { vault } = memoryStore()
    await vault.count(place('long'), 1, hour)
    for (let i = 1; i < 100_000; i++) await vault.count(place(i), 1, second)
    await expect(vault.count(place('more'), 1, second)).rejects.toMatchObject({
      code: 'TRILATCH_UNAVAILABLE',
      message: 'Too much is counted at the moment.',
      status: 503,
    })
    expect((await vault.count(place(5), 1, second)).count).toBe(2)
    expect((await vault.count(place('more'), 0, second)).count).toBe(0)
    expect((await vault.count({ kind: 'other', key: 'more' }, 1, second)).count).toBe(1)
    pass(1_000)
    expect((await vault.count(place('more'), 1, second)).count).toBe(1)
    expect((await vault.count(place('long'), 1, second)).count).toBe(2)
  })
})
