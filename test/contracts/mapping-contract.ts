// What mapping rows do to people, from recording groups to the role's side, over any store.
import { afterEach, describe, expect, it } from 'vitest'
import { createAuthorizer, definePermissions } from '@trilatch/core'
import type { GroupMembership, MappingRow, Role, Store } from '@trilatch/core'
import { admin, boss, trailOf } from './store-kit.ts'
import type { MakeStore } from './store-kit.ts'

const permissions = definePermissions({ 'job.run': 'Run Job', 'job.view': 'View Job' })
const runner: Role = { id: 'runner', rules: [{ permission: 'job.run', state: 'granted' }] }
const viewer: Role = { id: 'viewer', rules: [{ permission: 'job.view', state: 'granted' }] }
const ops = { name: 'ops' }
const dev = { name: 'dev' }

const row = (group: string, roles: readonly string[], fields: Partial<MappingRow> = {}): MappingRow => ({
  provider: 'ldap',
  group,
  roles,
  ...fields,
})

/** Registers what has to be true of mapping rows over one store. */
export function mappingContract(name: string, makeStore: MakeStore): void {
  const open: Store[] = []
  afterEach(async () => {
    for (const store of open.splice(0)) await store.close()
  })

  async function make(rows: readonly MappingRow[], wrap: (store: Store) => Store = (store) => store) {
    const store = await makeStore({ roles: [admin, runner, viewer], assignments: [boss] })
    open.push(store)
    const authorizer = createAuthorizer({
      permissions,
      store: wrap(store),
      providers: { ldap: 'plain', gitlab: 'path' },
    })
    const manager = authorizer.manage('tester')
    const put = async (next: readonly MappingRow[]) =>
      manager.replaceMappings(next, { version: (await manager.mappings()).version })
    await put(rows)
    await manager.createUser({ id: 'ann', email: 'ann@x.org' })
    const complete = (...groups: readonly GroupMembership[]) =>
      manager.recordGroups('ann', 'ldap', { status: 'complete', groups })
    const gone = (subject = 'ann') => manager.recordGroups(subject, 'ldap', { status: 'gone' })
    const held = async (subject = 'ann') => (await manager.rolesOf(subject)).assignments
    const can = async (permission: 'job.run' | 'job.view') =>
      (await authorizer.access({ id: 'ann' })).can(permission)
    return { store, authorizer, manager, put, complete, gone, held, can }
  }

  describe(`Mapping rows over ${name}`, () => {
    it('of the mode sync come and go with the group, and are no assignments', async () => {
      const { complete, held, can } = await make([row('ops', ['runner'])])
      await complete(ops)
      expect([await can('job.run'), await held()]).toEqual([true, []])
      await complete()
      expect(await can('job.run')).toBe(false)
    })

    it('of the mode additive assign their roles when groups are recorded, and leave them', async () => {
      const { store, complete, held, can } = await make([
        row('ops', ['runner', 'viewer'], { mode: 'additive' }),
      ])
      await complete(ops)
      expect(await held()).toEqual([{ role: 'runner' }, { role: 'viewer' }])
      await complete()
      expect([await can('job.run'), await can('job.view')]).toEqual([true, true])
      const line = (await trailOf(store)).findLast(({ action }) => action === 'subject.groups')
      expect(line?.after).toMatchObject({
        provider: 'ldap',
        groups: [ops],
        assigned: [{ role: 'runner' }, { role: 'viewer' }],
      })
    })

    it('of the mode additive give to those whose groups were recorded before the row was written', async () => {
      const { put, complete, held } = await make([])
      await complete(ops)
      await put([row('ops', ['runner'], { mode: 'additive', scope: 'eu.*' })])
      expect(await held()).toEqual([])
      expect(await complete(ops)).toMatchObject({ changed: true })
      expect(await held()).toEqual([{ role: 'runner', scope: 'eu.*' }])
      expect(await complete(ops)).toMatchObject({ changed: false })
    })

    it('of the mode additive do not give again what somebody has taken away since', async () => {
      const { manager, complete, held } = await make([row('ops', ['runner'], { mode: 'additive' })])
      await complete(ops)
      await manager.unassign({ subject: 'ann', role: 'runner' })
      await complete(ops)
      await complete()
      await complete(ops)
      expect(await held()).toEqual([])
    })

    it('of the mode additive never give an administrator role, whatever is stored', async () => {
      const { store, complete, held } = await make([], (inner) => ({
        ...inner,
        view: async (subject) => {
          const view = await inner.view(subject)
          const mappings = [row('ops', ['admin', 'runner'], { mode: 'additive' })]
          return { ...view, policy: { ...view.policy, mappings } }
        },
      }))
      await complete(ops)
      expect(await held()).toEqual([{ role: 'runner' }])
      expect((await store.members('admin', { limit: 10 })).items).toEqual(['boss'])
    })

    it('suspend at gone the user who holds what an additive row gave, and end their sessions', async () => {
      const { store, manager, complete, gone, can } = await make([
        row('ops', ['runner'], { mode: 'additive' }),
      ])
      await complete(ops)
      const { epoch } = await manager.beginSession('ann')
      expect(await gone()).toMatchObject({ changed: true })
      expect(await gone()).toMatchObject({ changed: false })
      expect(await can('job.run')).toBe(false)
      expect((await store.user('ann'))?.user).toMatchObject({ suspended: true, email: 'ann@x.org' })
      expect(await manager.beginSession('ann')).toMatchObject({ suspended: true })
      expect((await manager.beginSession('ann')).epoch).not.toBe(epoch)
      // Coming back does not end it: somebody has to.
      await complete(ops)
      expect(await can('job.run')).toBe(false)
      await manager.restoreUser('ann')
      expect(await can('job.run')).toBe(true)
    })

    it('take back at gone what they gave to somebody who has no user, and nothing given by hand', async () => {
      const { store, manager, gone, held } = await make([
        row('ops', ['runner', 'viewer'], { mode: 'additive' }),
      ])
      await manager.assign({ subject: 'ext', role: 'viewer' })
      await manager.recordGroups('ext', 'ldap', { status: 'complete', groups: [ops] })
      expect(await held('ext')).toEqual([{ role: 'viewer' }, { role: 'runner' }])
      await gone('ext')
      expect(await held('ext')).toEqual([{ role: 'viewer' }])
      expect(await store.user('ext')).toBeNull()
    })

    it('take back from the last administrator, who is not suspended', async () => {
      const { store, manager, gone, held } = await make([row('ops', ['runner'], { mode: 'additive' })])
      await manager.createUser({ id: 'boss' })
      await manager.recordGroups('boss', 'ldap', { status: 'complete', groups: [ops] })
      await gone('boss')
      expect(await held('boss')).toEqual([{ role: 'admin' }])
      expect((await store.user('boss'))?.user.suspended).toBe(false)
      expect(await manager.recordedGroups('boss')).toEqual([])
    })

    it('do not suspend who holds nothing of an additive row', async () => {
      const { store, manager, complete, gone } = await make([row('ops', ['runner'])])
      await manager.assign({ subject: 'ann', role: 'viewer' })
      await complete(ops)
      await gone()
      expect((await store.user('ann'))?.user.suspended).toBe(false)
      expect((await manager.rolesOf('ann')).roles).toEqual(['viewer'])
    })

    it('lead to no administrator role by an additive row, a wildcard, a scope or everyone', async () => {
      const { put } = await make([])
      for (const bad of [
        row('ops', ['admin'], { mode: 'additive' }),
        row('ops', ['admin'], { scope: 'eu.*' }),
        row('everyone', ['admin']),
        row('acme/**', ['admin'], { provider: 'gitlab' }),
      ])
        await expect(put([bad])).rejects.toMatchObject({ code: 'TRILATCH_MAPPING_INVALID', status: 422 })
    })
  })

  describe(`An answer that was asked for before a newer one was recorded, over ${name}`, () => {
    it('changes nothing, neither groups nor sessions', async () => {
      const { manager, complete } = await make([])
      const asked = performance.now() - 60_000
      await complete(ops)
      const { epoch } = await manager.beginSession('ann')
      const late = (outcome: Parameters<typeof manager.recordGroups>[2]) =>
        manager.recordGroups('ann', 'ldap', outcome, { asked })
      expect(await late({ status: 'complete', groups: [dev] })).toMatchObject({ changed: false })
      expect(await late({ status: 'gone' })).toMatchObject({ changed: false })
      expect((await manager.recordedGroups('ann')).map(({ groups }) => groups)).toEqual([[ops]])
      expect((await manager.beginSession('ann')).epoch).toBe(epoch)
      await manager.recordGroups(
        'ann',
        'ldap',
        { status: 'complete', groups: [dev] },
        { asked: performance.now() + 60_000 },
      )
      expect((await manager.recordedGroups('ann'))[0]).toMatchObject({ provider: 'ldap', groups: [dev] })
    })
  })

  describe(`The groups of a role over ${name}`, () => {
    it('are listed, added and removed there, by who saw the newest', async () => {
      const { store, manager } = await make([row('ops', ['viewer'])])
      const seen = await manager.groupsOf('runner')
      expect(seen).toMatchObject({ groups: [], administrator: false, providers: ['ldap', 'gitlab'] })
      const added = await manager.addGroup('runner', { provider: 'ldap', group: 'ops' }, seen)
      expect(added).toMatchObject({ changed: true, warnings: [] })
      expect((await manager.mappings()).rows).toEqual([row('ops', ['viewer', 'runner'])])
      await expect(
        manager.addGroup('runner', { provider: 'ldap', group: 'dev' }, seen),
      ).rejects.toMatchObject({ code: 'TRILATCH_CONFLICT' })
      const fields = { provider: 'gitlab', group: 'acme/**', minAccess: 'developer', scope: 'eu.*' } as const
      await manager.addGroup('runner', fields, added)
      const now = await manager.groupsOf('runner')
      expect(now.groups).toEqual([{ provider: 'ldap', group: 'ops' }, fields])
      // The same path in another case is the same group.
      expect(await manager.addGroup('runner', { ...fields, group: 'ACME/**' }, now)).toMatchObject({
        changed: false,
      })
      const removed = await manager.removeGroup('runner', { provider: 'ldap', group: 'ops' }, now)
      await manager.removeGroup('runner', fields, removed)
      expect((await manager.mappings()).rows).toEqual([row('ops', ['viewer'])])
      const again = await manager.groupsOf('runner')
      expect(await manager.removeGroup('runner', fields, again)).toMatchObject({ changed: false })
      expect((await trailOf(store)).slice(0, 4).map(({ action, target }) => [action, target])).toEqual([
        ['role.group.remove', 'runner'],
        ['role.group.remove', 'runner'],
        ['role.group.add', 'runner'],
        ['role.group.add', 'runner'],
      ])
    })

    it('are refused of a provider that is not configured, and none is where there is none', async () => {
      const { store, manager } = await make([])
      const seen = await manager.groupsOf('runner')
      await expect(manager.addGroup('runner', { provider: 'saml', group: 'a' }, seen)).rejects.toMatchObject({
        code: 'TRILATCH_PROVIDER_UNKNOWN',
        message: 'Cannot pick a group of "saml": the option `providers` names "ldap", "gitlab"',
        status: 422,
      })
      const bare = createAuthorizer({ permissions, store, application: 'bare' }).manage('tester')
      expect((await bare.groupsOf('runner')).providers).toEqual([])
      await expect(bare.addGroup('runner', { provider: 'ldap', group: 'a' }, seen)).rejects.toMatchObject({
        message: 'Cannot pick a group of "ldap": no directory and no GitLab is configured',
      })
      expect((await manager.mappings()).rows).toEqual([])
    })

    it('are refused of a role that there is not, and where they would match nobody', async () => {
      const { manager } = await make([])
      const seen = await manager.groupsOf('runner')
      await expect(manager.groupsOf('ghost')).rejects.toMatchObject({ code: 'TRILATCH_ROLE_UNKNOWN' })
      await expect(manager.addGroup('ghost', { provider: 'ldap', group: 'a' }, seen)).rejects.toMatchObject({
        code: 'TRILATCH_ROLE_UNKNOWN',
      })
      await expect(manager.addGroup('runner', { provider: 'ldap', group: 'a*' }, seen)).rejects.toMatchObject(
        { code: 'TRILATCH_MAPPING_INVALID' },
      )
      await expect(
        manager.addGroup('runner', { provider: 'ldap', group: 'a', roles: ['admin'] } as never, seen),
      ).rejects.toMatchObject({ code: 'TRILATCH_POLICY_INVALID', status: 422 })
      expect((await manager.mappings()).rows).toEqual([])
    })

    it('are warned of where one leads to administrators and to an ordinary role', async () => {
      const { authorizer, manager } = await make([row('ops', ['viewer'])])
      const written = await manager.addGroup(
        'admin',
        { provider: 'ldap', group: 'ops' },
        await manager.groupsOf('admin'),
      )
      const warning = {
        provider: 'ldap',
        group: 'ops',
        administrator: 'admin',
        ordinary: 'viewer',
        message:
          'Group "ops" of "ldap" leads to the administrator role "admin" and to "viewer": use different groups for the two.',
      }
      expect(written.warnings).toEqual([warning])
      expect(await manager.groupsOf('admin')).toMatchObject({ administrator: true, warnings: [warning] })
      expect(await authorizer.diagnostics()).toContainEqual({
        kind: 'mapping-mixed',
        severity: 'warning',
        role: 'admin',
        message: warning.message,
      })
    })
  })

  describe(`A dry run over ${name}`, () => {
    it('says who would gain and lose what by other rows, page by page, and writes nothing', async () => {
      const { store, manager, complete } = await make([row('ops', ['runner'])])
      await manager.createUser({ id: 'ben' })
      await manager.createUser({ id: 'cem' })
      await manager.recordGroups('ben', 'ldap', { status: 'complete', groups: [ops, dev] })
      await manager.assign({ subject: 'ben', role: 'runner' })
      await complete(ops)
      const before = (await trailOf(store)).length
      const rows = [row('dev', ['viewer']), row('ops', ['viewer'], { scope: 'eu.*', mode: 'additive' })]
      const first = await manager.previewMappings(rows, { limit: 1 })
      expect(first).toEqual({
        items: [{ subject: 'ann', gains: [{ role: 'viewer', scope: 'eu.*' }], loses: [{ role: 'runner' }] }],
        next: 'ann',
      })
      // What is held by hand is not lost, and what is gained for every resource is not gained in a part of it.
      expect(await manager.previewMappings(rows, { after: 'ann' })).toEqual({
        items: [
          { subject: 'ben', gains: [{ role: 'viewer' }, { role: 'viewer', scope: 'eu.*' }], loses: [] },
        ],
      })
      await expect(manager.previewMappings([row('ops', ['ghost'])])).rejects.toMatchObject({
        code: 'TRILATCH_ROLE_UNKNOWN',
      })
      expect(await trailOf(store)).toHaveLength(before)
    })

    it('says what fresh groups would change for one', async () => {
      const { manager, complete } = await make([
        row('ops', ['runner']),
        row('dev', ['viewer'], { mode: 'additive' }),
      ])
      await complete(ops)
      const preview = (outcome: Parameters<typeof manager.previewGroups>[2]) =>
        manager.previewGroups('ann', 'ldap', outcome)
      const none = { gains: [], loses: [], recorded: true }
      expect(await preview({ status: 'complete', groups: [ops] })).toEqual(none)
      expect(await preview({ status: 'unknown', why: 'down' })).toEqual(none)
      expect(await preview({ status: 'complete', groups: [dev] })).toEqual({
        gains: [{ role: 'viewer' }],
        loses: [{ role: 'runner' }],
        recorded: true,
      })
      expect(await preview({ status: 'gone' })).toEqual({
        gains: [],
        loses: [{ role: 'runner' }],
        recorded: true,
      })
      expect(await manager.previewGroups('zoe', 'ldap', { status: 'gone' })).toEqual({
        ...none,
        recorded: false,
      })
    })
  })
}
