// Rules that overlap, and roles that nothing leads to: kinds of diagnostics about whole roles.
import { describe, expect, it } from 'vitest'
import { createAuthorizer, defaultRoles, memoryStore } from '../../src/index.ts'
import type { Diagnostic, Role, Store } from '../../src/index.ts'
import { forbid, grant, permissions, storeShowing } from './support.ts'

async function listed(store: Store, wanted: Diagnostic['kind']): Promise<readonly Diagnostic[]> {
  const found = await createAuthorizer({ permissions, store }).diagnostics()
  return found.filter(({ kind }) => kind === wanted)
}
const one = (role: Omit<Role, 'id'>): Store => storeShowing([{ id: 'a', ...role }])

describe('Overlapping rules', () => {
  it.each([
    ['sales.*', '*.secret', 'Forbidden'],
    ['sales.eu*', '*.secret*', 'Granted'],
    ['sales*', '*.secret*', 'Forbidden'],
    ['*.x', 'x.*', 'Forbidden'],
    ['sales.secret.*', 'sales.*', 'Granted'],
  ])('are listed with what decides: %s and %s', async (a, b, winner) => {
    const store = one({ rules: [grant('job.run', a), forbid('job.run', b)] })
    expect(await listed(store, 'rules-overlap')).toEqual([
      {
        kind: 'rules-overlap',
        severity: 'warning',
        role: 'a',
        message: `Role "a": job.run is granted in ${a} and forbidden in ${b}; where both match, ${winner} decides.`,
      },
    ])
  })

  it.each([
    [grant('job.run', 'sales.*'), forbid('job.run', 'hr.*')],
    [grant('job.run', 'sales.*'), forbid('job.run', 'sales.secret')],
    [grant('job.run'), forbid('job.run', 'sales.*')],
    [grant('job.run', 'sales.*'), forbid('job', 'sales.*')],
    [grant('job.run', 'sales.*'), grant('job.run', '*.x')],
  ])('are not exceptions, other names, other nodes or the same state: %j %j', async (a, b) => {
    expect(await listed(one({ rules: [a, b] }), 'rules-overlap')).toEqual([])
  })
})

describe('Roles that nothing leads to', () => {
  it('are listed; assignments, mappings, options, handed-in subjects and inheriting lead to a role', async () => {
    const ids = ['anonymous', 'assigned', 'handed', 'inherited', 'listed', 'lonely', 'mapped', 'scoped']
    const roles = ids.map((id) => ({
      id,
      ...(id === 'mapped' ? { inherits: ['inherited'] } : {}),
      rules: [],
    }))
    const store = memoryStore({
      roles,
      assignments: [
        { subject: 'ann', role: 'assigned' },
        { subject: 'ann', role: 'scoped', scope: 'a.*' },
      ],
      mappings: [{ provider: 'ldap', group: 'cn=x', roles: ['mapped'] }],
    })
    const authorizer = createAuthorizer({
      permissions,
      store,
      anonymousRoles: ['anonymous'],
      newUserRoles: { registered: ['listed'] },
    })
    await authorizer.access({ id: 'ben', roles: ['handed'] })
    expect(await authorizer.diagnostics()).toEqual([
      {
        kind: 'role-unreachable',
        severity: 'warning',
        role: 'lonely',
        message: 'Role "lonely" is held by nobody, and nothing leads to it.',
      },
    ])
  })

  it('do not include All Global Access, which new users get by default', async () => {
    const store = memoryStore({ roles: defaultRoles(permissions) })
    const roles = (await listed(store, 'role-unreachable')).map(({ role }) => role)
    expect(roles).not.toContain('all-global-access')
    expect(roles).toContain('reader')
  })
})
