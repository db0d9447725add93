import { afterEach, describe, expect, it } from 'vitest'
import { firstRun } from '@trilatch/core'
import type { Operation, Store, VaultDocument, VaultPlace } from '@trilatch/core'
import { admin, assign, boss, done, putUser, reader, removeUser, write } from './store-kit.ts'
import type { MakeStore } from './store-kit.ts'

const note = (key: string): VaultPlace => ({ kind: 'note', key })
const put = (entry: VaultDocument): Operation => ({ kind: 'put-entry', entry })
const remove = (entry: VaultPlace): Operation => ({ kind: 'remove-entry', entry })
const minute = { ttlMs: 60_000 }

/** Waits until something is so; expiry is the store's own to keep. */
async function until(so: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 5_000
  while (!(await so())) {
    if (Date.now() > end) throw new Error('It did not become so within 5 s')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** What sign-in keeps: written with users in one step, or coming and going with requests. */
export function vaultContract(makeStore: MakeStore): void {
  const open: Store[] = []
  const make = async (): Promise<Store> => {
    const store = await makeStore({ roles: [admin, reader], assignments: [boss] })
    open.push(store)
    return store
  }
  const valueOf = async (store: Store, key: string): Promise<unknown> =>
    (await store.vault.get(note(key)))?.value
  afterEach(async () => {
    for (const store of open.splice(0)) await store.close()
  })

  describe('An entry of the vault', () => {
    it('is written together with a user, with its value and the version of that write', async () => {
      const store = await make()
      const value = { hash: '$argon2id$\u20ac', list: [1, null, 'a'], __proto: true }
      const version = await done(store, putUser('ann'), put({ ...note('ann'), value }))
      const found = await store.vault.get(note('ann'))
      expect(found).toEqual({ value, version })
      expect(Object.isFrozen(found?.value)).toBe(true)
      expect(await store.vault.get({ kind: 'other', key: 'ann' })).toBeNull()
      expect(await store.vault.get(note('ANN'))).toBeNull()
    })

    it('is not there when the write was refused, and neither is the user', async () => {
      const store = await make()
      await done(store, putUser('ann', { email: 'a@x.org' }), put({ ...note('used'), value: 1 }))
      const taken = [
        putUser('ben', { email: 'A@x.org' }),
        put({ ...note('ben'), value: 1 }),
        remove(note('used')),
      ]
      expect(await write(store, taken)).toMatchObject({ status: 'refused', reason: 'email-taken' })
      expect(await valueOf(store, 'ben')).toBeUndefined()
      expect(await valueOf(store, 'used')).toBe(1)
    })

    it('lets one of many who use it up through, with what they write', async () => {
      const store = await make()
      await done(store, put({ ...note('invitation'), value: 'x' }))
      const version = (await store.vault.get(note('invitation')))?.version ?? null
      const outcomes = await Promise.all(
        Array.from({ length: 10 }, (_, i) =>
          write(
            store,
            [putUser(`u${i}`), assign(`u${i}`, 'reader'), remove(note('invitation'))],
            [{ kind: 'entry', id: 'note:invitation', version }],
          ),
        ),
      )
      expect(outcomes.filter(({ status }) => status === 'done')).toHaveLength(1)
      expect((await store.users({ limit: 200 })).items).toHaveLength(1)
      expect(await valueOf(store, 'invitation')).toBeUndefined()
    })

    it('stays until it is removed, and goes when it has expired', async () => {
      const store = await make()
      await done(store, put({ ...note('stays'), value: 1 }), put({ ...note('goes'), value: 2, ttlMs: 20 }))
      await store.vault.put({ ...note('passes'), value: 3, ttlMs: 20 })
      await until(async () => (await valueOf(store, 'goes')) === undefined)
      await until(async () => (await valueOf(store, 'passes')) === undefined)
      expect(await valueOf(store, 'stays')).toBe(1)
      await done(store, remove(note('stays')))
      expect(await valueOf(store, 'stays')).toBeUndefined()
    })

    it('that expires may become one that stays', async () => {
      const store = await make()
      await store.vault.put({ ...note('a'), value: 1, ttlMs: 20 })
      await done(store, put({ ...note('a'), value: 2 }))
      await store.vault.put({ ...note('b'), value: 1, ttlMs: 20 })
      await until(async () => (await valueOf(store, 'b')) === undefined)
      expect(await valueOf(store, 'a')).toBe(2)
    })

    it('is taken once, whoever asks at the same time', async () => {
      const store = await make()
      await store.vault.put({ ...note('state'), value: { nonce: 'n' }, ...minute })
      const takes = await Promise.all(Array.from({ length: 10 }, () => store.vault.take(note('state'))))
      expect(takes.filter((found) => found !== null).map(({ value }) => value)).toEqual([{ nonce: 'n' }])
      expect(await valueOf(store, 'state')).toBeUndefined()
      expect(await store.vault.take(note('never'))).toBeNull()
    })

    it('is replaced at the version that was seen, keeps its expiry, and not otherwise', async () => {
      const store = await make()
      const version = await done(store, put({ ...note('hash'), value: 'old' }))
      expect(await store.vault.replace({ ...note('hash'), value: 'bad' }, { version: 'other' })).toBe(false)
      expect(await store.vault.replace({ ...note('hash'), value: 'new' }, { version })).toBe(true)
      expect(await store.vault.replace({ ...note('hash'), value: 'late' }, { version })).toBe(false)
      expect(await valueOf(store, 'hash')).toBe('new')
      expect((await store.vault.get(note('hash')))?.version).not.toBe(version)
      expect(await store.vault.replace({ ...note('none'), value: 1 }, { version })).toBe(false)
      expect(await valueOf(store, 'none')).toBeUndefined()
      // On a slow machine it may be over before it is replaced: then with more time.
      const replaced = async (ttlMs: number): Promise<boolean> => {
        await store.vault.put({ ...note('short'), value: 1, ttlMs })
        const seen = await store.vault.get(note('short'))
        if (seen !== null && (await store.vault.replace({ ...note('short'), value: 2 }, seen))) return true
        return ttlMs < 20_000 && replaced(2 * ttlMs)
      }
      expect(await replaced(80)).toBe(true)
      await until(async () => (await valueOf(store, 'short')) === undefined)
    })

    it('has any key of well-formed text, and none is another', async () => {
      const store = await make()
      const keys = ['a', 'a:b', '__proto__', 'constructor', '{x}', 'a b', '\u20ac', 'A', '*']
      for (const key of keys) await store.vault.put({ ...note(key), value: key, ...minute })
      await store.vault.put({ kind: 'note-a', key: 'b', value: 'other', ...minute })
      for (const key of keys) expect(await valueOf(store, key)).toBe(key)
    })

    it.each([
      [{ kind: 'Note', key: 'a' }],
      [{ kind: 'no:te', key: 'a' }],
      [{ kind: '', key: 'a' }],
      [{ kind: 'note', key: '' }],
      [{ kind: 'note', key: '\ud800' }],
      [{ kind: 'note', key: 'k'.repeat(1_025) }],
    ])('is refused at a place that cannot be one: %j', async (place) => {
      const store = await make()
      await expect(store.vault.get(place)).rejects.toThrow(TypeError)
      await expect(store.vault.put({ ...place, value: 1, ...minute })).rejects.toThrow(TypeError)
      await expect(store.vault.count(place, 1, minute)).rejects.toThrow(TypeError)
      await expect(write(store, [putUser('ann'), put({ ...place, value: 1 })])).rejects.toThrow(TypeError)
      expect(await store.user('ann')).toBeNull()
    })

    it.each([[undefined], [() => 1], ['v'.repeat(16_384)]])(
      'is refused with a value that cannot be kept',
      async (value) => {
        const store = await make()
        await expect(store.vault.put({ ...note('a'), value, ...minute })).rejects.toThrow(TypeError)
        await expect(write(store, [putUser('ann'), put({ ...note('a'), value })])).rejects.toThrow(TypeError)
        expect(await store.user('ann')).toBeNull()
      },
    )

    it.each([0, -1, 1.5, Number.NaN, 1e12])('is refused with an expiry of %d ms', async (ttlMs) => {
      const store = await make()
      await expect(store.vault.put({ ...note('a'), value: 1, ttlMs })).rejects.toThrow(TypeError)
      await expect(store.vault.count(note('a'), 1, { ttlMs })).rejects.toThrow(TypeError)
      await expect(write(store, [put({ ...note('a'), value: 1, ttlMs })])).rejects.toThrow(TypeError)
    })
  })

  describe('The first administrator', () => {
    it('may be offered by a store that was just made, to one who asks', async () => {
      const store = await make()
      const marker = await store.vault.get(firstRun)
      expect(marker?.value).toBe('open')
      const seen = { version: marker?.version ?? '' }
      const won = await Promise.all(
        ['a', 'b', 'c'].map(() => store.vault.replace({ ...firstRun, value: 'offered' }, seen)),
      )
      expect(won.filter(Boolean)).toHaveLength(1)
      expect((await store.vault.get(firstRun))?.value).toBe('offered')
    })
  })

  describe('A count', () => {
    it('adds up within its span, which others do not prolong', async () => {
      const store = await make()
      const counts = await Promise.all(
        Array.from({ length: 20 }, () => store.vault.count(note('ip'), 1, minute)),
      )
      expect(counts.map(({ count }) => count).toSorted((a, b) => a - b)).toEqual(
        Array.from({ length: 20 }, (_, i) => i + 1),
      )
      expect((await store.vault.count(note('ip'), 5, { ttlMs: 3_600_000 })).remainingMs).toBeLessThanOrEqual(
        60_000,
      )
      const looked = await store.vault.count(note('ip'), 0, minute)
      expect(looked.count).toBe(25)
      expect(looked.remainingMs).toBeGreaterThan(0)
    })

    it('begins its span anew only where that is asked for', async () => {
      const store = await make()
      await store.vault.count(note('a'), 1, minute)
      const again = await store.vault.count(note('a'), 1, { ttlMs: 3_600_000, restart: true })
      expect(again.count).toBe(2)
      expect(again.remainingMs).toBeGreaterThan(60_000)
    })

    it('is forgotten when its span is over, or when told to', async () => {
      const store = await make()
      await store.vault.count(note('a'), 3, { ttlMs: 20 })
      await until(async () => (await store.vault.count(note('a'), 0, minute)).count === 0)
      await store.vault.count(note('b'), 3, minute)
      await store.vault.forget(note('b'))
      expect(await store.vault.count(note('b'), 0, minute)).toEqual({ count: 0, remainingMs: 60_000 })
      expect((await store.vault.count(note('b'), 1, minute)).count).toBe(1)
    })

    it('has nothing to do with an entry of the same place', async () => {
      const store = await make()
      await store.vault.put({ ...note('a'), value: 'text', ...minute })
      expect((await store.vault.count(note('a'), 1, minute)).count).toBe(1)
      await store.vault.forget(note('a'))
      expect(await valueOf(store, 'a')).toBe('text')
    })

    it.each([-1, 0.5, Number.NaN, 1_000_001])('by %d is refused', async (by) => {
      const store = await make()
      await expect(store.vault.count(note('a'), by, minute)).rejects.toThrow(TypeError)
    })
  })

  describe('A user found by address', () => {
    it('is the one who has it now, in every spelling that is the same', async () => {
      const store = await make()
      await done(store, putUser('ann', { email: 'Ann@x.org' }))
      for (const email of ['ann@x.org', ' ANN@X.ORG '])
        expect((await store.userByEmail(email))?.user.id).toBe('ann')
      expect(await store.userByEmail('ben@x.org')).toBeNull()
      await done(store, putUser('ann', { email: 'new@x.org' }), putUser('ben', { email: 'ann@x.org' }))
      expect((await store.userByEmail('ann@x.org'))?.user.id).toBe('ben')
      await done(store, removeUser('ben'))
      expect(await store.userByEmail('ann@x.org')).toBeNull()
    })
  })
}
