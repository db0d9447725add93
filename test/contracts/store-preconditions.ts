import { afterEach, describe, expect, it } from 'vitest'
import type { Operation, Precondition, Store } from '@trilatch/core'
import {
  admin,
  assign,
  boss,
  done,
  everything,
  putRole,
  putUser,
  reader,
  removeRole,
  removeUser,
  unassign,
  write,
  writer,
} from './store-kit.ts'
import type { MakeStore } from './store-kit.ts'

type Kind = Precondition['kind']
const rows = [{ provider: 'ldap', group: 'cn=ops', roles: ['reader'] }]

/** The version that a precondition of each kind must name now. */
async function versionOf(store: Store, kind: Kind, id: string): Promise<string | null> {
  const { policy, subject } = await store.view(kind === 'subject' ? id : null)
  switch (kind) {
    case 'policy':
      return policy.version
    case 'mappings':
      return policy.mappingsVersion
    case 'role':
      return policy.roles.get(id)?.version ?? null
    case 'members':
      return (await store.members(id, { limit: 1 })).version
    case 'subject':
      return subject?.version ?? null
    case 'user':
      return (await store.user(id))?.version ?? null
    case 'entry':
      return (await store.vault.get({ kind: 'note', key: id.slice('note:'.length) }))?.version ?? null
  }
}

/** Each kind, what it is about, and a write that changes it. */
const kinds: readonly [Kind, string, Operation][] = [
  ['policy', '', putRole({ ...writer, title: 'W' })],
  ['mappings', '', { kind: 'put-mappings', rows }],
  ['role', 'reader', putRole({ ...reader, title: 'R' })],
  ['members', 'reader', assign('cy', 'reader')],
  ['members', 'reader', unassign('ann', 'reader')],
  ['members', 'reader', removeUser('ann')],
  ['members', 'writer', assign('ann', 'writer')],
  ['subject', 'ann', assign('ann', 'writer')],
  ['subject', 'ann', putUser('ann', { suspended: true })],
  ['subject', 'ann', removeRole('reader')],
  ['user', 'ann', putUser('ann', { title: 'A' })],
  ['user', 'ann', removeUser('ann')],
  ['entry', 'note:ann', { kind: 'put-entry', entry: { kind: 'note', key: 'ann', value: 2 } }],
  ['entry', 'note:ann', { kind: 'remove-entry', entry: { kind: 'note', key: 'ann' } }],
  ['entry', 'note:ben', { kind: 'put-entry', entry: { kind: 'note', key: 'ben', value: 1 } }],
  ['policy', '', removeRole('writer')],
  ['policy', '', { kind: 'put-mappings', rows }],
]

/** What `write` promises about preconditions: all are checked, and a refused write changes nothing. */
export function preconditionContract(makeStore: MakeStore): void {
  const open: Store[] = []
  const make = async (): Promise<Store> => {
    const store = await makeStore({ roles: [admin, reader, writer], assignments: [boss] })
    open.push(store)
    await done(store, putUser('ann', { email: 'a@x.org' }), assign('ann', 'reader'), {
      kind: 'put-entry',
      entry: { kind: 'note', key: 'ann', value: 1 },
    })
    return store
  }
  afterEach(async () => {
    for (const store of open.splice(0)) await store.close()
  })
  const conflict = { status: 'refused', reason: 'conflict', detail: expect.any(String) as string }
  const touch = putUser('ben', { title: 'written' })

  describe('A precondition', () => {
    it.each(kinds)('on the %s %s holds until that changes, and no longer: %j', async (kind, id, change) => {
      const store = await make()
      const version = await versionOf(store, kind, id)
      expect(await write(store, [touch], [{ kind, id, version }])).toMatchObject({ status: 'done' })
      await done(store, change)
      expect(await versionOf(store, kind, id)).not.toBe(version)
      const before = await everything(store, 'ann', 'ben', 'boss')
      expect(await write(store, [putUser('ben', { title: 'again' })], [{ kind, id, version }])).toEqual(
        conflict,
      )
      expect(await everything(store, 'ann', 'ben', 'boss')).toEqual(before)
    })

    it.each([
      ['role', 'new', putRole({ id: 'new', rules: [] })],
      ['subject', 'new', assign('new', 'reader')],
      ['user', 'new', putUser('new')],
      ['entry', 'note:new', { kind: 'put-entry', entry: { kind: 'note', key: 'new', value: 1 } }],
    ] as const)('may be that there is no such %s', async (kind, id, change) => {
      const store = await make()
      const none = [{ kind, id, version: null }] as const
      expect(await write(store, [change], none)).toMatchObject({ status: 'done' })
      expect(await write(store, [change], none)).toEqual(conflict)
    })

    it.each(['role', 'subject', 'user', 'entry'] as const)(
      'that there is some %s fails where there is none',
      async (kind) => {
        const store = await make()
        expect(
          await write(
            store,
            [touch],
            [{ kind, id: kind === 'entry' ? 'note:ghost' : 'ghost', version: 'v' }],
          ),
        ).toEqual(conflict)
        expect(await store.user('ben')).toBeNull()
      },
    )

    it('of many that fails stops the whole write', async () => {
      const store = await make()
      const { policy } = await store.view(null)
      const good: Precondition = { kind: 'policy', id: '', version: policy.version }
      const bad: Precondition = { kind: 'user', id: 'ann', version: 'old' }
      const before = await everything(store, 'ann', 'ben')
      const operations = [
        touch,
        putRole({ ...reader, title: 'R' }),
        removeRole('writer'),
        assign('ben', 'reader'),
      ]
      for (const expectation of [
        [good, bad],
        [bad, good],
      ])
        expect(await write(store, operations, expectation)).toEqual(conflict)
      expect(await everything(store, 'ann', 'ben')).toEqual(before)
      expect((await store.view(null)).policy).toBe(policy)
    })

    it('lets one of a hundred edits of a role through', async () => {
      const store = await make()
      const version = await versionOf(store, 'role', 'reader')
      const titles = Array.from({ length: 100 }, (_, i) => `T${i}`)
      const outcomes = await Promise.all(
        titles.map((title) =>
          write(
            store,
            [putRole({ ...reader, title }), assign(title, 'writer')],
            [{ kind: 'role', id: 'reader', version }],
          ),
        ),
      )
      expect(outcomes.filter(({ status }) => status === 'done')).toHaveLength(1)
      expect(outcomes.filter(({ status }) => status === 'refused')).toHaveLength(99)
      const winner = titles[outcomes.findIndex(({ status }) => status === 'done')] ?? ''
      expect((await store.view(null)).policy.roles.get('reader')?.role.title).toBe(winner)
      expect((await store.members('writer', { limit: 200 })).items).toEqual([winner])
    })

    it('lets one of a hundred replacements of the members of a role through', async () => {
      const store = await make()
      const { version } = await store.members('reader', { limit: 1 })
      const outcomes = await Promise.all(
        Array.from({ length: 100 }, (_, i) =>
          write(
            store,
            [unassign('ann', 'reader'), assign(`a${i}`, 'reader'), assign(`b${i}`, 'reader')],
            [{ kind: 'members', id: 'reader', version }],
          ),
        ),
      )
      expect(outcomes.filter(({ status }) => status === 'done')).toHaveLength(1)
      const conflicts = outcomes.filter((each) => each.status === 'refused' && each.reason === 'conflict')
      expect(conflicts).toHaveLength(99)
      const winner = outcomes.findIndex(({ status }) => status === 'done')
      expect((await store.members('reader', { limit: 200 })).items).toEqual([`a${winner}`, `b${winner}`])
    })

    it('never comes true again: versions are not used twice', async () => {
      const store = await make()
      const seen = new Set<string | null>()
      for (let i = 0; i < 10; i++) {
        seen.add(await versionOf(store, 'role', 'reader'))
        await done(store, putRole(reader))
      }
      expect(seen.size).toBe(10)
      const before = await versionOf(store, 'role', 'writer')
      await done(store, removeRole('writer'))
      await done(store, putRole(writer))
      expect(await versionOf(store, 'role', 'writer')).not.toBe(before)
    })
  })
}
