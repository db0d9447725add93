import { afterEach, describe, expect, it } from 'vitest'
import type { Store } from '@trilatch/core'
import {
  admin,
  assign,
  boss,
  done,
  everything,
  membersOf,
  newTag,
  putRole,
  putUser,
  reader,
  removeRole,
  removeUser,
  trailOf,
  unassign,
  user,
  write,
  writer,
} from './store-kit.ts'
import type { MakeStore } from './store-kit.ts'

const row = { provider: 'ldap', group: 'cn=ops', roles: ['reader'] }

/** What `write` promises beside preconditions and administrators. */
export function writeContract(makeStore: MakeStore): void {
  const open: Store[] = []
  const make = async (): Promise<Store> => {
    const store = await makeStore({ roles: [admin, reader, writer], assignments: [boss] })
    open.push(store)
    return store
  }
  afterEach(async () => {
    await Promise.all(open.splice(0).map((store) => store.close()))
  })
  const heldBy = async (store: Store, id: string) => (await store.view(id)).subject?.assignments

  describe('A write', () => {
    it('gives its tag as the version of everything it wrote', async () => {
      const store = await make()
      const tag = newTag()
      const operations = [
        putRole({ ...reader, title: 'R' }),
        assign('ann', 'writer'),
        putUser('ben'),
        { kind: 'put-mappings', rows: [row] } as const,
      ]
      expect(await write(store, operations, [], tag)).toEqual({ status: 'done', version: tag })
      const { policy, subject } = await store.view('ann')
      expect([policy.version, policy.roles.get('reader')?.version, policy.mappingsVersion]).toEqual([
        tag,
        tag,
        tag,
      ])
      expect(subject?.version).toBe(tag)
      expect((await store.user('ben'))?.version).toBe(tag)
      expect((await store.members('writer', { limit: 1 })).version).toBe(tag)
    })

    it('leaves the versions of what it did not write', async () => {
      const store = await make()
      await done(store, assign('ann', 'reader'), assign('ann', 'writer', 'eu.*'))
      const { policy } = await store.view(null)
      const list = await store.members('reader', { limit: 1 })
      await done(store, putRole({ ...writer, title: 'W' }), putUser('cy'))
      const after = (await store.view(null)).policy
      expect(after.version).not.toBe(policy.version)
      expect(after.mappingsVersion).toBe(policy.mappingsVersion)
      expect(after.roles.get('reader')?.version).toBe(policy.roles.get('reader')?.version)
      expect((await store.members('reader', { limit: 1 })).version).toBe(list.version)
    })

    it("leaves the version of a role's members when a member is given another role", async () => {
      const store = await make()
      await done(store, assign('ann', 'reader'))
      const { version } = await store.members('reader', { limit: 1 })
      await done(store, assign('ann', 'writer'))
      expect((await store.members('reader', { limit: 1 })).version).toBe(version)
    })

    it('is done once, however often it is repeated with its tag', async () => {
      const store = await make()
      const { policy } = await store.view(null)
      const expectation = [{ kind: 'policy', id: '', version: policy.version }] as const
      const tag = newTag()
      const operations = [putRole({ ...reader, title: 'R' })]
      expect(await write(store, operations, expectation, tag)).toEqual({ status: 'done', version: tag })
      const before = await everything(store)
      expect(await write(store, operations, expectation, tag)).toEqual({ status: 'done', version: tag })
      expect(await everything(store)).toEqual(before)
    })

    it('happens in the order of its operations', async () => {
      const store = await make()
      await done(store, assign('ann', 'reader'), unassign('ann', 'reader'), assign('ann', 'writer'))
      expect(await heldBy(store, 'ann')).toEqual([{ role: 'writer' }])
      await done(store, removeRole('writer'), putRole(writer), assign('ann', 'reader'))
      expect(await heldBy(store, 'ann')).toEqual([{ role: 'reader' }])
    })

    it('happens as a whole when many are made at once', async () => {
      const store = await make()
      await Promise.all(
        Array.from({ length: 50 }, (_, i) =>
          done(store, assign(`s${i}`, 'reader'), assign(`s${i}`, 'writer', 'eu.*')),
        ),
      )
      expect(await membersOf(store, 'reader')).toHaveLength(50)
      for (let i = 0; i < 50; i++) expect(await heldBy(store, `s${i}`)).toHaveLength(2)
    })
  })

  describe('Assignments', () => {
    it('are kept once for each role and scope', async () => {
      const store = await make()
      for (let i = 0; i < 2; i++) await done(store, assign('ann', 'reader'), assign('ann', 'reader', 'eu.*'))
      expect(await heldBy(store, 'ann')).toHaveLength(2)
      await done(store, unassign('ann', 'reader'))
      expect(await heldBy(store, 'ann')).toEqual([{ role: 'reader', scope: 'eu.*' }])
      expect(await membersOf(store, 'reader')).toEqual([])
      expect(await store.held('reader')).toBe(true)
      await done(store, unassign('ann', 'reader', 'eu.*'))
      expect(await store.held('reader')).toBe(false)
    })

    it('go with their role and not with another', async () => {
      const store = await make()
      await done(
        store,
        assign('ann', 'reader'),
        assign('ann', 'reader', 'eu.*'),
        assign('ann', 'writer'),
        assign('ben', 'reader', 'x'),
      )
      const tag = await done(store, removeRole('reader'))
      expect([await heldBy(store, 'ann'), await heldBy(store, 'ben')]).toEqual([[{ role: 'writer' }], []])
      expect((await store.view('ann')).subject?.version).toBe(tag)
      await done(store, putRole(reader))
      expect([await store.held('reader'), await membersOf(store, 'reader')]).toEqual([false, []])
    })

    it('and suspension go with their user, and the record with them', async () => {
      const store = await make()
      await done(
        store,
        putUser('ann', { suspended: true }),
        assign('ann', 'reader'),
        assign('ann', 'writer', 'eu.*'),
      )
      expect((await store.view('ann')).subject).toMatchObject({ suspended: true })
      await done(store, removeUser('ann'))
      expect((await store.view('ann')).subject).toBeNull()
      expect(await store.user('ann')).toBeNull()
      expect([
        await store.held('reader'),
        await store.held('writer'),
        await membersOf(store, 'reader'),
      ]).toEqual([false, false, []])
    })

    it('stay when their user is written', async () => {
      const store = await make()
      await done(store, assign('ann', 'reader'))
      await done(store, putUser('ann', { suspended: true }))
      expect((await store.view('ann')).subject).toMatchObject({
        suspended: true,
        assignments: [{ role: 'reader' }],
      })
      expect(await store.user('ann')).toMatchObject({ user: user('ann', { suspended: true }) })
    })
  })

  describe('The audit trail', () => {
    it('has one line for each write that was done, from 1 without gaps, and none for those that were refused', async () => {
      const store = await make()
      const start = (await trailOf(store)).length
      await Promise.all(Array.from({ length: 20 }, (_, i) => done(store, assign(`s${i}`, 'reader'))))
      await write(store, [unassign('boss', 'admin')])
      await write(store, [putRole(writer)], [{ kind: 'policy', id: '', version: 'old' }])
      const tag = await done(store, putRole(writer))
      const trail = await trailOf(store, 7)
      expect(trail.map(({ sequence }) => sequence)).toEqual(trail.map((_, i) => trail.length - i))
      expect(trail).toHaveLength(start + 21)
      expect(trail[0]).toMatchObject({
        sequence: start + 21,
        tag,
        at: '2026-01-01T00:00:00.000Z',
        actor: 'tester',
        action: 'test',
        target: tag,
        outcome: 'done',
        before: null,
        after: tag,
      })
      expect(new Set(trail.map((line) => line.tag)).size).toBe(trail.length)
    })
  })
}
