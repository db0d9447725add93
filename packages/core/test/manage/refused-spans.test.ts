// Attempts that were refused, a minute at a time.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Store } from '../../src/index.ts'
import { managed } from './support.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

const attempt = { action: 'role.update', target: 'eu', code: 'TRILATCH_FORBIDDEN', detail: 'No' }
const minute = () => vi.advanceTimersByTimeAsync(60_000)

/**
 * Attempts in names, and what is kept of them.
 *
 * @param isBroken Whether the trail takes no count now. @param answer When it says so.
 */
function watchedSpans(isBroken = () => false, answer = async (): Promise<void> => undefined) {
  const wrap = (store: Store): Store => ({
    ...store,
    write: async (change) => {
      if (!isBroken() || change.audit.action !== 'attempts.left-out') return store.write(change)
      await answer()
      return { status: 'unknown', detail: 'no answer' }
    },
  })
  const { store, authorizer } = managed({}, wrap)
  const refuse = async (actor: string, times = 1) => {
    for (let i = 0; i < times; i++) await authorizer.manage(actor).refused(attempt)
  }
  const entries = async () => (await store.audit({ limit: 200, outcome: 'refused' })).items
  const counts = async () =>
    (await entries()).flatMap(({ action, after }) => (action === 'attempts.left-out' ? [after] : []))
  return { authorizer, refuse, entries, counts }
}

describe('A minute of refused attempts', () => {
  it('begins with the first, and is one', async () => {
    const { refuse } = watchedSpans()
    expect(vi.getTimerCount()).toBe(0)
    await refuse('ann', 3)
    expect(vi.getTimerCount()).toBe(1)
    await minute()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('is followed by another, in which as many are kept, and whose count is its own', async () => {
    const { refuse, entries, counts } = watchedSpans()
    for (let i = 0; i < 10; i++) await refuse(`a${i}`, 11)
    await minute()
    expect(await entries()).toHaveLength(101)
    await refuse('a0', 10)
    await refuse('zoe', 11)
    await minute()
    const actors = (await entries()).map(({ actor }) => actor)
    expect(actors.filter((actor) => actor === 'a0')).toHaveLength(20)
    expect(actors.filter((actor) => actor === 'zoe')).toHaveLength(10)
    const first = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`a${i}`, 1]))
    expect(await counts()).toEqual([
      { attempts: 1, actors: { zoe: 1 } },
      { attempts: 10, actors: first },
    ])
  })

  it('goes on counting those it names when it names no others', async () => {
    const { refuse, counts } = watchedSpans()
    await refuse('first', 100)
    for (let i = 0; i < 30; i++) await refuse(`a${i}`, 10)
    await refuse('first', 5)
    await minute()
    const [count] = (await counts()) as [{ attempts: number; actors: Record<string, number> }]
    // Of `first` ten were kept, and of nine others as many; of the 22 that are left, twenty are named.
    expect(count.attempts).toBe(305)
    expect(Object.keys(count.actors)).toHaveLength(20)
    expect(count.actors).toMatchObject({ first: 95, a9: 10 })
  })

  it('hands a count that could not be kept on to the next, also of names that were full', async () => {
    let broken = true
    const { refuse, counts } = watchedSpans(() => broken)
    await refuse('ann', 12)
    await refuse('ben', 11)
    await minute()
    broken = false
    await refuse('ann', 13)
    await minute()
    expect(await counts()).toEqual([{ attempts: 6, actors: { ann: 5, ben: 1 } }])
  })

  it('hands on no more names than it tells', async () => {
    const ends: (() => void)[] = []
    let broken = true
    const { refuse, counts } = watchedSpans(
      () => broken,
      () => new Promise((resolve) => ends.push(resolve)),
    )
    await refuse('old', 12)
    await minute()
    // The count is on its way while thirty others are refused, and twenty of them left out.
    for (let i = 0; i < 30; i++) await refuse(`n${i}`, 10)
    ends[0]?.()
    await vi.advanceTimersByTimeAsync(1)
    broken = false
    await minute()
    const [count] = (await counts()) as [{ attempts: number; actors: object }]
    expect(count.attempts).toBe(2 + 200)
    expect(Object.keys(count.actors)).toHaveLength(20)
    expect(count.actors).not.toHaveProperty('old')
  })

  it('ends when its authorizer is closed, and waits for nothing more', async () => {
    const { authorizer, refuse, counts } = watchedSpans()
    await refuse('ann', 12)
    await authorizer.close()
    expect(vi.getTimerCount()).toBe(0)
    expect(await counts()).toEqual([{ attempts: 2, actors: { ann: 2 } }])
  })
})
