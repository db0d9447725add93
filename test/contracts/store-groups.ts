import { afterEach, describe, expect, it } from 'vitest'
import type { GroupMembership, Operation, Store, SubjectRecord } from '@trilatch/core'
import {
  admin,
  assign,
  boss,
  done,
  everything,
  newTag,
  putUser,
  reader,
  removeUser,
  trailOf,
  write,
} from './store-kit.ts'
import type { MakeStore } from './store-kit.ts'

const ops: readonly GroupMembership[] = Object.freeze([{ name: 'cn=ops' }])
const dev: readonly GroupMembership[] = Object.freeze([
  { name: 'acme', access: 'owner' },
  { name: 'acme/dev' },
])
const put = (subject: string, provider: string, groups: readonly GroupMembership[]): Operation => ({
  kind: 'put-groups',
  subject,
  provider,
  groups,
})
const remove = (subject: string, provider: string): Operation => ({
  kind: 'remove-groups',
  subject,
  provider,
})

/** What a subject's record says about groups. */
export function groupContract(makeStore: MakeStore): void {
  const open: Store[] = []
  const make = async (): Promise<Store> => {
    const store = await makeStore({ roles: [admin, reader], assignments: [boss] })
    open.push(store)
    return store
  }
  afterEach(async () => {
    for (const store of open.splice(0)) await store.close()
  })
  const recordOf = async (store: Store, id: string) => (await store.view(id)).subject
  const timeless = (record: SubjectRecord | null) =>
    record && { ...record, groups: record.groups.map((entry) => ({ ...entry, verifiedAt: 0 })) }
  const shown = async (store: Store, id: string) =>
    (await recordOf(store, id))?.groups.map(({ provider, groups }) => [provider, groups])
  /** How much later the first groups of a record were confirmed than the second. */
  const apart = (record: SubjectRecord | null): number =>
    (record?.groups[0]?.verifiedAt ?? Number.NaN) - (record?.groups[1]?.verifiedAt ?? Number.NaN)
  const verifiedOf = async (store: Store, id: string): Promise<number> => {
    const { subject } = await (store.reread === undefined ? store.view(id) : store.reread(id))
    return subject?.groups[0]?.verifiedAt ?? Number.NaN
  }

  describe('The groups of a subject', () => {
    it('are none at first, and then what was written, ordered by provider', async () => {
      const store = await make()
      expect(await shown(store, 'boss')).toEqual([])
      const tag = await done(store, put('ann', 'ldap', ops), put('ann', 'gitlab', dev))
      expect(await shown(store, 'ann')).toEqual([
        ['gitlab', dev],
        ['ldap', ops],
      ])
      expect(await recordOf(store, 'ann')).toMatchObject({ version: tag, suspended: false, assignments: [] })
      expect(await store.user('ann')).toBeNull()
    })

    it('are replaced whole, also by nothing, and only those of that provider', async () => {
      const store = await make()
      await done(store, put('ann', 'ldap', ops), put('ann', 'gitlab', dev))
      await done(store, put('ann', 'gitlab', ops))
      expect(await shown(store, 'ann')).toEqual([
        ['gitlab', ops],
        ['ldap', ops],
      ])
      await done(store, put('ann', 'ldap', []))
      expect(await shown(store, 'ann')).toEqual([
        ['gitlab', ops],
        ['ldap', []],
      ])
      await done(store, remove('ann', 'gitlab'), remove('ann', 'saml'))
      expect(await shown(store, 'ann')).toEqual([['ldap', []]])
    })

    it('are kept by other writes of the record, and go with it', async () => {
      const store = await make()
      await done(store, put('ann', 'ldap', ops))
      await done(store, assign('ann', 'reader'), putUser('ann', { suspended: true }))
      expect(await shown(store, 'ann')).toEqual([['ldap', ops]])
      await done(store, removeUser('ann'))
      expect(await recordOf(store, 'ann')).toBeNull()
    })

    it('keep the rest of the record, its epoch too', async () => {
      const store = await make()
      const before = await recordOf(store, 'boss')
      await done(store, put('boss', 'ldap', ops))
      const { groups: _groups, version: _version, ...rest } = (await recordOf(store, 'boss')) ?? {}
      expect(before).toMatchObject(rest)
      expect(rest).toHaveProperty('epoch', before?.epoch)
    })

    it('of names like those of Object.prototype are groups like others', async () => {
      const store = await make()
      await done(store, put('__proto__', 'constructor', [{ name: '__proto__' }]))
      expect(await shown(store, '__proto__')).toEqual([['constructor', [{ name: '__proto__' }]]])
    })

    it('are not written where there is nothing to remove', async () => {
      const store = await make()
      await done(store, remove('nobody', 'ldap'))
      expect(await recordOf(store, 'nobody')).toBeNull()
    })

    it('are frozen, and the same objects while nothing changes', async () => {
      const store = await make()
      await done(store, put('ann', 'gitlab', dev))
      const record = await recordOf(store, 'ann')
      const parts = [record?.groups, record?.groups[0], record?.groups[0]?.groups]
      expect(parts.map((part) => Object.isFrozen(part))).toEqual([true, true, true])
      expect(await recordOf(store, 'ann')).toBe(record)
    })

    it('were verified by the clock of this process when they were written', async () => {
      const store = await make()
      const before = performance.now()
      await done(store, put('ann', 'ldap', ops))
      const verified = await verifiedOf(store, 'ann')
      // Redis tells whole milliseconds, and counting from when a read was sent makes groups older.
      expect(verified).toBeGreaterThan(before - 2_000)
      expect(verified).toBeLessThanOrEqual(performance.now())
    })
  })

  describe('A confirmation of groups', () => {
    it('moves their time, and nothing else', async () => {
      const store = await make()
      await done(store, put('ann', 'ldap', ops), assign('ann', 'reader'))
      await done(store, put('ann', 'gitlab', dev))
      const before = await recordOf(store, 'ann')
      const all = await everything(store)
      await new Promise((resolve) => setTimeout(resolve, 30))
      const touched = { subject: 'ann', provider: 'gitlab', version: before?.version ?? '' }
      expect(await store.touchGroups(touched)).toEqual({ status: 'done', version: before?.version })
      const after = await recordOf(store, 'ann')
      expect(timeless(after)).toEqual(timeless(before))
      // Between two times of one reading, for how long a reading takes is in all of its times alike.
      expect(apart(after) - apart(before)).toBeGreaterThan(15)
      expect(await everything(store)).toEqual(all)
    })

    it.each([
      ['another version', 'ann', 'ldap', 'other'],
      ['another provider', 'ann', 'gitlab', undefined],
      ['a subject without a record', 'nobody', 'ldap', undefined],
    ] as const)('is refused for %s', async (_, subject, provider, version) => {
      const store = await make()
      const tag = await done(store, put('ann', 'ldap', ops))
      const before = [timeless(await recordOf(store, 'ann')), await everything(store, 'nobody')]
      expect(await store.touchGroups({ subject, provider, version: version ?? tag })).toMatchObject({
        status: 'refused',
        reason: 'conflict',
      })
      expect([timeless(await recordOf(store, 'ann')), await everything(store, 'nobody')]).toEqual(before)
    })

    it('loses to a write at the same time, and never undoes one', async () => {
      const store = await make()
      const version = await done(store, put('ann', 'ldap', ops))
      for (let i = 0; i < 5; i++) {
        await Promise.all([
          store.touchGroups({ subject: 'ann', provider: 'ldap', version }),
          done(store, i % 2 === 0 ? assign('ann', 'reader') : put('ann', 'ldap', [])),
        ])
      }
      const record = await recordOf(store, 'ann')
      expect(record?.assignments).toEqual([{ role: 'reader' }])
      expect(record?.groups[0]?.groups).toEqual([])
    })
  })

  describe('A write that repeats what a provider says', () => {
    it('is a write like others: audited, once for its tag, refused when what it relies on has changed', async () => {
      const store = await make()
      const audit = {
        at: '2026-01-01T00:00:00.000Z',
        actor: 'a',
        action: 'b',
        target: 'ann',
        before: null,
        after: 1,
      }
      const change = {
        tag: newTag(),
        expect: [],
        operations: [put('ann', 'ldap', ops)],
        audit,
        by: 'sync',
      } as const
      expect(await store.write(change)).toEqual({ status: 'done', version: change.tag })
      expect(await store.write(change)).toEqual({ status: 'done', version: change.tag })
      expect((await trailOf(store)).filter(({ tag }) => tag === change.tag)).toHaveLength(1)
      const stale = [{ kind: 'subject', id: 'ann', version: null }] as const
      expect(await write(store, [put('ann', 'ldap', [])], stale)).toMatchObject({ reason: 'conflict' })
    })
  })
}
