// Mapping rows, and the lists of roles in the options that deleting a role must not break.
import { describe, expect, it } from 'vitest'
import { createAuthorizer, memoryStore } from '../../src/index.ts'
import { permissions } from '../authorizer/support.ts'
import { conflict, managed, roles } from './support.ts'

describe('Mapping rows', () => {
  const row = { provider: 'ldap', group: 'cn=ops', roles: ['runner'] }

  it('are replaced together, by who saw the newest', async () => {
    const { manager } = managed()
    const { rows, version } = await manager.mappings()
    expect(rows).toEqual([])
    const written = await manager.replaceMappings([row], { version })
    expect(await manager.mappings()).toMatchObject({ rows: [row], version: written.version })
    await expect(manager.replaceMappings([], { version })).rejects.toMatchObject(conflict('the mappings'))
  })

  it.each([
    [{ ...row, roles: ['ghost'] }, 'TRILATCH_ROLE_UNKNOWN', 'mappings[0].roles[0]: unknown role "ghost".'],
    [
      { ...row, roles: ['admin'], scope: 'eu.*' },
      'TRILATCH_MAPPING_INVALID',
      'takes no scope, no wildcard and not "everyone"',
    ],
    [
      { ...row, roles: ['admin'], group: 'cn=*' },
      'TRILATCH_MAPPING_INVALID',
      'takes no scope, no wildcard and not "everyone"',
    ],
    [{ ...row, roles: [] }, 'TRILATCH_POLICY_INVALID', 'Cannot use the mappings: [0].roles: '],
  ])('are refused as a whole when one is wrong: %j', async (bad, code, message) => {
    const { manager } = managed()
    const { version } = await manager.mappings()
    await expect(manager.replaceMappings([bad, row], { version })).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message) as string,
    })
    expect((await manager.mappings()).rows).toEqual([])
  })
})

describe('A role that the options name', () => {
  it.each([
    ['anonymousRoles', { anonymousRoles: ['eu'] }],
    ['newUserRoles.registered', { newUserRoles: { registered: ['eu'] } }],
  ])('cannot be deleted: %s', async (option, options) => {
    const authorizer = createAuthorizer({ permissions, store: memoryStore({ roles }), ...options })
    await expect(authorizer.manage('boss').deleteRole('eu')).rejects.toMatchObject({
      code: 'TRILATCH_ROLE_IN_USE',
      message: `Cannot delete role "eu": the option ${option} names it`,
      status: 409,
    })
  })

  it('cannot be deleted: another application that shares the store has it for anonymous callers', async () => {
    const store = memoryStore({ roles })
    const shop = createAuthorizer({ permissions, store, application: 'shop', anonymousRoles: ['eu'] })
    await shop.ready()
    const desk = createAuthorizer({ permissions, store, application: 'desk' })
    await desk.ready()
    await expect(desk.manage('boss').deleteRole('eu')).rejects.toMatchObject({
      code: 'TRILATCH_ROLE_IN_USE',
      message: 'Cannot delete role "eu": anonymousRoles of the application "shop" names it',
    })
  })
})
