// A write that would leave no unsuspended administrator where there was one is refused, on every path.
import { describe, expect, it } from 'vitest'
import { everything, lastAdministrator, managed, roles } from './support.ts'

type Manager = ReturnType<typeof managed>['manager']
const boss = { subject: 'boss', role: 'admin' }
const paths: readonly [action: string, how: string, (manager: Manager) => Promise<unknown>][] = [
  ['role.delete', 'deleting the role', (m) => m.deleteRole('admin')],
  [
    'role.update',
    'un-marking the role',
    async (m) => m.replaceRole('admin', { rules: [] }, await m.role('admin')),
  ],
  ['subject.unassign', 'taking the role', (m) => m.unassign(boss)],
  ['user.suspend', 'suspending the user', (m) => m.suspendUser('boss')],
  ['user.delete', 'deleting the user', (m) => m.deleteUser('boss')],
  [
    'members.replace',
    'replacing the members',
    async (m) => m.replaceMembers('admin', [], await m.members('admin')),
  ],
  [
    'members.change',
    'taking a member out',
    async (m) => m.changeMembers('admin', { remove: ['boss'] }, await m.members('admin')),
  ],
  [
    'subject.roles',
    'replacing the roles',
    async (m) => m.replaceRolesOf('boss', ['eu'], await m.rolesOf('boss')),
  ],
]

describe('The last administrator', () => {
  it.each(paths)('stays: %s by %s', async (action, _, write) => {
    const { manager, store, authorizer } = managed()
    await manager.createUser({ id: 'boss' })
    const before = await everything(store)
    await expect(write(manager)).rejects.toMatchObject(lastAdministrator(action))
    expect(await everything(store)).toEqual(before)
    expect((await authorizer.access({ id: 'boss' })).can('project.delete')).toBe(true)
  })

  it.each(paths)('may go when there is another: %s by %s', async (_, _how, write) => {
    const { manager } = managed({ roles: [...roles, { id: 'root', administrator: true, rules: [] }] })
    await manager.createUser({ id: 'boss' })
    await manager.assign({ subject: 'ann', role: 'root' })
    await expect(write(manager)).resolves.toMatchObject({ changed: true })
  })

  it.each(paths)('stays when the others are suspended: %s by %s', async (action, _, write) => {
    const { manager } = managed({ roles: [...roles, { id: 'root', administrator: true, rules: [] }] })
    for (const id of ['boss', 'ann']) await manager.createUser({ id })
    await manager.assign({ subject: 'ann', role: 'root' })
    await manager.suspendUser('ann')
    await expect(write(manager)).rejects.toMatchObject(lastAdministrator(action))
  })

  it('is not somebody who holds the role with a scope, for that counts for nothing', async () => {
    const { manager, authorizer } = managed({ roles: [...roles, { id: 'root', rules: [] }] })
    await manager.assign({ subject: 'ann', role: 'root', scope: 'eu.*' })
    await manager
      .replaceRole('root', { administrator: true, rules: [] }, await manager.role('root'))
      .catch(() => {})
    expect((await authorizer.access({ id: 'ann' })).can('project.delete')).toBe(false)
    await expect(manager.unassign(boss)).rejects.toMatchObject(lastAdministrator('subject.unassign'))
  })

  it('is not missed where there never was one', async () => {
    const { manager } = managed({ assignments: [] })
    await manager.createUser({ id: 'ann' })
    await expect(manager.suspendUser('ann')).resolves.toMatchObject({ changed: true })
    await expect(manager.deleteRole('admin')).resolves.toMatchObject({ changed: true })
  })

  it('may hand over in one write', async () => {
    const { manager } = managed()
    await manager.replaceMembers('admin', ['ann'], await manager.members('admin'))
    expect((await manager.members('admin')).items).toEqual(['ann'])
  })
})

describe('Deleting a role', () => {
  it("takes its assignments, its mapping rows and others' inheriting of it, in the same write", async () => {
    const { manager, store, authorizer } = managed({
      roles: [
        ...roles,
        { id: 'heir', inherits: ['eu', 'runner'], rules: [] },
        { id: 'only', inherits: ['eu'], rules: [] },
      ],
      assignments: [boss, { subject: 'ann', role: 'eu' }, { subject: 'ben', role: 'eu', scope: 'x.*' }],
      mappings: [
        { provider: 'ldap', group: 'a', roles: ['eu'] },
        { provider: 'ldap', group: 'b', roles: ['runner', 'eu'] },
      ],
    })
    const written = await manager.deleteRole('eu')
    expect((await manager.audit()).items).toMatchObject([
      { action: 'role.delete', target: 'eu', tag: written.version },
    ])
    expect((await manager.roles()).map(({ role }) => role.id)).toEqual(['admin', 'runner', 'heir', 'only'])
    expect((await manager.role('heir')).role.inherits).toEqual(['runner'])
    expect((await manager.role('only')).role).not.toHaveProperty('inherits')
    expect((await manager.mappings()).rows).toEqual([{ provider: 'ldap', group: 'b', roles: ['runner'] }])
    expect([(await manager.rolesOf('ann')).assignments, (await manager.rolesOf('ben')).assignments]).toEqual([
      [],
      [],
    ])
    expect(await store.held('eu')).toBe(false)
    await manager.createRole({ id: 'eu', rules: [{ permission: 'job', state: 'granted' }] })
    expect((await authorizer.access({ id: 'ann' })).can('job.run')).toBe(false)
  })
})
