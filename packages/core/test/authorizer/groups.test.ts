// Roles that mapping rows lead to: at every access, from the groups that were last said and the rows there are now.
import { describe, expect, it, vi } from 'vitest'
import { createAuthorizer, memoryStore } from '../../src/index.ts'
import type { GroupMembership, MappingRow } from '../../src/index.ts'
import { grant, permissions } from './support.ts'

const roles = [
  { id: 'admin', administrator: true, rules: [] },
  { id: 'runner', rules: [grant('job.run')] },
  { id: 'lead', inherits: ['runner'], rules: [grant('project')] },
] as const
const ops: MappingRow = { provider: 'ldap', group: 'cn=ops', roles: ['runner'] }

function make(mappings: readonly MappingRow[], options: object = {}) {
  const providers = { gitlab: 'path', ldap: 'dn' } as const
  const authorizer = createAuthorizer({
    permissions,
    store: memoryStore({ roles, mappings }),
    providers,
    ...options,
  })
  const manager = authorizer.manage('sync')
  const record = (provider: string, groups: readonly GroupMembership[], id = 'ann') =>
    manager.recordGroups(id, provider, { status: 'complete', groups })
  return { authorizer, manager, record, access: (id = 'ann') => authorizer.access({ id }) }
}

describe('Mapped roles', () => {
  it('come with a group and go with it, without anybody signing in', async () => {
    const { record, access } = make([ops])
    expect((await access()).can('job.run')).toBe(false)
    await record('ldap', [{ name: 'cn=ops' }])
    expect((await access()).can('job.run')).toBe(true)
    await record('ldap', [])
    expect((await access()).can('job.run')).toBe(false)
  })

  it('go with the row, and come with one', async () => {
    const { manager, record, access } = make([ops])
    await record('ldap', [{ name: 'cn=ops' }, { name: 'cn=lead' }])
    await manager.replaceMappings([{ ...ops, group: 'cn=lead', roles: ['lead'] }], await manager.mappings())
    expect([(await access()).can('job.run'), (await access()).can('project.create')]).toEqual([true, true])
    await manager.replaceMappings([], await manager.mappings())
    expect([(await access()).can('job.run'), (await access()).can('project.create')]).toEqual([false, false])
  })

  it('go with the role, and touch no assignment made by hand', async () => {
    const { manager, record, access } = make([ops, { ...ops, roles: ['lead'] }])
    await manager.assign({ subject: 'ann', role: 'runner' })
    await record('ldap', [{ name: 'cn=ops' }])
    await manager.deleteRole('lead')
    await record('ldap', [])
    expect((await manager.rolesOf('ann')).roles).toEqual(['runner'])
    expect([(await access()).can('job.run'), (await access()).can('project.create')]).toEqual([true, false])
  })

  it('are limited by the scope of their row', async () => {
    const { record, access } = make([{ ...ops, scope: 'eu.*' }])
    await record('ldap', [{ name: 'cn=ops' }])
    const ann = await access()
    expect([ann.can('job.run', 'eu.a'), ann.can('job.run', 'us.a'), ann.can('job.run')]).toEqual([
      true,
      false,
      false,
    ])
  })

  it('are had by nobody who is not signed in, and not across providers and subjects', async () => {
    const { authorizer, record, access } = make([
      ops,
      { ...ops, provider: 'gitlab', group: 'everyone', roles: ['lead'] },
    ])
    await record('ldap', [{ name: 'cn=ops' }])
    expect((await access('ben')).can('job.run')).toBe(false)
    expect((await authorizer.access(null)).can('job.run')).toBe(false)
    expect((await access()).can('project.create')).toBe(false)
    await record('gitlab', [])
    expect((await access()).can('project.create')).toBe(true)
  })

  it('say in an explanation which row and which group they come from', async () => {
    const { record, access } = make([{ provider: 'gitlab', group: 'acme/**', roles: ['lead'] }])
    await record('gitlab', [{ name: 'acme/dev' }])
    const { roles: explained, text } = (await access()).explain('job.run')
    expect(explained.map(({ role, source, mapped, via }) => [role, source, mapped, via])).toEqual([
      ['lead', 'mapped', { provider: 'gitlab', group: 'acme/**', by: 'acme/dev' }, ['lead']],
      ['runner', 'mapped', { provider: 'gitlab', group: 'acme/**', by: 'acme/dev' }, ['lead', 'runner']],
    ])
    expect(text).toContain('runner (mapped from gitlab acme/**, by lead) says granted')
  })

  it('are not had by somebody suspended', async () => {
    const { manager, record, access } = make([{ ...ops, roles: ['admin'] }])
    await record('ldap', [{ name: 'cn=ops' }])
    expect((await access()).decide('job.run').reason).toBe('administrator')
    await manager.createUser({ id: 'ann' })
    // The last administrator could not be.
    await manager.assign({ subject: 'root', role: 'admin' })
    await manager.suspendUser('ann')
    expect((await access()).decide('job.run').reason).toBe('suspended')
  })

  it('end with a session that has ended', async () => {
    const { authorizer, manager, record } = make([ops])
    await record('ldap', [{ name: 'cn=ops' }])
    const { epoch } = await manager.beginSession('ann')
    expect((await authorizer.access({ id: 'ann', epoch })).can('job.run')).toBe(true)
    await manager.recordGroups('ann', 'ldap', { status: 'gone' })
    const access = await authorizer.access({ id: 'ann', epoch })
    expect([access.signedIn, access.can('job.run')]).toEqual([false, false])
    expect((await authorizer.access({ id: 'ann' })).can('job.run')).toBe(false)
  })
})

describe('An administrator role', () => {
  it.each([
    [
      'a wildcard',
      { provider: 'gitlab', group: 'acme/**', roles: ['admin'] },
      'no wildcard and not "everyone" leads to an administrator role',
    ],
    [
      'everyone',
      { provider: 'gitlab', group: 'everyone', roles: ['admin'] },
      'no wildcard and not "everyone" leads to an administrator role',
    ],
    [
      'a scope',
      { provider: 'gitlab', group: 'acme/dev', roles: ['admin'], scope: 'eu.*' },
      'an administrator role cannot be held with a scope',
    ],
  ] as const)('is not had through %s that a store shows, and that is listed', async (_, row, why) => {
    const store = memoryStore({ roles })
    const showing = {
      ...store,
      view: async (id: string | null) => {
        const view = await store.view(id)
        return { ...view, policy: { ...view.policy, mappings: [row] } }
      },
    }
    const authorizer = createAuthorizer({ permissions, store: showing, providers: { gitlab: 'path' } })
    await authorizer
      .manage('sync')
      .recordGroups('ann', 'gitlab', { status: 'complete', groups: [{ name: 'acme/dev' }] })
    expect((await authorizer.access({ id: 'ann' })).decide('job.run').reason).toBe('nothing-granted')
    const messages = (await authorizer.diagnostics()).map(({ message }) => message)
    expect(messages).toContain(`Role "admin" (mapped) was ignored: ${why}.`)
  })

  it('is had by the whole name of a group', async () => {
    const { record, access } = make([
      { provider: 'gitlab', group: 'acme/dev', roles: ['admin'], minAccess: 'owner' },
    ])
    await record('gitlab', [{ name: 'acme/dev', access: 'maintainer' }])
    expect((await access()).decide('job.run').reason).toBe('nothing-granted')
    await record('gitlab', [{ name: 'acme/dev', access: 'owner' }])
    expect((await access()).decide('job.run').reason).toBe('administrator')
  })
})

describe('A row that matches nobody', () => {
  const row = { provider: 'saml', group: 'staff-*', roles: ['runner'] }
  const why = 'the option `providers` does not say how this provider writes its groups'

  it('is warned of at start and listed, when it is stored', async () => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
    const { authorizer, record, access } = make([row])
    await authorizer.ready()
    const message = `Mapping row 0 ("saml", "staff-*") matches nobody: ${why}.`
    expect(warned.mock.calls).toEqual([
      [message, { type: 'TrilatchWarning', code: 'TRILATCH_MAPPING_UNMATCHED' }],
    ])
    warned.mockRestore()
    expect(await authorizer.diagnostics()).toContainEqual({
      kind: 'mapping-unmatched',
      severity: 'warning',
      role: 'runner',
      message,
    })
    await record('saml', [{ name: 'staff-a' }, { name: 'staff-*' }])
    expect((await access()).can('job.run')).toBe(false)
  })

  it('is refused when it is written, and stays when it is there already', async () => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
    const { manager } = make([row])
    await manager.replaceMappings([ops, row], await manager.mappings())
    await expect(
      manager.replaceMappings([ops, row, { ...row, group: 'x*' }], await manager.mappings()),
    ).rejects.toMatchObject({
      code: 'TRILATCH_MAPPING_INVALID',
      status: 422,
      issues: [{ path: ['mappings', 2, 'group'], message: `"x*" would match nobody: ${why}` }],
    })
    expect((await manager.mappings()).rows).toEqual([ops, row])
    warned.mockRestore()
  })
})

describe('Options about groups', () => {
  it.each([
    [{ providers: { gitlab: 'glob' } }, '`providers` must say for "gitlab" one of plain, path, dn.'],
    [{ providers: { gitlab: undefined } }, '`providers` must say for "gitlab" one of plain, path, dn.'],
    [{ maxGroupAgeMs: 999 }, '`maxGroupAgeMs` must be a number from 1000 to 86400000.'],
    [{ maxGroupAgeMs: Number.NaN }, '`maxGroupAgeMs` must be a number from 1000 to 86400000.'],
    [{ maxGroupAgeMs: 86_400_001 }, '`maxGroupAgeMs` must be a number from 1000 to 86400000.'],
    [{ groupRefreshMs: 3_600_001 }, '`groupRefreshMs` must be a number from 1000 to `maxGroupAgeMs`.'],
    [
      { maxGroupAgeMs: 2_000, groupRefreshMs: 2_001 },
      '`groupRefreshMs` must be a number from 1000 to `maxGroupAgeMs`.',
    ],
    [{ groupRefreshMs: '900000' }, '`groupRefreshMs` must be a number from 1000 to `maxGroupAgeMs`.'],
  ])('are refused at once: %j', (options, message) => {
    expect(() => make([], options)).toThrow(`Cannot create the authorizer: ${message}`)
  })

  it.each([[[]], ['gitlab'], [7]])('that are no object are refused: %j', (providers) => {
    expect(() => make([], { providers })).toThrow(TypeError)
  })

  it('refresh administrators as often as groups lapse where that is sooner', () => {
    expect(() => make([], { maxGroupAgeMs: 1_000 })).not.toThrow()
  })
})
