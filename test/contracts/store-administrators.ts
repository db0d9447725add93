import { afterEach, describe, expect, it } from 'vitest'
import type { Operation, Store } from '@trilatch/core'
import {
  admin,
  assign,
  boss,
  everything,
  putRole,
  putUser,
  reader,
  removeRole,
  removeUser,
  unassign,
  write,
  done,
} from './store-kit.ts'
import type { MakeStore } from './store-kit.ts'

const root = { id: 'root', administrator: true, rules: [] } as const
const losing: readonly [string, Operation[]][] = [
  ['the role is removed', [removeRole('admin')]],
  ['the role is no longer marked', [putRole({ id: 'admin', rules: [] })]],
  ['the assignment is taken', [unassign('boss', 'admin')]],
  ['the user is suspended', [putUser('boss', { suspended: true })]],
  ['the user is removed', [removeUser('boss')]],
  [
    'it is handed to somebody suspended',
    [unassign('boss', 'admin'), putUser('sue', { suspended: true }), assign('sue', 'admin')],
  ],
]

/** A write that would leave no unsuspended administrator where there was one is refused. */
export function administratorContract(makeStore: MakeStore): void {
  const open: Store[] = []
  const make = async (assignments = [boss]): Promise<Store> => {
    const store = await makeStore({ roles: [admin, root, reader], assignments })
    open.push(store)
    return store
  }
  afterEach(async () => {
    for (const store of open.splice(0)) await store.close()
  })
  const refused = { status: 'refused', reason: 'last-administrator', detail: expect.any(String) as string }

  describe('The last administrator', () => {
    it.each(losing)('is kept when %s', async (_, operations) => {
      const store = await make()
      await done(store, putUser('boss'))
      const before = await everything(store, 'boss', 'sue')
      expect(await write(store, [...operations, assign('ann', 'reader')])).toEqual(refused)
      expect(await everything(store, 'boss', 'sue')).toEqual(before)
      expect((await store.view('ann')).subject).toBeNull()
    })

    it.each(losing)('may go, because another one holds another role, when %s', async (_, operations) => {
      const store = await make()
      await done(store, putUser('boss'), assign('ann', 'root'))
      expect(await write(store, operations)).toMatchObject({ status: 'done' })
    })

    it.each(losing)('is kept, because the other one is suspended, when %s', async (_, operations) => {
      const store = await make()
      await done(store, putUser('boss'), assign('ann', 'root'), putUser('ann', { suspended: true }))
      expect(await write(store, operations)).toEqual(refused)
    })

    it('may hand over within one write, in either order', async () => {
      const store = await make()
      expect(await write(store, [unassign('boss', 'admin'), assign('ann', 'admin')])).toMatchObject({
        status: 'done',
      })
      expect(await write(store, [assign('boss', 'root'), removeRole('admin')])).toMatchObject({
        status: 'done',
      })
    })

    it('is not somebody who holds the role with a scope', async () => {
      const store = await make()
      await done(store, assign('ann', 'admin', 'eu.*'))
      expect(await write(store, [unassign('boss', 'admin')])).toEqual(refused)
    })

    it('is not looked for where there never was one', async () => {
      const store = await make([])
      await done(store, assign('boss', 'reader'), removeRole('admin'), putUser('boss', { suspended: true }))
      expect((await store.view(null)).policy.roles.has('admin')).toBe(false)
    })

    it('stays when all of them leave at once', async () => {
      const ids = Array.from({ length: 10 }, (_, i) => `a${i}`)
      const store = await make(ids.map((subject) => ({ subject, role: 'admin' })))
      const outcomes = await Promise.all(ids.map((id) => write(store, [unassign(id, 'admin')])))
      expect(outcomes.filter(({ status }) => status === 'done')).toHaveLength(9)
      expect((await store.members('admin', { limit: 200 })).items).toHaveLength(1)
    })
  })
}
