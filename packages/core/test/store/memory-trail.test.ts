// The audit trail of a memory store at its ends: where nothing is kept, and where a page is the last.
import { describe, expect, it } from 'vitest'
import { memoryStore } from '../../src/index.ts'
import type { MemoryStoreOptions, Store } from '../../src/index.ts'
import { done, putUser } from '../../../../test/contracts/store-kit.ts'

/** A store with so many entries. */
async function kept(entries: number, options: MemoryStoreOptions = {}): Promise<Store> {
  const store = memoryStore({}, options)
  for (let i = 1; i <= entries; i++) await done(store, putUser(`u${i}`))
  return store
}

describe('A trail without entries', () => {
  it.each([{ limit: 5 }, { limit: 5, after: '3' }])('shows none, and ends nowhere: %j', async (query) => {
    const store = await kept(0)
    expect(await store.audit(query)).toStrictEqual({ items: [] })
    expect(await store.trail(query)).toStrictEqual({
      items: [],
      bounds: { head: null, newest: 0, oldest: null },
      key: '-',
    })
  })
})

describe('A page of the trail as it is kept', () => {
  it('is all that is told of each entry, and no fault where there is none', async () => {
    const store = await kept(1)
    const [entry] = (await store.audit({ limit: 1 })).items
    const { sequence, key, hash } = entry ?? expect.fail('There is no entry')
    expect(await store.trail({ limit: 1 })).toStrictEqual({
      items: [{ place: '1', sequence: 1, entry }],
      bounds: { head: { sequence, key, hash }, newest: 1, oldest: 1 },
      key: '-',
    })
  })

  it.each([
    [{ limit: 2 }, [1, 2], '2'],
    [{ limit: 3 }, [1, 2, 3], '3'],
    [{ limit: 4 }, [1, 2, 3, 4], undefined],
    [{ limit: 2, after: '1' }, [2, 3], '3'],
    [{ limit: 2, after: '2' }, [3, 4], undefined],
    [{ limit: 9, after: '3' }, [4], undefined],
    [{ limit: 9, after: '4' }, [], undefined],
    [{ limit: 9, after: '99' }, [], undefined],
  ])('names the next one where there are more: %j', async (query, sequences, next) => {
    const page = await (await kept(4)).trail(query)
    expect(page.items.map(({ sequence }) => sequence)).toEqual(sequences)
    expect(page.next).toBe(next)
    expect('next' in page).toBe(next !== undefined)
  })
})

describe('The newest entries', () => {
  it.each([
    [{ limit: 9 }, [3, 2, 1]],
    [{ limit: 9, after: '3' }, [2, 1]],
    [{ limit: 9, after: '99' }, [3, 2, 1]],
    [{ limit: 9, after: '1' }, []],
    [{ limit: 9, after: '0' }, []],
    [{ limit: 9, after: 'nowhere' }, []],
  ])('are those below a number, and none below what is no number: %j', async (query, sequences) => {
    const { items, next } = await (await kept(3)).audit(query)
    expect(items.map(({ sequence }) => sequence)).toEqual(sequences)
    expect(next).toBeUndefined()
  })
})

describe('The audit key of a memory store', () => {
  const secret = 's'.repeat(32)

  it('makes its entries, which are chained without one otherwise', async () => {
    for (const [options, form] of [
      [{ auditKey: secret }, /^[\w-]{12}$/],
      [{ auditKey: [secret, 't'.repeat(32)] }, /^[\w-]{12}$/],
      [{}, /^-$/],
    ] as const) {
      const { items, key } = await (await kept(1, options)).trail({ limit: 1 })
      expect(key).toMatch(form)
      expect(items).toMatchObject([{ entry: { key } }])
    }
  })

  it.each(['short', 's'.repeat(31), [], [secret, 'short'], 5])('is not %j', (auditKey) => {
    expect(() => memoryStore({}, { auditKey } as MemoryStoreOptions)).toThrow(
      expect.objectContaining({
        code: 'TRILATCH_OPTION_INVALID',
        message:
          'Cannot make a store: `auditKey` must be a secret of at least 32 characters, or a list of them: the first makes new entries, all of them verify',
      }),
    )
  })
})
