// A store whose failures are what the rest expects: unavailable when it cannot be asked, and nothing else.
import { describe, expect, it, vi } from 'vitest'
import { memoryStore, TrilatchError } from '../../src/index.ts'
import type { OnDemandStore, Store } from '../../src/index.ts'
import { guardedStore } from '../../src/store/guarded-store.ts'

const page = { limit: 1 }
const place = { kind: 'note', key: 'a' }
const entry = { ...place, value: 1, ttlMs: 60_000 }
const seen = { version: 'v' }
const publication = { seen: 'v', tag: 'tag' }
const lean = { version: 'v', mappings: [], mappingsVersion: 'v', administrators: new Set<string>() }
const demanded = (store: Store): OnDemandStore => store.onDemand as OnDemandStore

/** Each method that asks a store something: where it is, a call of it, and what the store has to be asked. */
const reads: readonly [name: string, read: (store: Store) => unknown, asked: readonly unknown[]][] = [
  ['ready', (store) => store.ready(), []],
  ['view', (store) => store.view('ann'), ['ann']],
  ['reread', (store) => store.reread?.('ann'), ['ann']],
  ['members', (store) => store.members('eu', page), ['eu', page]],
  ['scopedMembers', (store) => store.scopedMembers('eu', 5), ['eu', 5]],
  ['held', (store) => store.held('eu'), ['eu']],
  ['user', (store) => store.user('ann'), ['ann']],
  ['userByEmail', (store) => store.userByEmail('a@x.org'), ['a@x.org']],
  ['users', (store) => store.users(page), [page]],
  ['audit', (store) => store.audit(page), [page]],
  ['trail', (store) => store.trail(page), [page]],
  ['applications', (store) => store.applications(), []],
  ['publish', (store) => store.publish(publication), [publication]],
  ['vault.get', (store) => store.vault.get(place), [place]],
  ['vault.put', (store) => store.vault.put(entry), [entry]],
  ['vault.replace', (store) => store.vault.replace(entry, seen), [entry, seen]],
  ['vault.take', (store) => store.vault.take(place), [place]],
  ['vault.count', (store) => store.vault.count(place, 2, entry), [place, 2, entry]],
  ['vault.forget', (store) => store.vault.forget(place), [place]],
  ['onDemand.open', (store) => demanded(store).open?.(['eu']), [['eu']]],
  ['onDemand.view', (store) => demanded(store).view('ann'), ['ann']],
  ['onDemand.reread', (store) => demanded(store).reread('ann'), ['ann']],
  ['onDemand.bundle', (store) => demanded(store).bundle('b'), ['b']],
  ['onDemand.putBundle', (store) => demanded(store).putBundle('b', 1), ['b', 1]],
  ['onDemand.roles', (store) => demanded(store).roles(lean, ['eu']), [lean, ['eu']]],
]
const audit = { at: '', actor: 'a', action: 'b', target: 'c', before: null, after: null }
const change = { tag: 'tag', expect: [], operations: [], audit }
const touched = { subject: 'ann', provider: 'ldap', version: 'v' }

/** A store that has everything a store may have. */
function whole(): Store {
  const store = memoryStore()
  const onDemand: OnDemandStore = { ...demanded(store), open: async () => ({}) }
  return { ...store, reread: (subject) => store.view(subject), onDemand }
}

/** Watches a method of a store, or of its vault or on-demand side. */
function watch(store: Store, name: string) {
  const [method = '', part] = name.split('.').toReversed()
  const owner = part === undefined ? store : part === 'vault' ? store.vault : demanded(store)
  return vi.spyOn(owner as Store, method as 'view')
}

/** A store of which every method throws this. */
function failing(error: unknown): Store {
  const store = whole()
  for (const name of [...reads.map(([read]) => read), 'write', 'touchGroups'])
    watch(store, name).mockImplementation(() => {
      throw error
    })
  return store
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
  it.each(reads)('asks the store what was asked, and gives what it says: %s', async (name, read, asked) => {
    const inner = whole()
    const method = watch(inner, name)
    const said = await read(guardedStore(inner))
    expect(method.mock.calls).toEqual([asked])
    expect(said).toBe(await method.mock.results[0]?.value)
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

describe('What a store need not have', () => {
  it('is a deadline, which the guarded one has then too, and else none', () => {
    expect(guardedStore({ ...memoryStore(), deadlineMs: 250 }).deadlineMs).toBe(250)
    expect('deadlineMs' in guardedStore(memoryStore())).toBe(false)
  })

  it('is another way to see the newest: then it is viewed', async () => {
    const { reread: _, ...inner } = whole()
    const view = vi.spyOn(inner, 'view')
    await guardedStore(inner).reread?.('ann')
    expect(view.mock.calls).toEqual([['ann']])
  })

  it('is an offer to those who do not hold the policy', async () => {
    const { onDemand, ...inner } = memoryStore()
    expect('onDemand' in guardedStore(inner)).toBe(false)
    const guarded = guardedStore({ ...inner, onDemand: onDemand as OnDemandStore })
    expect(await guarded.onDemand?.open?.(['eu'])).toBeUndefined()
  })

  it('is something to say about its health: it is well as long as it answers', () => {
    const { health: _, ...inner } = memoryStore()
    const ill = { status: 'unavailable', details: { since: 1 } } as const
    expect(guardedStore(inner).health?.()).toEqual({ status: 'ok', details: {} })
    expect(guardedStore({ ...inner, health: () => ill }).health?.()).toBe(ill)
  })
})

describe('A guarded store that may no longer be used', () => {
  it('asks the store nothing, but may be closed', async () => {
    const inner = whole()
    const methods = [...reads.map(([name]) => name), 'write', 'touchGroups'].map((name) => watch(inner, name))
    const close = vi.spyOn(inner, 'close')
    const closed = new Error('closed')
    const guarded = guardedStore(inner, () => {
      throw closed
    })
    for (const [, read] of reads) expect(await failure(() => read(guarded))).toBe(closed)
    expect(await failure(() => guarded.write(change))).toBe(closed)
    expect(await failure(() => guarded.touchGroups(touched))).toBe(closed)
    expect(methods.map((method) => method.mock.calls.length)).toEqual(methods.map(() => 0))
    await guarded.close()
    expect(close).toHaveBeenCalledTimes(1)
  })
})
