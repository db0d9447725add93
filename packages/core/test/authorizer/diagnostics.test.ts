// What somebody should look at in the policy: every kind, and what start warns of by name.
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createAuthorizer, definePermissions, memoryStore } from '../../src/index.ts'
import type { Diagnostic, Role, Store } from '../../src/index.ts'
import { forbid, grant, permissions, storeShowing } from './support.ts'

const emitted = vi.spyOn(process, 'emitWarning')
beforeEach(() => {
  emitted.mockReset().mockImplementation(() => {})
})

async function listed(store: Store, ...kinds: Diagnostic['kind'][]): Promise<readonly Diagnostic[]> {
  const found = await createAuthorizer({ permissions, store }).diagnostics()
  return kinds.length === 0 ? found : found.filter(({ kind }) => kinds.includes(kind))
}
const warned = (): unknown[] => emitted.mock.calls.map(([message, options]) => [message, options])
const one = (role: Omit<Role, 'id'>): Store => storeShowing([{ id: 'a', ...role }])

describe('A rule of a permission that has left the catalogue', () => {
  const message =
    'Role "a" has a forbidden rule for "project.remove", which is not in the catalogue; it is ignored.'
  const lost = `${message} The role grants an ancestor, so what was forbidden may now be granted: declare the new name with \`formerly\`.`

  it('is ignored and listed', async () => {
    const store = one({ rules: [grant('project.remove'), grant('project.join')] })
    expect(await listed(store, 'permission-unknown')).toEqual([
      {
        kind: 'permission-unknown',
        severity: 'warning',
        role: 'a',
        message:
          'Role "a" has a granted rule for "project.remove", which is not in the catalogue; it is ignored.',
      },
    ])
    const access = await createAuthorizer({ permissions, store }).access({ id: 'x', roles: ['a'] })
    expect([access.can('project.join'), access.can('project.delete')]).toEqual([true, false])
    expect(emitted).not.toHaveBeenCalled()
  })

  it.each([[grant('project')], [grant('*')], [grant('project', 'eu.*')]])(
    'makes start warn by name when it was Forbidden under a granted ancestor: %j',
    async (ancestor) => {
      const store = one({ rules: [forbid('project.remove'), ancestor] })
      expect(await listed(store, 'permission-unknown')).toEqual([
        { kind: 'permission-unknown', severity: 'error', role: 'a', message: lost },
      ])
      expect(warned()).toEqual([[lost, { type: 'TrilatchWarning', code: 'TRILATCH_STORED_RULE' }]])
    },
  )

  it.each([[[forbid('project')]], [[grant('project.join')]], [[grant('job')]], [[]]])(
    'is only listed when no ancestor is granted: %j',
    async (others) => {
      const store = one({ rules: [forbid('project.remove'), ...others] })
      expect(await listed(store, 'permission-unknown')).toMatchObject([{ severity: 'warning', message }])
      expect(emitted).not.toHaveBeenCalled()
    },
  )

  it('is only listed when it was Granted, also under a granted ancestor', async () => {
    const store = one({ rules: [grant('project.remove'), grant('project')] })
    expect(await listed(store, 'permission-unknown')).toMatchObject([{ severity: 'warning' }])
    expect(emitted).not.toHaveBeenCalled()
  })

  it('is not lost when another permission was formerly called so', async () => {
    const renamed = definePermissions({
      'project.delete': { title: 'Delete Project', formerly: ['project.remove'] },
      'project.join': 'Join Project',
    })
    const store = memoryStore({ roles: [{ id: 'a', rules: [forbid('project.remove'), grant('project')] }] })
    const authorizer = createAuthorizer({ permissions: renamed, store })
    const access = await authorizer.access({ id: 'x', roles: ['a'] })
    expect([access.can('project.delete'), access.can('project.join')]).toEqual([false, true])
    expect((await authorizer.diagnostics()).filter(({ kind }) => kind === 'permission-unknown')).toEqual([])
    expect(emitted).not.toHaveBeenCalled()
  })
})

describe('Other stored things that are read safely', () => {
  it('are unacceptable contexts: Granted counts for nothing, Forbidden for every resource', async () => {
    const store = one({ rules: [grant('job.run', 'a['), forbid('project.join', 'a/../b'), grant('project')] })
    expect(await listed(store, 'context-unacceptable')).toEqual([
      {
        kind: 'context-unacceptable',
        severity: 'error',
        role: 'a',
        message: 'Role "a" has a granted rule whose context "a[" is not accepted; it is ignored.',
      },
      {
        kind: 'context-unacceptable',
        severity: 'error',
        role: 'a',
        message:
          'Role "a" has a forbidden rule whose context "a/../b" is not accepted; it counts for every resource.',
      },
    ])
    expect(emitted).toHaveBeenCalledTimes(2)
    const access = await createAuthorizer({ permissions, store }).access({ id: 'x', roles: ['a'] })
    expect([
      access.can('job.run', 'a['),
      access.can('project.join', 'z'),
      access.can('project.create'),
    ]).toEqual([false, false, true])
  })

  it('are inherited roles that do not exist, or that are administrators', async () => {
    const store = storeShowing([
      { id: 'a', inherits: ['ghost', 'admin'], rules: [] },
      { id: 'admin', administrator: true, rules: [] },
    ])
    expect(await listed(store, 'inherited-role-unknown', 'administrator-inherited')).toEqual([
      {
        kind: 'inherited-role-unknown',
        severity: 'warning',
        role: 'a',
        message: 'Role "a" inherits unknown role "ghost"; it is ignored.',
      },
      {
        kind: 'administrator-inherited',
        severity: 'error',
        role: 'a',
        message: 'Role "a" inherits the administrator role "admin"; it is ignored.',
      },
    ])
    const access = await createAuthorizer({ permissions, store }).access({ id: 'x', roles: ['a'] })
    expect(access.can('job.run')).toBe(false)
  })
})

describe('Doubtful contexts', () => {
  it.each([
    ['a***', '"***" means the same as "*"'],
    ['a.**', '"**" spans segments only as a whole segment; here it means "*"'],
  ])('are listed, and start warns of them: %s', async (context, why) => {
    const message = `Role "a": in context ${JSON.stringify(context)}, ${why}.`
    const store = one({ rules: [grant('job.run', context), grant('job.run', 'a/**')] })
    expect(await listed(store, 'context-doubtful')).toEqual([
      { kind: 'context-doubtful', severity: 'warning', role: 'a', message },
    ])
    expect(warned()).toEqual([[message, { type: 'TrilatchWarning', code: 'TRILATCH_DOUBTFUL_CONTEXT' }]])
  })
})

describe('The list', () => {
  it('is a copy: editing it does not change the next one', async () => {
    const authorizer = createAuthorizer({ permissions, roles: [] })
    await authorizer.access({ id: 'ann', roles: ['ghost'] })
    const [first] = await authorizer.diagnostics()
    try {
      Object.assign(first ?? {}, { message: 'all is well' })
    } catch {}
    expect((await authorizer.diagnostics())[0]?.message).toBe(
      'Role "ghost" (handed-in) was ignored: there is no such role.',
    )
  })
})
