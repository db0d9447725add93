// A write that is lost has an unknown end. It is tried once more, and what that says counts where it says anything.
import { describe, expect, it, vi } from 'vitest'
import { memoryStore } from '../../src/index.ts'
import type { Store, WriteOutcome } from '../../src/index.ts'
import { guardedStore } from '../../src/store/guarded-store.ts'

const audit = { at: '', actor: 'a', action: 'b', target: 'c', before: null, after: null }
const change = { tag: 'tag', expect: [], operations: [], audit }
const touched = { subject: 'ann', provider: 'ldap', version: 'v' }
const lost = (error: unknown) => async (): Promise<WriteOutcome> => {
  throw error
}

/** How a write ends over a store whose attempts end like this, and how often it was tried. */
async function written(...attempts: (() => Promise<WriteOutcome>)[]) {
  const inner = memoryStore()
  const write = vi.spyOn(inner, 'write')
  for (const attempt of attempts) write.mockImplementationOnce(attempt)
  const outcome = await guardedStore(inner).write(change)
  expect(write.mock.calls.every(([asked]) => asked === change)).toBe(true)
  return { outcome, tries: write.mock.calls.length, kept: (await inner.audit({ limit: 9 })).items.length }
}

describe('A lost write', () => {
  it('is done by the second attempt, once', async () => {
    expect(await written(lost(new Error('lost')))).toEqual({
      outcome: { status: 'done', version: 'tag' },
      tries: 2,
      kept: 1,
    })
  })

  it('is what the second attempt says, also when that refuses it', async () => {
    const refused = { status: 'refused', reason: 'conflict', detail: 'it has changed' } as const
    const { outcome, tries } = await written(lost(new Error('lost')), async () => refused)
    expect([outcome, tries]).toEqual([refused, 2])
  })

  it('stays unknown where the store takes no writes any more: that says nothing about the first', async () => {
    const closed = { status: 'refused', reason: 'unavailable', detail: 'it takes no writes' } as const
    const { outcome, tries } = await written(lost(new Error('lost')), async () => closed)
    expect([outcome, tries]).toEqual([{ status: 'unknown', detail: 'lost' }, 2])
  })

  it('says what was lost, or that the store failed', async () => {
    for (const [error, detail] of [
      [new Error('lost'), 'lost'],
      ['lost', 'the store failed'],
    ]) {
      const { outcome, tries } = await written(lost(error), lost(error))
      expect([outcome, tries]).toEqual([{ status: 'unknown', detail }, 2])
    }
  })

  it('is not one that was refused', async () => {
    const refused = { status: 'refused', reason: 'unavailable', detail: 'it takes no writes' } as const
    const { outcome, tries } = await written(async () => refused)
    expect([outcome, tries]).toEqual([refused, 1])
  })

  it('does not keep the process alive while it is waited for', async () => {
    const timers: NodeJS.Timeout[] = []
    const real = globalThis.setTimeout
    const watched = vi.spyOn(globalThis, 'setTimeout').mockImplementation(((run: () => void, ms: number) => {
      const timer = real(run, ms)
      timers.push(timer)
      return timer
    }) as typeof setTimeout)
    let end = (): void => {}
    const slow: Store = {
      ...memoryStore(),
      write: () => new Promise((resolve) => (end = () => resolve({ status: 'done', version: 'v' }))),
    }
    const written = guardedStore(slow).write(change)
    watched.mockRestore()
    expect(timers.map((timer) => timer.hasRef())).toEqual([false])
    end()
    expect(await written).toEqual({ status: 'done', version: 'v' })
  })
})

describe('A lost confirmation of groups', () => {
  it('has an unknown end, and is not tried again', async () => {
    const inner = memoryStore()
    const touch = vi.spyOn(inner, 'touchGroups').mockImplementation(lost(new Error('lost')))
    expect(await guardedStore(inner).touchGroups(touched)).toEqual({ status: 'unknown', detail: 'lost' })
    expect(touch.mock.calls).toEqual([[touched]])
  })
})
