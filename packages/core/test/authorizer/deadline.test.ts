// Obtaining an access ends within the store's deadline, whatever it waits for. Time is the test's.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createAuthorizer, memoryStore } from '../../src/index.ts'
import type { Access, Role, Store, StoredPolicy, StoreView } from '../../src/index.ts'
import { grant, permissions } from './support.ts'

const deadlineMs = 250
const never = new Promise<never>(() => {})
const late = { code: 'TRILATCH_UNAVAILABLE', status: 503 }

let time = 0
/** Slices of a policy that are due. */
let due: (() => void)[] = []

beforeEach(() => {
  time = 0
  due = []
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  // Each look at the clock takes five milliseconds, so that what is large needs several slices on any machine.
  vi.spyOn(performance, 'now').mockImplementation(() => (time += 5))
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

async function pass(ms: number): Promise<void> {
  time += ms
  await vi.advanceTimersByTimeAsync(ms)
}

/** Which of the promises have ended. */
function watch(promises: readonly PromiseLike<unknown>[]): string[] {
  const ends = promises.map(() => 'waits')
  for (const [i, promise] of promises.entries())
    promise.then(
      () => (ends[i] = 'had'),
      (error: { code: string }) => (ends[i] = error.code),
    )
  return ends
}

const policyOf = (version: string): StoredPolicy => ({
  version,
  roles: new Map(
    Array.from({ length: 1_500 }, (_, i): Role => ({
      id: i === 0 ? 'runner' : `${version}.${i}`,
      rules: [grant('job.run', `${version}.*`)],
    })).map((role) => [role.id, { role, version }]),
  ),
  mappings: [],
  mappingsVersion: version,
})
const ann = { id: 'ann', roles: ['runner'] }

/** An authorizer that has started, over a store whose policy and answers the test chooses. */
async function started() {
  const shown = { policy: policyOf('v1'), wait: undefined as Promise<StoreView> | undefined }
  const view = (): StoreView | Promise<StoreView> => shown.wait ?? { policy: shown.policy, subject: null }
  const reread = vi.fn(view)
  const store: Store = { ...memoryStore(), deadlineMs, view, reread }
  const authorizer = createAuthorizer({ permissions, store })
  await authorizer.ready()
  const obtain = (subject: { id: string; roles?: string[]; epoch?: string } = ann) =>
    authorizer.obtain(subject) as PromiseLike<Access>
  return { shown, authorizer, obtain, reread }
}

describe('Obtaining an access is unavailable after the deadline', () => {
  it('where it waits for a changed policy to be made ready; the work goes on, and who asks later has it', async () => {
    const { shown, authorizer, obtain } = await started()
    vi.spyOn(globalThis, 'setImmediate').mockImplementation(((run: () => void) => due.push(run)) as never)
    shown.policy = policyOf('v2')
    const ends = watch([obtain(), obtain({ id: 'ben' })])
    await pass(deadlineMs - 60)
    expect(ends).toEqual(['waits', 'waits'])
    const later = watch([obtain()])
    await pass(60)
    expect(ends).toEqual([late.code, late.code])
    expect(later).toEqual(['waits'])
    // Nothing of it was done meanwhile.
    expect(due).toHaveLength(1)
    for (let run = due.shift(); run !== undefined; run = due.shift()) {
      run()
      await vi.advanceTimersByTimeAsync(0)
    }
    expect(later).toEqual(['had'])
    expect(authorizer.obtain(ann)).toMatchObject({ version: 'v2' })
  })

  it('where a store has no answer, and where it has none for the second look', async () => {
    const { shown, obtain, reread } = await started()
    reread.mockReturnValue(never)
    const second = watch([obtain({ ...ann, epoch: 'of a session' })])
    expect(reread).toHaveBeenCalledTimes(1)
    shown.wait = never
    const first = watch([obtain()])
    await pass(deadlineMs)
    expect([first, second]).toEqual([[late.code], [late.code]])
  })

  it('where the answer comes when a stopped process goes on, before any timer', async () => {
    const { shown, obtain } = await started()
    let answer: (view: StoreView) => void = () => undefined
    shown.wait = new Promise<StoreView>((resolve) => (answer = resolve))
    const ends = watch([obtain()])
    time += 4_000
    answer({ policy: shown.policy, subject: null })
    await vi.advanceTimersByTimeAsync(0)
    expect(ends).toEqual([late.code])
  })

  it('with a code and a text that say so', async () => {
    const { shown, obtain } = await started()
    shown.wait = never
    const asked = Promise.resolve(obtain()).catch((error: unknown) => error)
    await pass(deadlineMs)
    expect(await asked).toMatchObject({ ...late, message: 'The store did not answer in time.' })
  })
})

describe('For the deadline', () => {
  it('one timer is set, however many wait', async () => {
    const { shown, obtain } = await started()
    shown.wait = never
    const timers = vi.spyOn(globalThis, 'setTimeout')
    const ends = watch(Array.from({ length: 500 }, () => obtain()))
    expect(timers).toHaveBeenCalledTimes(1)
    // All of them began within so many looks at the clock.
    await pass(deadlineMs + 3_000)
    await pass(3_000)
    expect(new Set(ends)).toEqual(new Set([late.code]))
    expect(timers.mock.calls.length).toBeLessThan(5)
  })

  it('the start does not count: who asks before it waits for it', async () => {
    let opened = (): void => {}
    const store: Store = {
      ...memoryStore(),
      deadlineMs,
      ready: () => new Promise((resolve) => (opened = resolve)),
    }
    const ends = watch([createAuthorizer({ permissions, store }).obtain(null) as PromiseLike<Access>])
    await pass(10 * deadlineMs)
    expect(ends).toEqual(['waits'])
    opened()
    await pass(0)
    expect(ends).toEqual(['had'])
  })

  it('nothing is set where accesses are had at once', async () => {
    const { obtain } = await started()
    const timers = vi.spyOn(globalThis, 'setTimeout')
    expect(obtain()).toMatchObject({ version: 'v1' })
    expect(timers).not.toHaveBeenCalled()
  })
})
