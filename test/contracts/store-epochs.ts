import { afterEach, describe, expect, it } from 'vitest'
import type { Operation, Store } from '@trilatch/core'
import { admin, assign, boss, done, putUser, reader, removeUser, unassign } from './store-kit.ts'
import type { MakeStore } from './store-kit.ts'

const newEpoch = (subject: string): Operation => ({ kind: 'new-epoch', subject })

/** What a subject's record says about its sessions. */
export function epochContract(makeStore: MakeStore): void {
  const open: Store[] = []
  const make = async (): Promise<Store> => {
    const store = await makeStore({ roles: [admin, reader], assignments: [boss] })
    open.push(store)
    return store
  }
  afterEach(async () => {
    for (const store of open.splice(0)) await store.close()
  })
  const epochOf = async (store: Store, id: string) => (await store.view(id)).subject?.epoch

  describe('The epoch of a subject', () => {
    it('is the tag of the write that made the record', async () => {
      const store = await make()
      expect(await epochOf(store, 'ann')).toBeUndefined()
      const made = await done(store, assign('ann', 'reader'))
      expect(await epochOf(store, 'ann')).toBe(made)
      expect(await epochOf(store, 'ben')).toBeUndefined()
      const begun = await done(store, newEpoch('ben'))
      expect((await store.view('ben')).subject).toMatchObject({
        epoch: begun,
        suspended: false,
        assignments: [],
      })
    })

    it.each([
      ['a role that comes', [assign('ann', 'admin')]],
      ['a role that goes', [unassign('ann', 'reader')]],
      ['another title', [putUser('ann', { title: 'Ann' })]],
      ['the end of a suspension that there was not', [putUser('ann', { suspended: false })]],
      ['what is written of somebody else', [newEpoch('ben'), putUser('cy', { suspended: true })]],
    ] as const)('stays with %s', async (_, operations) => {
      const store = await make()
      await done(store, putUser('ann'), assign('ann', 'reader'))
      const before = await epochOf(store, 'ann')
      await done(store, ...operations)
      expect(await epochOf(store, 'ann')).toBe(before)
    })

    it.each([
      ['an end of all sessions', [newEpoch('ann')]],
      ['a suspension', [putUser('ann', { suspended: true })]],
      ['a removal and a new record', [removeUser('ann'), assign('ann', 'reader')]],
    ] as const)('is the tag of %s', async (_, operations) => {
      const store = await make()
      await done(store, putUser('ann'))
      const tag = await done(store, ...operations)
      expect(await epochOf(store, 'ann')).toBe(tag)
    })

    it('changes once with a suspension, and not when a suspended user is written or restored', async () => {
      const store = await make()
      const suspended = await done(store, putUser('ann', { suspended: true }))
      await done(store, putUser('ann', { suspended: true, title: 'Ann' }))
      expect(await epochOf(store, 'ann')).toBe(suspended)
      await done(store, putUser('ann'))
      expect(await epochOf(store, 'ann')).toBe(suspended)
    })

    it('goes with the record', async () => {
      const store = await make()
      await done(store, putUser('ann'))
      await done(store, removeUser('ann'))
      expect((await store.view('ann')).subject).toBeNull()
      const again = await done(store, putUser('ann'))
      expect(await epochOf(store, 'ann')).toBe(again)
    })

    it('is a write of the record: it has its tag as the version, and keeps the rest', async () => {
      const store = await make()
      const { subject } = await store.view('boss')
      const tag = await done(store, newEpoch('boss'))
      expect((await store.view('boss')).subject).toEqual({ ...subject, version: tag, epoch: tag })
      expect((await store.members('admin', { limit: 1 })).items).toEqual(['boss'])
    })

    it('is the newest in what is read again', async () => {
      const store = await make()
      const tag = await done(store, newEpoch('boss'))
      const again = await (store.reread === undefined ? store.view('boss') : store.reread('boss'))
      expect(again.subject?.epoch).toBe(tag)
      expect(again.policy).toBe((await store.view(null)).policy)
    })
  })
}
