// Stores of third parties: views that come by any thenable, and views that are none (unavailable, never an answer).
import { describe, expect, it } from 'vitest'
import { createAuthorizer, memoryStore, TrilatchError } from '../../src/index.ts'
import type { Store, StoreView } from '../../src/index.ts'
import { grant, permissions } from './support.ts'

const roles = [{ id: 'runner', rules: [grant('job.run')] }] as const
const ann = { id: 'ann', roles: ['runner'] }
const broken = new Error('connection lost')
const unavailable = {
  code: 'TRILATCH_UNAVAILABLE',
  message: 'The policy cannot be read at the moment.',
  status: 503,
  headers: { 'retry-after': '1' },
}

/** A promise of a library's own make: it has `then` and nothing else. */
function thenable<T>(promise: Promise<T>): Promise<T> {
  // oxlint-disable-next-line unicorn/no-thenable
  return { then: (done: never, failed: never) => promise.then(done, failed) } as unknown as Promise<T>
}

/** An authorizer over a store that was opened in order, and shows something else from then on. */
async function showing(view: (store: Store, subject: string | null) => unknown) {
  const store = memoryStore({ roles })
  let opened = false
  const shown: Store = {
    ...store,
    view: (subject) => (opened ? view(store, subject) : store.view(subject)) as StoreView,
  }
  const authorizer = createAuthorizer({ permissions, store: shown })
  await authorizer.ready()
  opened = true
  return authorizer
}

async function isUnavailable(authorizer: Awaited<ReturnType<typeof showing>>, cause: unknown): Promise<void> {
  const manager = authorizer.manage('boss')
  const asked = [
    () => authorizer.access(ann),
    () => authorizer.access(null),
    () => authorizer.decide(ann, 'job.run'),
    () => authorizer.roleTree('runner'),
    () => authorizer.diagnostics(),
    () => manager.roles(),
    () => manager.rolesOf('ann'),
    () => manager.assign({ subject: 'ann', role: 'runner' }),
  ]
  for (const ask of asked) {
    const error: unknown = await ask().then(
      () => expect.fail('It was answered'),
      (reason: unknown) => reason,
    )
    expect(error).toBeInstanceOf(TrilatchError)
    expect(error).toMatchObject({ ...unavailable, cause })
  }
}

describe('A view by a thenable that is no Promise', () => {
  it('is waited for', async () => {
    const authorizer = await showing((store, subject) => thenable(Promise.resolve(store.view(subject))))
    expect((await authorizer.access(ann)).can('job.run')).toBe(true)
    expect(await authorizer.manage('boss').roles()).toHaveLength(1)
  })

  it('is unavailable when that rejects', async () => {
    await isUnavailable(await showing(() => thenable(Promise.reject(broken))), broken)
  })

  it('is unavailable when its `then` throws', async () => {
    const then = (): never => {
      throw broken
    }
    // oxlint-disable-next-line unicorn/no-thenable
    await isUnavailable(await showing(() => ({ then })), broken)
  })
})

describe('What is no view', () => {
  const none: readonly (readonly [name: string, view: (shown: StoreView) => unknown])[] = [
    ['undefined', () => undefined],
    ['null', () => null],
    ['false', () => false],
    ['nothing in it', () => ({})],
    ['a policy that is undefined', ({ subject }) => ({ policy: undefined, subject })],
    ['a policy without roles', ({ subject }) => ({ policy: {}, subject })],
    ['roles that are no Map', ({ policy, subject }) => ({ policy: { ...policy, roles: {} }, subject })],
    ['a subject that is undefined', ({ policy }) => ({ policy, subject: undefined })],
  ]
  const cause: unknown = expect.objectContaining({ message: 'The store gave no view of a policy' })

  it.each(none)('is unavailable, and nobody is refused or let in by it: %s', async (_, view) => {
    const found = (store: Store): unknown => view(store.view(null) as StoreView)
    await isUnavailable(await showing(found), cause)
    await isUnavailable(await showing(async (store) => found(store)), cause)
    await isUnavailable(await showing((store) => thenable(Promise.resolve(found(store)))), cause)
  })

  it('fails the start too', async () => {
    const store: Store = { ...memoryStore({ roles }), view: () => undefined as never }
    const authorizer = createAuthorizer({ permissions, store })
    await expect(authorizer.ready()).rejects.toMatchObject(unavailable)
    await expect(authorizer.access(ann)).rejects.toMatchObject(unavailable)
  })
})
