// A store whose failures are what the rest expects: unavailable when it cannot be read, unknown when a write is lost.
import { describe, expect, it, vi } from 'vitest'
import { memoryStore, TrilatchError } from '../../src/index.ts'
import type { Store } from '../../src/index.ts'
import { guardedStore } from '../../src/store/guarded-store.ts'

const page = { limit: 1 }
const reads: readonly [name: string, read: (store: Store) => unknown, asked: readonly unknown[]][] = [
  ['ready', (store) => store.ready(), []],
  ['view', (store) => store.view('ann'), ['ann']],
  ['members', (store) => store.members('eu', page), ['eu', page]],
  ['held', (store) => store.held('eu'), ['eu']],
  ['user', (store) => store.user('ann'), ['ann']],
  ['users', (store) => store.users(page), [page]],
  ['audit', (store) => store.audit(page), [page]],
]
const audit = { at: '', actor: 'a', action: 'b', target: 'c', before: null, after: null }
const change = { tag: 'tag', expect: [], operations: [], audit }

/** A store of which every method throws this. */
function failing(error: unknown): Store {
  const fail = () => {
    throw error
  }
  return { ...memoryStore(), ...Object.fromEntries(reads.map(([name]) => [name, fail])), write: fail }
}

/** What a call throws or rejects with. */
const failure = (call: () => unknown): Promise<unknown> =>
  Promise.resolve()
    .then(call)
    .then(
      () => expect.fail('It was answered'),
      (error: unknown) => error,
    )

describe('Reading a guarded store', () => {
  it.each(reads)('asks the store what was asked: %s', async (name, read, asked) => {
    const inner = memoryStore()
    const method = vi.spyOn(inner, name as 'view')
    await read(guardedStore(inner))
    expect(method.mock.calls).toEqual([asked])
  })

  it.each(reads)('is unavailable when the store fails: %s', async (_, read) => {
    for (const broken of [
      new Error('lost'),
      new TrilatchError('TRILATCH_ROLE_UNKNOWN', 'no role', { status: 404 }),
      'lost',
    ]) {
      const error = await failure(() => read(guardedStore(failing(broken))))
      expect(error).toMatchObject({
        code: 'TRILATCH_UNAVAILABLE',
        message: 'The policy cannot be read at the moment.',
        status: 503,
        cause: broken,
      })
    }
  })

  it.each(reads)('passes on what says itself that it is unavailable: %s', async (_, read) => {
    const gone = new TrilatchError('TRILATCH_UNAVAILABLE', 'Redis is gone', { status: 503 })
    expect(await failure(() => read(guardedStore(failing(gone))))).toBe(gone)
  })

  it('does not wait where the store answers at once', () => {
    const inner = memoryStore()
    expect(guardedStore(inner).view(null)).toEqual(inner.view(null))
  })
})

describe('A guarded store that may no longer be used', () => {
  it('asks the store nothing, but may be closed', async () => {
    const inner = memoryStore()
    const methods = [...reads.map(([name]) => name), 'write'].map((name) => vi.spyOn(inner, name as 'view'))
    const close = vi.spyOn(inner, 'close')
    const closed = new Error('closed')
    const guarded = guardedStore(inner, () => {
      throw closed
    })
    for (const [, read] of reads) expect(await failure(() => read(guarded))).toBe(closed)
    expect(await failure(() => guarded.write(change))).toBe(closed)
    expect(methods.map((method) => method.mock.calls.length)).toEqual(methods.map(() => 0))
    await guarded.close()
    expect(close).toHaveBeenCalledTimes(1)
  })
})

describe('A lost write', () => {
  it('says what was lost, or that the store failed', async () => {
    const outcome = (error: unknown) => guardedStore(failing(error)).write(change)
    expect(await outcome(new Error('lost'))).toEqual({ status: 'unknown', detail: 'lost' })
    expect(await outcome('lost')).toEqual({ status: 'unknown', detail: 'the store failed' })
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
