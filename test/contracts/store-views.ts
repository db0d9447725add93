import { afterEach, describe, expect, it } from 'vitest'
import type { Store } from '@trilatch/core'
import {
  admin,
  all,
  assign,
  boss,
  done,
  everything,
  putRole,
  putUser,
  reader,
  removeRole,
  writer,
} from './store-kit.ts'
import type { Content, MakeStore } from './store-kit.ts'

/** What `ready`, `view` and `close` promise. */
export function viewContract(makeStore: MakeStore): void {
  const open: Store[] = []
  const make = async (
    content: Content = { roles: [admin, reader, writer], assignments: [boss] },
  ): Promise<Store> => {
    const store = await makeStore(content)
    open.push(store)
    return store
  }
  afterEach(async () => {
    for (const store of open.splice(0)) await store.close()
  })

  describe('Views', () => {
    it('show what the store began with', async () => {
      const store = await make()
      await store.ready()
      const { policy, subject } = await store.view('boss')
      expect(Array.from(policy.roles.values(), ({ role }) => role)).toEqual([admin, reader, writer])
      expect([...policy.roles.keys()]).toEqual(['admin', 'reader', 'writer'])
      expect(subject).toMatchObject({ id: 'boss', suspended: false, assignments: [{ role: 'admin' }] })
      expect(policy.mappings).toEqual([])
    })

    it('may be asked for before the store is ready', async () => {
      const store = await make()
      const [view] = await Promise.all([store.view('boss'), store.ready()])
      expect(view.policy.roles.has('admin')).toBe(true)
    })

    it('show nothing of the subject when there is none, and null for one that is not known', async () => {
      const store = await make()
      expect((await store.view(null)).subject).toBeNull()
      for (const id of ['nobody', '__proto__', 'constructor', 'BOSS', 'boss ']) {
        expect((await store.view(id)).subject).toBeNull()
      }
    })

    it('keep names of Object.prototype apart from it', async () => {
      const store = await make()
      await done(store, putRole({ id: '__proto__', rules: [] }), assign('constructor', '__proto__'))
      const { policy, subject } = await store.view('constructor')
      expect(policy.roles.get('__proto__')?.role).toEqual(JSON.parse('{"id":"__proto__","rules":[]}'))
      expect(subject?.assignments).toEqual([{ role: '__proto__' }])
      expect((await store.view('toString')).subject).toBeNull()
    })

    it('give the same objects again while nothing changes', async () => {
      const store = await make()
      const first = await store.view('boss')
      await store.members('admin', { limit: 1 })
      await store.users({ limit: 1 })
      await store.held('admin')
      const again = await store.view('boss')
      expect(again.policy).toBe(first.policy)
      expect(again.subject).toBe(first.subject)
    })

    it('give the same role again when another one changed', async () => {
      const store = await make()
      const before = (await store.view(null)).policy
      await done(store, putRole({ ...reader, title: 'R' }))
      const after = (await store.view(null)).policy
      expect(after).not.toBe(before)
      expect(after.roles.get('writer')).toBe(before.roles.get('writer'))
      expect(after.roles.get('reader')).not.toBe(before.roles.get('reader'))
    })

    it('are frozen', async () => {
      const store = await make()
      await done(store, putUser('ann'), assign('ben', 'reader'))
      for (const id of ['boss', 'ann', 'ben']) {
        const { policy, subject } = await store.view(id)
        const stored = policy.roles.get('reader')
        const parts = [
          policy,
          stored,
          stored?.role,
          subject,
          subject?.assignments,
          ...(subject?.assignments ?? []),
        ]
        expect(parts.map((part) => Object.isFrozen(part))).toEqual(parts.map(() => true))
      }
    })

    it('that were given before a write do not change with it', async () => {
      const store = await make()
      const { policy, subject } = await store.view('boss')
      const copy = structuredClone({ policy, subject })
      await done(store, assign('boss', 'reader'), removeRole('writer'), putUser('ann'))
      expect({ policy, subject }).toEqual(copy)
    })

    it('show a write as soon as it is done, policy and subject together', async () => {
      const store = await make()
      for (let i = 0; i < 20; i++) {
        const id = `role${i}`
        const version = await done(store, putRole({ id, rules: [] }), assign('ann', id))
        const { policy, subject } = await store.view('ann')
        expect(policy.version).toBe(version)
        expect(subject?.assignments.at(-1)).toEqual({ role: id })
        for (const { role } of subject?.assignments ?? []) expect(policy.roles.has(role)).toBe(true)
      }
    })

    it('never mix a policy and a subject that were not true together', async () => {
      const store = await make()
      const mixed: string[] = []
      const writing = (async () => {
        for (let i = 0; i < 30; i++) {
          await done(store, putRole({ id: 'brief', rules: [] }), assign('ann', 'brief'))
          await done(store, removeRole('brief'))
        }
      })()
      const reading = (async () => {
        for (let i = 0; i < 200; i++) {
          const { policy, subject } = await store.view('ann')
          const holds = subject?.assignments.some(({ role }) => role === 'brief') === true
          if (holds !== policy.roles.has('brief')) mixed.push(policy.version)
          await Promise.resolve()
        }
      })()
      await Promise.all([writing, reading])
      expect(mixed).toEqual([])
    })

    it('and lists read the same however often they are read', async () => {
      const store = await make()
      await done(store, putUser('ann', { email: 'a@x.org' }), assign('ann', 'reader', 'eu.*'))
      const first = await everything(store, 'ann', 'boss')
      for (let i = 0; i < 3; i++) expect(await everything(store, 'ann', 'boss')).toEqual(first)
      expect(
        await all((after) => store.users(after === undefined ? { limit: 1 } : { limit: 1, after })),
      ).toHaveLength(1)
    })
  })

  describe('A store of nothing', () => {
    it('is empty and ready', async () => {
      const store = await make({})
      await store.ready()
      const { policy } = await store.view(null)
      expect([policy.roles.size, policy.mappings.length]).toEqual([0, 0])
      expect(await store.user('ann')).toBeNull()
      expect((await store.users({ limit: 200 })).items).toEqual([])
      expect(await store.held('reader')).toBe(false)
    })
  })

  describe('Two stores', () => {
    it('share nothing', async () => {
      const [one, other] = [await make(), await make()]
      await done(one, removeRole('writer'), assign('ann', 'reader'))
      expect((await other.view('ann')).subject).toBeNull()
      expect((await other.view(null)).policy.roles.has('writer')).toBe(true)
    })
  })
}
