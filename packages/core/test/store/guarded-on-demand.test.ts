// Views of a store for those who do not hold the policy: what is no view is unavailable, however it comes.
import { describe, expect, it } from 'vitest'
import { memoryStore, TrilatchError } from '../../src/index.ts'
import type { LeanView, OnDemandStore } from '../../src/index.ts'
import { guardedStore } from '../../src/store/guarded-store.ts'
import { thrown } from '../authorizer/support.ts'

/** The guarded on-demand side of a store that shows this. */
function showing(view: () => unknown): OnDemandStore {
  const inner = memoryStore()
  const shown = view as () => LeanView
  const onDemand = { ...(inner.onDemand as OnDemandStore), view: shown, reread: shown }
  return guardedStore({ ...inner, onDemand }).onDemand as OnDemandStore
}

const ways = ['view', 'reread'] as const
const good = { policy: { version: 'v' }, subject: null }
const none = [
  undefined,
  null,
  {},
  { policy: null, subject: null },
  { policy: {}, subject: null },
  { policy: { version: 1 }, subject: null },
  { policy: { version: 'v' } },
]

function isNoView(error: unknown): void {
  expect(error).toBeInstanceOf(TrilatchError)
  expect(error).toMatchObject({
    code: 'TRILATCH_UNAVAILABLE',
    message: 'The policy cannot be read at the moment.',
    status: 503,
    cause: new TypeError('The store gave no view of a policy'),
  })
}

describe.each(ways)('A lean %s', (way) => {
  it.each(none.map((view) => [view]))('is refused when it is none, at once or later: %j', async (view) => {
    isNoView(thrown(() => showing(() => view)[way]('ann')))
    isNoView(
      await Promise.resolve(showing(async () => view)[way]('ann')).then(
        () => expect.fail('It was shown'),
        (error: unknown) => error,
      ),
    )
  })

  it('is given as it is, at once where the store answers at once', async () => {
    expect(showing(() => good)[way]('ann')).toBe(good)
    const later = showing(async () => good)[way]('ann')
    expect(later).toBeInstanceOf(Promise)
    expect(await later).toBe(good)
  })
})
