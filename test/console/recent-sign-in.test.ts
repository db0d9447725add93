// T132: what makes administrators, and what hands out or replaces the policy, needs a sign-in of the last ten minutes.
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createAuthorizer, memoryStore } from '@trilatch/core'
import type { Authorizer } from '@trilatch/core'
import { operations } from '@trilatch/console'
import type { Declaration, OperationId } from '@trilatch/console'
import { ask, whole } from './ask.ts'
import type { Answered, Asking, Host } from './ask.ts'
import { direct } from './direct.ts'
import { documented } from './as-declared.ts'
import { caller, makeWorld, permissions, withUsers } from './world.ts'
import type { World } from './world.ts'

const minute = 60_000

afterEach(() => void vi.useRealTimers())

/** A request for each operation that needs it, which makes administrators or is about the whole policy. */
const requests: Partial<Record<OperationId, (world: World) => Promise<Asking & { readonly path: string }>>> =
  {
    createRole: async () => ({ path: '/roles', body: { id: 'boss', administrator: true } }),
    replaceRole: async ({ authorizer }) => ({
      path: '/roles/empty',
      body: { administrator: true, rules: [] },
      version: (await authorizer.manage('test').role('empty')).version,
    }),
    changeRules: async ({ authorizer }) => ({
      path: '/roles/empty/rules',
      body: { changes: [{ permission: 'trilatch', state: 'granted' }] },
      version: (await authorizer.manage('test').role('empty')).version,
    }),
    replaceMembers: async ({ authorizer }) => ({
      path: '/roles/admin/members',
      body: { members: ['root', 'second', 'bob'] },
      version: whole((await authorizer.manage('test').members('admin')).version),
    }),
    changeMembers: async ({ authorizer }) => ({
      path: '/roles/admin/members',
      body: { add: ['bob'] },
      version: (await authorizer.manage('test').members('admin')).version,
    }),
    assignMember: async () => ({ path: '/roles/admin/members/bob' }),
    assignUserRole: async () => ({ path: '/users/bob/roles/admin' }),
    replaceUserRoles: async ({ authorizer }) => ({
      path: '/users/bob/roles',
      body: { roles: ['admin'] },
      version: whole((await authorizer.manage('test').rolesOf('bob')).version),
    }),
    addRoleGroup: async ({ authorizer }) => ({
      path: '/roles/admin/groups',
      body: { provider: 'ldap', group: 'cn=bosses,dc=example' },
      version: (await authorizer.manage('test').mappings()).version,
    }),
    replaceMappings: async ({ authorizer }) => ({
      path: '/mappings',
      body: { rows: [{ provider: 'ldap', group: 'cn=bosses,dc=example', roles: ['admin'] }] },
      version: whole((await authorizer.manage('test').mappings()).version),
    }),
    createUser: async ({ authorizer }) => {
      // Somebody who has a role already, and nothing yet by which they are found at sign-in.
      await authorizer.manage('test').assign({ subject: 'chief', role: 'admin' })
      return { path: '/users', body: { id: 'chief', email: 'chief@example.org' } }
    },
    updateUser: async ({ authorizer }) => ({
      path: '/users/second',
      body: { email: 'other@example.org' },
      version: (await authorizer.manage('test').user('second')).version,
    }),
    resumeUser: async ({ authorizer }) => {
      await authorizer.manage('test').suspendUser('second')
      return { path: '/users/second/resume' }
    },
    exportPolicy: async () => ({ path: '/policy' }),
    planImport: async ({ authorizer }) => {
      const { document } = await authorizer.manage('test').exportPolicy()
      return { path: '/policy/plan', body: { document } }
    },
    importPolicy: async ({ authorizer }) => {
      const { document, version } = await authorizer.manage('test').exportPolicy()
      return { path: '/policy/import', body: { document }, version }
    },
  }

const needing = documented.filter(({ operationId }) => {
  const { reauthentication }: Declaration = operations[operationId]
  return reauthentication !== undefined
})

async function asked(
  world: World,
  host: Host,
  id: OperationId,
  method: string,
  more: Asking,
): Promise<Answered> {
  const { path, ...rest } = (await requests[id]?.(world)) ?? { path: '/nothing' }
  return ask(host, path, { as: caller('root'), method, ...rest, ...more })
}

const stateOf = async ({ authorizer }: World): Promise<unknown> => {
  const manager = authorizer.manage('test')
  return [await manager.exportPolicy(), await manager.users()]
}

describe('T132: a sign-in of the last ten minutes', () => {
  it('is asked for by all operations that say so', () => {
    expect(needing.map(({ operationId }) => operationId).toSorted()).toEqual(Object.keys(requests).toSorted())
  })

  it.each(needing.map(({ operationId, method }) => [operationId, method] as const))(
    'is needed by %s',
    async (id, method) => {
      const world = await withUsers(makeWorld())
      const host = direct(world)
      await requests[id]?.(world)
      const before = await stateOf(world)
      for (const signedInAt of [0, Date.now() - 10 * minute, Date.now() + 10 * minute]) {
        const answer = await asked(world, host, id, method, { signedInAt })
        expect(answer).toMatchObject({
          status: 403,
          body: { code: 'TRILATCH_REAUTHENTICATION_REQUIRED', reauthenticateUrl: '/auth/sign-in' },
        })
      }
      expect(await stateOf(world)).toEqual(before)
      const recent = await asked(world, host, id, method, { signedInAt: Date.now() - 9 * minute })
      expect([200, 201]).toContain(recent.status)
    },
  )

  it('is never there where the console is not told of it', async () => {
    const world = await withUsers(makeWorld())
    const { reauthenticated: _, ...options } = world.options
    const host = direct({ ...world, options })
    const answer = await asked(world, host, 'assignMember', 'PUT', {})
    expect(answer.body).toMatchObject({ status: 403, code: 'TRILATCH_REAUTHENTICATION_REQUIRED' })
    expect(answer.body['detail']).toContain('its option `reauthenticated` is missing')
  })

  it('is not asked for where nobody is let into the console', async () => {
    const host = direct(await withUsers(makeWorld()))
    const asking = { as: caller('root'), method: 'PUT', signedInAt: 0 }
    expect((await ask(host, '/roles/runner/members/bob', asking)).status).toBe(200)
  })

  it.each([
    ['resuming somebody else', 'POST', '/users/bob/resume', undefined],
    ["anybody else's e-mail address", 'PATCH', '/users/bob', { email: 'bobby@example.org' }],
    ["an administrator's name alone", 'PATCH', '/users/second', { title: 'Second' }],
    ["an administrator's e-mail address as it is", 'PATCH', '/users/second', { email: 'second@example.org' }],
    ['suspending an administrator', 'POST', '/users/second/suspend', undefined],
    ['somebody new', 'POST', '/users', { id: 'new', email: 'new@example.org' }],
  ])('is not asked for by %s', async (_, method, path, body) => {
    const world = await withUsers(makeWorld())
    const manager = world.authorizer.manage('test')
    await manager.suspendUser('bob')
    const seen = method === 'PATCH' ? { version: (await manager.user(path.slice(7))).version } : {}
    const asking = {
      as: caller('root'),
      method,
      signedInAt: 0,
      ...seen,
      ...(body === undefined ? {} : { body }),
    }
    expect((await ask(direct(world), path, asking)).status).toBeLessThan(300)
  })

  it('is needed to resume who is an administrator by a group, also where that has lapsed meanwhile', async () => {
    const world = await withUsers(makeWorld())
    const manager = world.authorizer.manage('test')
    const rows = [{ provider: 'ldap', group: 'cn=bosses,dc=example', roles: ['admin'] }]
    await manager.replaceMappings(rows, await manager.mappings())
    const groups = [{ name: 'cn=bosses,dc=example' }]
    await manager.recordGroups('bob', 'ldap', { status: 'complete', groups })
    await manager.suspendUser('bob')
    vi.useFakeTimers({ toFake: ['performance'] })
    vi.advanceTimersByTime(20 * minute)
    expect(await manager.heldRolesOf('bob')).toEqual([])
    const asking = { as: caller('root'), method: 'POST' }
    const host = direct(world)
    expect(await ask(host, '/users/bob/resume', { ...asking, signedInAt: 0 })).toMatchObject({
      status: 403,
      body: { code: 'TRILATCH_REAUTHENTICATION_REQUIRED' },
    })
    expect((await ask(host, '/users/bob/resume', asking)).status).toBe(200)
  })

  it('is needed for somebody new where whoever is created gets something of the console', async () => {
    const before = makeWorld()
    const store = memoryStore({
      roles: [
        { id: 'admin', administrator: true, rules: [] },
        { id: 'clerk', rules: [{ permission: 'trilatch.audit.view', state: 'granted' }] },
      ],
      assignments: [{ subject: 'root', role: 'admin' }],
    })
    const authorizer: Authorizer = createAuthorizer({
      permissions,
      store,
      newUserRoles: { created: ['clerk'] },
    })
    const host = direct({ authorizer, options: { ...before.options, authorizer } })
    const asking = { as: caller('root'), method: 'POST', body: { email: 'new@example.org' } }
    expect(await ask(host, '/users', { ...asking, signedInAt: 0 })).toMatchObject({
      status: 403,
      body: { code: 'TRILATCH_REAUTHENTICATION_REQUIRED' },
    })
    expect((await authorizer.manage('test').users()).items).toEqual([])
    expect((await ask(host, '/users', asking)).status).toBe(201)
  })

  it('is told to the page, with when it ends', async () => {
    const world = await withUsers(makeWorld())
    const signedInAt = Date.now() - minute
    const { body } = await ask(direct(world), '/session', { as: caller('root'), signedInAt })
    expect(body).toMatchObject({
      reauthenticatedUntil: new Date(signedInAt + 10 * minute).toISOString(),
      reauthenticateUrl: '/auth/sign-in',
    })
    const old = await ask(direct(world), '/session', { as: caller('root'), signedInAt: 0 })
    expect(old.body['reauthenticatedUntil']).toBeUndefined()
  })
})
