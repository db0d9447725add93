import { afterEach, describe, expect, it } from 'vitest'
import type { Operation, Store } from '@trilatch/core'
import {
  admin,
  all,
  assign,
  boss,
  done,
  membersOf,
  putUser,
  reader,
  trailOf,
  unassign,
  usersOf,
  writer,
} from './store-kit.ts'
import type { MakeStore } from './store-kit.ts'

const pad = (i: number): string => String(i).padStart(3, '0')
const ids = (count: number): string[] => Array.from({ length: count }, (_, i) => `s${pad(i)}`)
/** In an order that is not the one of the ids. */
const shuffled = (count: number): string[] =>
  ids(count).toSorted((a, b) => (a.at(-1) ?? '').localeCompare(b.at(-1) ?? '') || (a < b ? 1 : -1))

/** What the lists promise: fixed order, whole pages, no item twice or never. */
export function listContract(makeStore: MakeStore): void {
  const open: Store[] = []
  const make = async (...operations: readonly Operation[]): Promise<Store> => {
    const store = await makeStore({ roles: [admin, reader, writer], assignments: [boss] })
    open.push(store)
    if (operations.length > 0) await done(store, ...operations)
    return store
  }
  afterEach(async () => {
    for (const store of open.splice(0)) await store.close()
  })

  describe('The members of a role', () => {
    it.each([1, 7, 99, 100, 200])('come ordered by id in pages of %d', async (limit) => {
      const store = await make(...shuffled(100).map((id) => assign(id, 'reader')))
      expect(await membersOf(store, 'reader', limit)).toEqual(ids(100))
    })

    it('end without a next page, also when the last one is full', async () => {
      const store = await make(...ids(4).map((id) => assign(id, 'reader')))
      const first = await store.members('reader', { limit: 2 })
      expect([first.items, first.next]).toEqual([['s000', 's001'], 's001'])
      const last = await store.members('reader', { limit: 2, after: 's001' })
      expect([last.items, last.next, last.version]).toEqual([['s002', 's003'], undefined, first.version])
      expect((await store.members('reader', { limit: 4 })).next).toBeUndefined()
    })

    it('continue behind an id that is no longer there', async () => {
      const store = await make(...ids(4).map((id) => assign(id, 'reader')))
      await done(store, unassign('s001', 'reader'))
      expect((await store.members('reader', { limit: 9, after: 's001' })).items).toEqual(['s002', 's003'])
      expect((await store.members('reader', { limit: 9, after: 'zzz' })).items).toEqual([])
    })

    it('are only those who hold it unscoped, suspended or not', async () => {
      const store = await make(
        assign('ann', 'reader', 'eu.*'),
        assign('ben', 'reader'),
        putUser('ben', { suspended: true }),
      )
      expect(await membersOf(store, 'reader')).toEqual(['ben'])
      expect(await membersOf(store, 'writer')).toEqual([])
      expect(await membersOf(store, 'ghost')).toEqual([])
    })

    it('with a scope are listed apart: at most so many, each once, and only while they hold it so', async () => {
      const store = await make(
        assign('ann', 'reader', 'eu.*'),
        assign('ann', 'reader', 'us.*'),
        assign('ann', 'reader'),
        assign('ben', 'reader'),
        ...ids(20).map((id) => assign(id, 'reader', `${id}.*`)),
      )
      expect((await store.scopedMembers('reader', 200)).toSorted()).toEqual(['ann', ...ids(20)])
      const some = await store.scopedMembers('reader', 7)
      expect([some.length, new Set(some).size]).toEqual([7, 7])
      await done(
        store,
        unassign('ann', 'reader', 'eu.*'),
        ...ids(19).map((id) => unassign(id, 'reader', `${id}.*`)),
      )
      expect((await store.scopedMembers('reader', 200)).toSorted()).toEqual(['ann', 's019'])
      expect(await store.scopedMembers('ghost', 200)).toEqual([])
    })

    it('are in the order of code units, whatever the language', async () => {
      const names = ['Z', 'a', 'z', '\u00e4', '_', '10', '9', '__proto__']
      const store = await make(...names.map((id) => assign(id, 'reader')))
      expect(await membersOf(store, 'reader', 3)).toEqual(names.toSorted())
    })
  })

  describe('The users', () => {
    it.each([1, 7, 99, 100, 200])('come ordered by id in pages of %d', async (limit) => {
      const store = await make(...shuffled(100).map((id) => putUser(id)))
      expect(await usersOf(store, limit)).toEqual(ids(100))
    })

    it('are those that were put and not the subjects of assignments', async () => {
      const store = await make(putUser('ann', { email: 'a@x.org', title: 'Ann' }), assign('ben', 'reader'))
      const { items, next } = await store.users({ limit: 1 })
      expect(items.map(({ user }) => user)).toEqual([
        {
          id: 'ann',
          email: 'a@x.org',
          title: 'Ann',
          suspended: false,
          createdAt: '2026-01-01T00:00:00.000Z',
        },
      ])
      expect(next).toBeUndefined()
      expect(await store.user('ann')).toEqual(items[0])
      expect(await store.user('ben')).toBeNull()
      expect(await store.user('__proto__')).toBeNull()
    })
  })

  describe('The audit trail', () => {
    it.each([1, 7, 200])('comes newest first in pages of %d', async (limit) => {
      const store = await make()
      const tags: string[] = []
      for (const id of ids(15)) tags.push(await done(store, assign(id, 'reader')))
      const trail = await trailOf(store, limit)
      expect(trail.slice(0, 15).map(({ tag }) => tag)).toEqual(tags.toReversed())
    })

    it('goes on behind a sequence number while new lines are written', async () => {
      const store = await make()
      for (const id of ids(12)) await done(store, assign(id, 'reader'))
      const first = await store.audit({ limit: 5 })
      await done(store, assign('late', 'reader'))
      const rest = await all((after) => store.audit({ limit: 5, after: after ?? first.next ?? '' }))
      const numbers = [...first.items, ...rest].map(({ sequence }) => sequence)
      expect(first.next).toBe(String(first.items.at(-1)?.sequence))
      expect(numbers).toEqual(numbers.map((_, i) => numbers.length - i))
    })
  })

  describe('held', () => {
    it('is true while any assignment leads to the role, scoped or not', async () => {
      const store = await make(assign('ann', 'reader', 'eu.*'))
      expect([await store.held('admin'), await store.held('reader'), await store.held('writer')]).toEqual([
        true,
        true,
        false,
      ])
      await done(store, unassign('ann', 'reader', 'eu.*'))
      expect([
        await store.held('reader'),
        await store.held('ghost'),
        await store.held('constructor'),
      ]).toEqual([false, false, false])
    })
  })
}
