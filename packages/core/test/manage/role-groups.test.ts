// The groups of one role: which row is meant, what is written, and what the trail says.
import { describe, expect, it } from 'vitest'
import type { MappingRow, RoleGroup } from '../../src/index.ts'
import { watched } from './support.ts'

const row = (fields: Partial<MappingRow>): MappingRow => ({
  provider: 'acme',
  group: 'acme/dev',
  roles: ['eu'],
  ...fields,
})
const group: RoleGroup = { provider: 'acme', group: 'acme/dev' }

function make(mappings: readonly MappingRow[]) {
  const made = watched({ mappings }, { providers: { acme: 'path', ldap: 'plain' } })
  const { manager } = made
  const add = async (role: string, fields: Partial<RoleGroup> = {}) =>
    manager.addGroup(role, { ...group, ...fields }, await manager.mappings())
  const remove = async (role: string, fields: Partial<RoleGroup> = {}) =>
    manager.removeGroup(role, { ...group, ...fields }, await manager.mappings())
  const rows = async () => (await manager.mappings()).rows
  const line = async () => (await manager.audit({ limit: 1 })).items[0]
  return { ...made, add, remove, rows, line }
}

describe('A group that is added to a role', () => {
  it('stands in the row that it has already, beside the other roles', async () => {
    const { add, rows, line } = make([row({}), row({ group: 'acme/ops' })])
    await add('runner')
    expect(await rows()).toEqual([row({ roles: ['eu', 'runner'] }), row({ group: 'acme/ops' })])
    expect(await line()).toMatchObject({
      action: 'role.group.add',
      target: 'runner',
      before: row({}),
      after: row({ roles: ['eu', 'runner'] }),
    })
    expect(await add('runner')).toMatchObject({ changed: false })
  })

  it.each<Partial<RoleGroup>>([
    { scope: 'eu.*' },
    { minAccess: 'owner' },
    { mode: 'additive' },
    { provider: 'ldap' },
    { group: 'acme/dev/**' },
  ])('has a row of its own where it differs by %j, and leaves without the other', async (fields) => {
    const { add, remove, rows, line } = make([row({})])
    await add('eu', fields)
    expect(await rows()).toEqual([row({}), row(fields)])
    expect(await line()).toMatchObject({ before: null, after: row(fields) })
    await remove('eu', fields)
    expect(await rows()).toEqual([row({})])
  })

  it('relies on the policy and on all rows', async () => {
    const { store, manager, add, changes } = make([])
    const { version } = await manager.mappings()
    const { policy } = await store.view(null)
    await add('eu')
    expect(changes.map(({ expect: relied }) => relied)).toEqual([
      [
        { kind: 'policy', id: '', version: policy.version },
        { kind: 'mappings', id: '', version },
      ],
    ])
  })
})

describe('A group that is taken from a role', () => {
  it('leaves its row to the other roles, and takes it along with the last', async () => {
    const { remove, rows, line } = make([row({ roles: ['eu', 'runner'] }), row({ group: 'acme/ops' })])
    await remove('eu')
    expect(await rows()).toEqual([row({ roles: ['runner'] }), row({ group: 'acme/ops' })])
    expect(await line()).toMatchObject({
      action: 'role.group.remove',
      target: 'eu',
      before: row({ roles: ['eu', 'runner'] }),
      after: row({ roles: ['runner'] }),
    })
    await remove('runner')
    expect(await rows()).toEqual([row({ group: 'acme/ops' })])
    expect(await line()).toMatchObject({ before: row({ roles: ['runner'] }), after: null })
    expect(await remove('runner')).toMatchObject({ changed: false })
  })
})

describe('The groups of a role', () => {
  it('are told without the roles of their rows, and with warnings of these alone', async () => {
    const admins = row({ group: 'acme/boss', roles: ['admin', 'eu'] })
    const { manager } = make([
      admins,
      { ...admins, provider: 'ldap', roles: ['admin', 'runner'] },
      row({ group: 'acme/ops', roles: ['runner'], scope: 'eu.*' }),
    ])
    const eu = await manager.groupsOf('eu')
    expect(eu.groups).toStrictEqual([{ provider: 'acme', group: 'acme/boss' }])
    expect(eu.administrator).toBe(false)
    expect(eu.warnings.map(({ provider, ordinary }) => [provider, ordinary])).toEqual([['acme', 'eu']])
    const runner = await manager.groupsOf('runner')
    expect(runner.groups).toEqual([
      { provider: 'ldap', group: 'acme/boss' },
      { ...group, group: 'acme/ops', scope: 'eu.*' },
    ])
    expect(runner.warnings.map(({ provider }) => provider)).toEqual(['ldap'])
    expect((await manager.groupsOf('admin')).administrator).toBe(true)
    expect(await manager.mappings()).toMatchObject({ warnings: [{}, {}], providers: ['acme', 'ldap'] })
  })

  it.each([null, 'acme/dev', { ...group, roles: ['admin'] }, { provider: 'acme' }])(
    'are not changed by %j',
    async (given) => {
      const { manager, rows } = make([])
      const seen = await manager.mappings()
      for (const run of [
        () => manager.addGroup('eu', given as never, seen),
        () => manager.removeGroup('eu', given as never, seen),
      ])
        await expect(run()).rejects.toThrow(/^Cannot use the group:/)
      expect(await rows()).toEqual([])
    },
  )

  it('are of a role that there is, and match somebody', async () => {
    const { add, remove, rows } = make([row({})])
    const unknown = { code: 'TRILATCH_ROLE_UNKNOWN', message: 'There is no role "ghost"', status: 404 }
    await expect(add('ghost')).rejects.toMatchObject(unknown)
    await expect(remove('ghost')).rejects.toMatchObject(unknown)
    await expect(add('eu', { group: 'acme/*' })).rejects.toThrow(/^Cannot use the mappings: /)
    expect(await rows()).toEqual([row({})])
  })
})
