import { describe, expect, it } from 'vitest'
import { forbid, grant } from '../authorizer/support.ts'
import { conflict, everything, managed, roles } from './support.ts'

const unknown = { code: 'TRILATCH_ROLE_UNKNOWN', message: 'There is no role "ghost"', status: 404 }

describe('Reading roles', () => {
  it('gives all of them with their versions, or one', async () => {
    const { manager } = managed()
    const all = await manager.roles()
    expect(all.map(({ role }) => role)).toEqual(roles)
    expect(await manager.role('eu')).toEqual(all[1])
    await expect(manager.role('ghost')).rejects.toMatchObject(unknown)
  })
})

describe('Creating a role', () => {
  it('adds it and gives its version', async () => {
    const { manager, authorizer } = managed()
    const written = await manager.createRole({ id: 'new', inherits: ['eu'], rules: [grant('project', '**')] })
    expect(await manager.role('new')).toEqual({
      role: { id: 'new', inherits: ['eu'], rules: [grant('project')] },
      version: written.version,
    })
    expect(written.changed).toBe(true)
    expect((await authorizer.access({ id: 'x', roles: ['new'] })).can('project.join')).toBe(true)
  })

  it.each([
    ['an id that is taken', { id: 'eu', rules: [] }, 'TRILATCH_ROLE_EXISTS', 'There is a role "eu" already'],
    [
      'a title that is taken',
      { id: 'b', title: 'Runner', rules: [] },
      'TRILATCH_ROLE_EXISTS',
      'has the title "Runner" already',
    ],
    [
      'an unknown permission',
      { id: 'b', rules: [grant('job.rum')] },
      'TRILATCH_PERMISSION_UNKNOWN',
      'unknown permission "job.rum". Did you mean "job.run"?',
    ],
    [
      'an unknown role',
      { id: 'b', inherits: ['runer'], rules: [] },
      'TRILATCH_ROLE_UNKNOWN',
      'unknown role "runer". Did you mean "runner"?',
    ],
    [
      'an administrator role',
      { id: 'b', inherits: ['admin'], rules: [] },
      'TRILATCH_ADMINISTRATOR_ROLE',
      'the administrator role "admin" cannot be inherited',
    ],
    [
      'itself',
      { id: 'b', inherits: ['b'], rules: [] },
      'TRILATCH_ROLE_CYCLE',
      'roles inherit each other in a circle: b → b',
    ],
    [
      'an unacceptable context',
      { id: 'b', rules: [grant('job', 'a[')] },
      'TRILATCH_CONTEXT_INVALID',
      'the class is not closed with "]" (at position 1)',
    ],
    [
      'an improper id',
      { id: '../b', rules: [] },
      'TRILATCH_POLICY_INVALID',
      'Cannot use the role: id: a role id is 1 to 128',
    ],
    [
      'an unknown key',
      { id: 'b', rules: [], admin: true },
      'TRILATCH_POLICY_INVALID',
      'Cannot use the role: ',
    ],
    [
      'a state that is none',
      { id: 'b', rules: [{ permission: 'job', state: 'unspecified' }] },
      'TRILATCH_POLICY_INVALID',
      'unspecified is no rule at all',
    ],
  ])('refuses %s and changes nothing', async (_, role, code, message) => {
    const { manager, store } = managed()
    const before = await everything(store)
    await expect(manager.createRole(role as never)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message) as string,
    })
    expect(await everything(store)).toEqual(before)
  })
})

describe('Replacing a role', () => {
  it('changes all of it but its id', async () => {
    const { manager } = managed()
    const { version } = await manager.role('runner')
    const written = await manager.replaceRole('runner', { title: 'R', rules: [forbid('job')] }, { version })
    expect(await manager.role('runner')).toEqual({
      role: { id: 'runner', title: 'R', rules: [forbid('job')] },
      version: written.version,
    })
    expect(written.version).not.toBe(version)
  })

  it('is refused to somebody who saw an older version, or none', async () => {
    const { manager, store } = managed()
    const seen = await manager.role('eu')
    await manager.replaceRole('eu', { rules: [] }, seen)
    const before = await everything(store)
    await expect(manager.replaceRole('eu', { rules: [grant('*')] }, seen)).rejects.toMatchObject(
      conflict('role "eu"'),
    )
    await expect(manager.setRule('eu', grant('*'), seen)).rejects.toMatchObject(conflict('role "eu"'))
    await expect(manager.deleteRole('eu', seen)).rejects.toMatchObject(conflict('role "eu"'))
    for (const version of [undefined, {}, { version: 7 }, null])
      await expect(manager.replaceRole('eu', { rules: [] }, version as never)).rejects.toThrow(
        new TypeError('This write replaces what is there: pass { version } as you read it'),
      )
    expect(await everything(store)).toEqual(before)
  })

  it('is not refused because another role changed', async () => {
    const { manager } = managed()
    const seen = await manager.role('eu')
    await manager.createRole({ id: 'new', rules: [] })
    expect(await manager.replaceRole('eu', { rules: [] }, seen)).toMatchObject({ changed: true })
  })

  it('is refused for one that does not exist', async () => {
    const { manager } = managed()
    await expect(manager.replaceRole('ghost', { rules: [] }, { version: 'v' })).rejects.toMatchObject(unknown)
  })

  it.each([
    [
      { inherits: ['b'], rules: [] },
      'TRILATCH_ROLE_CYCLE',
      'roles inherit each other in a circle: a → b → a',
    ],
    [
      { administrator: true, rules: [] },
      'TRILATCH_ADMINISTRATOR_ROLE',
      'the administrator role "a" cannot be inherited',
    ],
  ])('is refused where others inherit it: %j', async (content, code, message) => {
    const { manager } = managed({
      roles: [...roles, { id: 'a', rules: [] }, { id: 'b', inherits: ['a'], rules: [] }],
    })
    await expect(manager.replaceRole('a', content, await manager.role('a'))).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message) as string,
    })
  })
})
