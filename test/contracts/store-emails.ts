import { afterEach, describe, expect, it } from 'vitest'
import type { Store } from '@trilatch/core'
import { admin, assign, boss, done, everything, putUser, reader, removeUser, write } from './store-kit.ts'
import type { MakeStore } from './store-kit.ts'

/** An e-mail address is one user's, compared in its normal form: NFC, trimmed, ASCII letters in lower case. */
export function emailContract(makeStore: MakeStore): void {
  const open: Store[] = []
  const make = async (): Promise<Store> => {
    const store = await makeStore({ roles: [admin, reader], assignments: [boss] })
    open.push(store)
    return store
  }
  afterEach(async () => {
    for (const store of open.splice(0)) await store.close()
  })

  describe('An e-mail address', () => {
    const taken = { status: 'refused', reason: 'email-taken', detail: expect.any(String) as string }

    it.each(['ann@x.org', 'ANN@X.ORG', ' ann@x.org ', 'Ann@x.Org'])(
      "is one user's in every spelling: %j",
      async (email) => {
        const store = await make()
        await done(store, putUser('ann', { email: 'ann@x.org' }))
        const before = await everything(store, 'ben')
        expect(await write(store, [putUser('ben', { email }), assign('ben', 'reader')])).toEqual(taken)
        expect(await everything(store, 'ben')).toEqual(before)
        expect((await write(store, [putUser('ann', { email })])).status).toBe('done')
      },
    )

    it('is compared in NFC, and folds only ASCII letters', async () => {
      const store = await make()
      await done(store, putUser('ann', { email: 'j\u00fcrgen@x.org' }))
      expect(await write(store, [putUser('ben', { email: 'ju\u0308rgen@x.org' })])).toEqual(taken)
      expect((await write(store, [putUser('ben', { email: 'J\u00dcRGEN@x.org' })])).status).toBe('done')
      expect((await write(store, [putUser('cy', { email: 'k@x.org' })])).status).toBe('done')
      expect((await write(store, [putUser('dan', { email: '\u212a@x.org' })])).status).toBe('refused')
    })

    it('is free again when its user changes it or is gone, also within one write', async () => {
      const store = await make()
      await done(store, putUser('ann', { email: 'a@x.org' }), putUser('ben', { email: 'b@x.org' }))
      await done(store, putUser('ann', { email: 'b@x.org' }), putUser('ben', { email: 'a@x.org' }))
      expect((await store.user('ann'))?.user.email).toBe('b@x.org')
      await done(store, removeUser('ann'), putUser('cy', { email: 'b@x.org' }))
      await done(store, putUser('ben'))
      expect((await write(store, [putUser('dan', { email: 'a@x.org' })])).status).toBe('done')
      expect(await write(store, [putUser('eve', { email: 'B@x.org' })])).toEqual(taken)
    })

    it('cannot be claimed twice in one write', async () => {
      const store = await make()
      const both = [putUser('ann', { email: 'a@x.org' }), putUser('ben', { email: 'A@x.org' })]
      expect(await write(store, both)).toEqual(taken)
      expect(await store.user('ann')).toBeNull()
    })
  })
}
