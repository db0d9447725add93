// A store that never says how a write ended holds up neither its caller nor the writes behind it.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Store, WriteOutcome } from '../../src/index.ts'
import { managed } from './support.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const never = (): Promise<WriteOutcome> => new Promise<WriteOutcome>(() => {})
const assigned = { subject: 'ann', role: 'runner' } as const
const unknown = {
  code: 'TRILATCH_WRITE_UNKNOWN',
  message: 'Cannot complete subject.assign: the store did not answer within 10000 ms',
  status: 503,
  headers: { 'retry-after': '1' },
}

/** A manager over a store whose first writes do something else. */
function stuck(...first: ((store: Store) => Promise<WriteOutcome>)[]) {
  const tags: string[] = []
  const { manager } = managed({}, (store) => ({
    ...store,
    write: (change) => {
      tags.push(change.tag)
      return first.shift()?.(store) ?? store.write(change)
    },
  }))
  return { manager, tags }
}

/** What has become of a promise so far. */
function watch(promise: Promise<unknown>): { state: unknown } {
  const watched: { state: unknown } = { state: 'pending' }
  promise.then(
    (value) => (watched.state = value),
    (error: unknown) => (watched.state = error),
  )
  return watched
}

describe('A write that never ends', () => {
  it('is unknown after 10 seconds, not before, and the next write goes on', async () => {
    const { manager } = stuck(never)
    const first = watch(manager.assign(assigned))
    const second = watch(manager.assign({ subject: 'ben', role: 'runner' }))
    await vi.advanceTimersByTimeAsync(9_999)
    expect([first.state, second.state]).toEqual(['pending', 'pending'])
    await vi.advanceTimersByTimeAsync(1)
    expect(first.state).toMatchObject(unknown)
    expect(second.state).toMatchObject({ changed: true })
    expect((await manager.members('runner')).items).toEqual(['ben'])
  })

  it('takes 10 seconds in all when the store said unknown before, asked again with the same tag', async () => {
    const lost = async (): Promise<WriteOutcome> => ({ status: 'unknown', detail: 'connection lost' })
    const { manager, tags } = stuck(lost, never)
    const write = watch(manager.assign(assigned))
    await vi.advanceTimersByTimeAsync(10_000)
    expect(write.state).toMatchObject(unknown)
    expect(tags).toHaveLength(2)
    expect(new Set(tags).size).toBe(1)
  })

  it('holds up each of several by 10 seconds at most', async () => {
    const { manager } = stuck(never, never, never)
    const writes = ['a', 'b', 'c', 'd'].map((subject) => watch(manager.assign({ subject, role: 'runner' })))
    await vi.advanceTimersByTimeAsync(30_000)
    const states = writes.map(({ state }) => state)
    for (const state of states.slice(0, 3)) expect(state).toMatchObject(unknown)
    expect(states[3]).toMatchObject({ changed: true })
  })

  it('leaves no timer behind when writes end in time', async () => {
    const { manager } = stuck()
    await manager.assign(assigned)
    expect(vi.getTimerCount()).toBe(0)
  })
})
