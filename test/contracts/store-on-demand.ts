import { afterEach, describe, expect, it } from 'vitest'
import { createAuthorizer, definePermissions } from '@trilatch/core'
import type { Access, OnDemandStore, Role, Store } from '@trilatch/core'
import { admin, assign, boss, done, putRole, putUser, removeRole, unassign } from './store-kit.ts'
import type { MakeStore } from './store-kit.ts'

const permissions = definePermissions({
  'job.run': 'Run Job',
  'job.view': 'View Job',
  'file.read': 'Read File',
})
const rule = (permission: string, state: 'granted' | 'forbidden', context?: string) =>
  Object.freeze({ permission, state, ...(context === undefined ? {} : { context }) })
const roles: readonly Role[] = [
  admin,
  { id: 'base', rules: [rule('job.view', 'granted'), rule('job.view', 'forbidden', 'eu.secret')] },
  { id: 'lead', title: 'Lead', inherits: ['base'], rules: [rule('job.run', 'granted', 'eu.*')] },
  { id: 'uber:1', inherits: ['lead'], rules: [rule('file', 'granted', '\u{1F600}.*')] },
]
const assignments = [
  boss,
  { subject: 'ann', role: 'lead' },
  { subject: 'ben', role: 'uber:1', scope: 'eu.*' },
]
const subjects = [{ id: 'ann' }, { id: 'ben' }, { id: 'boss' }, { id: 'nobody' }, null]

/** All that an access says. */
const saidBy = (access: Access): unknown =>
  permissions.nodes.map(({ name }) => [
    access.explain(name),
    ['eu.1', 'eu.secret', '\u{1F600}.a', 'a/'].map((resource) => access.explain(name, resource)),
    access.contexts(name),
    access.canSome(name),
  ])

/** What `onDemand` promises, for stores that offer it, and what authorizers make of it. */
export function onDemandContract(makeStore: MakeStore): void {
  const open: Store[] = []
  const make = async (): Promise<{ store: Store; onDemand: OnDemandStore }> => {
    const store = await makeStore({ roles, assignments })
    open.push(store)
    if (store.onDemand === undefined) throw new Error('This store offers nothing on demand')
    return { store, onDemand: store.onDemand }
  }
  afterEach(async () => {
    for (const store of open.splice(0)) await store.close()
  })

  describe('On demand', () => {
    it('views show version, mappings and subject as those with the roles do', async () => {
      const { store, onDemand } = await make()
      for (const id of ['ann', 'nobody', null]) {
        const [full, lean] = [await store.view(id), await onDemand.view(id)]
        expect(lean.subject).toEqual(full.subject)
        expect(lean.policy.version).toBe(full.policy.version)
        expect(lean.policy.mappings).toEqual(full.policy.mappings)
        expect(lean.policy.mappingsVersion).toBe(full.policy.mappingsVersion)
        expect(lean.policy.position).toBe(full.policy.position)
      }
    })

    it('views show every write at once, and stay the same objects while nothing changes', async () => {
      const { store, onDemand } = await make()
      const first = await onDemand.view('ann')
      expect((await onDemand.view('ann')).policy).toBe(first.policy)
      await done(store, unassign('ann', 'lead'))
      const second = await onDemand.view('ann')
      expect(second.subject?.assignments).toEqual([])
      expect(second.policy.version).toBe(first.policy.version)
      const rows = [{ provider: 'ldap', group: 'ops', roles: ['base'] }]
      const version = await done(store, { kind: 'put-mappings', rows })
      const third = await onDemand.view('ann')
      expect([third.policy.version, third.policy.mappings]).toEqual([version, rows])
      await done(store, putUser('ann', { suspended: true }))
      expect((await onDemand.view('ann')).subject?.suspended).toBe(true)
    })

    it('roles come with all that they inherit, as of their position, and else not at all', async () => {
      const { store, onDemand } = await make()
      const { policy } = await onDemand.view(null)
      const found = await onDemand.roles(policy, ['uber:1', 'admin', 'ghost', '__proto__'])
      expect(
        Array.from(found ?? [], ([, { role }]) => role).toSorted((a, b) => (a.id < b.id ? -1 : 1)),
      ).toEqual(roles)
      await done(store, removeRole('base'))
      expect(await onDemand.roles(policy, ['lead'])).toBeUndefined()
      const later = await onDemand.view(null)
      expect([...((await onDemand.roles(later.policy, ['lead'])) ?? new Map()).keys()]).toEqual(['lead'])
    })

    it('what a process begins with is what it would be told singly, where it is told at once', async () => {
      const { store, onDemand } = await make()
      const opening = await onDemand.open?.(['lead', 'ghost'])
      const singly = await onDemand.roles((await onDemand.view(null)).policy, ['lead', 'ghost'])
      expect(opening?.roles ?? singly).toEqual(singly)
      const published = await store.applications()
      expect(opening?.applications ?? published).toEqual(published)
    })

    it('bundles are given as they were put, under their key and no other', async () => {
      const { onDemand } = await make()
      expect(await onDemand.bundle('a')).toBeNull()
      await onDemand.putBundle('a', { text: 'über \u{1F600} "\\', list: [1, null] })
      await onDemand.putBundle('b', { other: true })
      expect(await onDemand.bundle('a')).toEqual({ text: 'über \u{1F600} "\\', list: [1, null] })
      await onDemand.putBundle('a', { again: 1 })
      expect(await onDemand.bundle('a')).toEqual({ again: 1 })
    })

    it('an authorizer derives roles from groups as one with the policy', async () => {
      const { store } = await make()
      const rows = [
        { provider: 'ldap', group: 'ops', roles: ['lead'], scope: 'eu.*' },
        { provider: 'ldap', group: 'admins', roles: ['admin', 'base'] },
        { provider: 'ldap', group: 'everyone', roles: ['admin', 'base'] },
      ]
      await done(store, { kind: 'put-mappings', rows })
      const full = createAuthorizer({ permissions, store })
      const lean = createAuthorizer({ permissions, store, policy: 'on-demand' })
      const said: unknown[] = []
      for (const [id, ...names] of [['ann', 'ops'], ['dora', 'ops', 'admins'], ['eve']] as const) {
        const groups = names.map((name) => ({ name }))
        await full.manage('sign-in').recordGroups(id, 'ldap', { status: 'complete', groups })
        const [wanted, access] = [await full.access({ id }), await lean.access({ id })]
        expect(saidBy(access)).toEqual(saidBy(wanted))
        said.push([access.can('job.run', 'eu.1'), access.decide('file.read').reason])
      }
      // A row for everyone makes nobody an administrator.
      expect(said).toEqual([
        [true, 'nothing-granted'],
        [true, 'administrator'],
        [false, 'nothing-granted'],
      ])
    })

    it('an authorizer says what one with the policy says, before and after every kind of write', async () => {
      const { store } = await make()
      const full = createAuthorizer({ permissions, store })
      const writes = [
        [],
        [putRole({ id: 'base', rules: [rule('*', 'granted', 'eu.*')] })],
        [assign('nobody', 'base', 'eu.1'), putUser('ben', { suspended: true })],
        [putRole({ id: 'new', inherits: ['uber:1'], rules: [] }), assign('ann', 'new')],
        [removeRole('lead')],
        [unassign('ann', 'new'), assign('ann', 'admin')],
      ]
      const lean = createAuthorizer({ permissions, store, policy: 'on-demand' })
      for (const operations of writes) {
        if (operations.length > 0) await done(store, ...operations)
        for (const subject of subjects) {
          const wanted = await full.access(subject)
          const second = createAuthorizer({ permissions, store, policy: 'on-demand' })
          for (const authorizer of [lean, second]) {
            const access = await authorizer.access(subject)
            expect(access.version).toBe(wanted.version)
            expect(access.permissions()).toEqual(wanted.permissions())
            expect(saidBy(access)).toEqual(saidBy(wanted))
          }
        }
      }
      expect(lean.health()).toMatchObject({ status: 'ok', bundles: { rejected: 0, unwritten: 0 } })
    })
  })
}
