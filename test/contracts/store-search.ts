import { afterEach, describe, expect, it } from 'vitest'
import type { Operation, Store } from '@trilatch/core'
import { all, assign, done, putUser, removeUser } from './store-kit.ts'
import type { MakeStore } from './store-kit.ts'

const pad = (i: number): string => String(i).padStart(3, '0')
const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i)

/** What a search of users promises: everybody it finds once, in order, page by page. */
export function searchContract(makeStore: MakeStore): void {
  const open: Store[] = []
  const make = async (...operations: readonly Operation[]): Promise<Store> => {
    const store = await makeStore({})
    open.push(store)
    if (operations.length > 0) await done(store, ...operations)
    return store
  }
  afterEach(async () => {
    for (const store of open.splice(0)) await store.close()
  })
  const found = async (store: Store, search: string, limit = 200): Promise<string[]> =>
    (await all((after) => store.users({ search, limit, ...(after === undefined ? {} : { after }) }))).map(
      ({ user }) => user.id,
    )

  const people = [
    putUser('u1', { email: 'Ada@Example.org', title: 'Ada Lovelace' }),
    putUser('u2', { email: 'grace@example.org', title: 'Grace  Hopper' }),
    putUser('u3', { email: 'emile@example.org', title: '\u00c9mile Borel' }),
    putUser('adam', { title: 'Somebody' }),
    putUser('X9'),
  ]

  describe('A search of users', () => {
    it.each([
      ['u', ['u1', 'u2', 'u3']],
      ['ada', ['adam', 'u1']],
      ['ADA L', ['u1']],
      ['grace hopper', ['u2']],
      ['  Grace \t h', ['u2']],
      ['e\u0301mile b', ['u3']],
      ['emile@', ['u3']],
      ['X', ['X9']],
      ['x', []],
      ['lovelace', []],
      ['example', []],
      ['*', []],
      ['(', []],
      ['\u{10FFFF}', []],
    ])(
      '%j finds %j: by id as it is, by address and title without regard to case and accents',
      async (search, ids) => {
        expect(await found(await make(...people), search)).toEqual(ids)
      },
    )

    it.each([1, 2, 7, 200])(
      'lists everybody once in pages of at most %d, by id, then by text',
      async (limit) => {
        const store = await make(
          ...range(30).map((i) => putUser(`b${pad(i)}`, { email: `b${pad(i)}@x.org`, title: `B ${i}` })),
          ...range(30).map((i) =>
            putUser(`a${pad(i)}`, { email: `b.${pad(29 - i)}@x.org`, title: `b ${i}` }),
          ),
          ...range(5).map((i) => putUser(`c${i}`, { title: 'b' })),
        )
        const ids = await found(store, 'b', limit)
        expect(ids).toHaveLength(65)
        expect(new Set(ids).size).toBe(65)
        expect(ids.slice(0, 30)).toEqual(range(30).map((i) => `b${pad(i)}`))
        expect(ids.slice(30, 35)).toEqual(range(5).map((i) => `c${i}`))
        const page = await store.users({ search: 'b', limit })
        expect(page.items.length).toBeLessThanOrEqual(limit)
      },
    )

    it('finds nobody under what they were called before, nor after they were removed', async () => {
      const store = await make(...people)
      await done(store, putUser('u1', { email: 'lady@example.org', title: 'Countess' }), removeUser('u2'))
      expect(await found(store, 'ada')).toEqual(['adam'])
      expect(await found(store, 'countess')).toEqual(['u1'])
      expect(await found(store, 'lady@')).toEqual(['u1'])
      expect(await found(store, 'grace')).toEqual([])
      expect(await found(store, 'u')).toEqual(['u1', 'u3'])
    })

    it('finds users and not the subjects of assignments, and tells all about them', async () => {
      const store = await make(...people, assign('u7', 'reader'))
      expect(await found(store, 'u7')).toEqual([])
      const { items } = await store.users({ search: 'grace', limit: 5 })
      expect(items).toEqual([await store.user('u2')])
    })

    it('goes on behind somebody who was removed meanwhile', async () => {
      const store = await make(...range(6).map((i) => putUser(`p${i}`, { title: `Person ${i}` })))
      const first = await store.users({ search: 'person', limit: 2 })
      await done(store, removeUser('p1'), removeUser('p2'))
      const rest = await all((after) =>
        store.users({ search: 'person', limit: 2, after: after ?? first.next ?? '' }),
      )
      expect([...first.items, ...rest].map(({ user }) => user.id)).toEqual(['p0', 'p1', 'p3', 'p4', 'p5'])
    })
  })
}
