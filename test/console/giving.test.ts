// Nobody gives over the API what they do not hold, by one call or by two.
import { beforeEach, describe, expect, it } from 'vitest'
import type { Subject } from '@trilatch/core'
import { ask } from './ask.ts'
import type { Asking, Host } from './ask.ts'
import { direct } from './direct.ts'
import { caller, makeWorld, withUsers } from './world.ts'
import type { World } from './world.ts'

let world: World
let host: Host

/** Somebody who may use all of the console, and holds little of the application. */
const lim: Subject = caller('lim', 'console', { role: 'everything', scope: 'sales.*' })

beforeEach(async () => {
  world = await withUsers(makeWorld())
  const rules = [{ permission: 'trilatch', state: 'granted' }] as const
  await world.authorizer.manage('test').createRole({ id: 'console', rules })
  await world.authorizer
    .manage('test')
    .createRole({ id: 'lead', rules: [{ permission: 'project', state: 'granted' }] })
  host = direct(world)
})

const send = (method: string, path: string, more: Asking = {}): ReturnType<typeof ask> =>
  ask(host, path, { as: lim, method, ...more })

/** The version of what a path shows. */
async function seen(path: string): Promise<string> {
  const etag = (await ask(host, path, { as: caller('root') })).headers.get('etag')
  return etag?.slice(1, -1) ?? ''
}

const moreThanHeld = { status: 403, body: { code: 'TRILATCH_MORE_THAN_HELD' } }
const administratorsOnly = { status: 403, body: { code: 'TRILATCH_ADMINISTRATOR_REQUIRED' } }
const granted = (permission: string, context?: string) => ({
  permission,
  state: 'granted',
  ...(context === undefined ? {} : { context }),
})

describe('T121: somebody who holds everything in sales.* and the console', () => {
  it('gives what they hold', async () => {
    const made = await send('POST', '/roles', {
      body: { id: 'sales', rules: [granted('job.run', 'sales.*')] },
    })
    expect(made.status).toBe(201)
    expect((await send('PUT', '/roles/sales/members/bob')).status).toBe(200)
    const bob = await world.authorizer.access({ id: 'bob' })
    expect([bob.can('job.run', 'sales.1'), bob.can('job.run', 'hr.1')]).toEqual([true, false])
  })

  it.each([
    ['by a new role', 'POST', '/roles', { id: 'new', rules: [granted('job.run')] }],
    ['by a copy of a role', 'POST', '/roles', { id: 'new', copyOf: 'lead' }],
    ['by a new role that inherits one', 'POST', '/roles', { id: 'new', inherits: ['lead'] }],
    ['by the rules of a role', 'PATCH', '/roles/empty/rules', { changes: [granted('job.run', 'hr.*')] }],
    [
      'by replacing a role',
      'PUT',
      '/roles/empty',
      { rules: [granted('project', 'sales.*'), granted('job')] },
    ],
    ['by an assignment', 'PUT', '/roles/lead/members/bob', undefined],
    ['by an assignment from the other side', 'PUT', '/users/bob/roles/lead', undefined],
    ['by an assignment in a wider scope', 'PUT', '/roles/lead/members/bob?scope=s*', undefined],
    ['by members', 'PATCH', '/roles/lead/members', { add: ['bob'] }],
    ['by replacing members', 'PUT', '/roles/lead/members', { members: ['bob'] }],
    ['by replacing roles', 'PUT', '/users/bob/roles', { roles: ['lead'] }],
    ['by a group', 'POST', '/roles/lead/groups', { provider: 'ldap', group: 'cn=a,dc=b' }],
    [
      'by mapping rows',
      'PUT',
      '/mappings',
      { rows: [{ provider: 'ldap', group: 'everyone', roles: ['lead'] }] },
    ],
    ['to themselves', 'PUT', '/users/lim/roles/lead', undefined],
  ])('gives no more %s', async (_, method, path, body) => {
    const [place = ''] = path.split('?')
    const readAt = place.replace(/\/rules$/, '')
    const version = method === 'POST' && place === '/roles' ? undefined : await seen(readAt)
    const answer = await send(method, path, {
      ...(body === undefined ? {} : { body }),
      ...(version === undefined || version === '' ? {} : { version }),
    })
    expect(answer).toMatchObject(moreThanHeld)
    expect(answer.body['detail']).toMatch(/it would open [\w.]+ (?:on ".+"|without a resource)/)
    const bob = await world.authorizer.access({ id: 'bob' })
    expect(bob.permissions().filter(({ state, some }) => state === 'granted' || some)).toEqual([])
  })

  it('gives no more by an import', async () => {
    const manager = world.authorizer.manage('test')
    const { document, version } = await manager.exportPolicy()
    const roles = document.roles.map((role) =>
      role.id === 'runner' ? { ...role, rules: [granted('project')] } : role,
    )
    const body = { document: { ...document, roles } }
    const plan = await send('POST', '/policy/plan', { body })
    expect(plan.body['refusal']).toMatchObject({ code: 'TRILATCH_MORE_THAN_HELD', status: 403 })
    expect(await send('POST', '/policy/import', { body, version })).toMatchObject(moreThanHeld)
  })

  it('gives no more by two calls: a role of their own, and then another rule, heir or member', async () => {
    expect((await send('POST', '/roles', { body: { id: 'own' } })).status).toBe(201)
    expect((await send('PUT', '/users/lim/roles/own')).status).toBe(200)
    const at = async (): Promise<Asking> => ({ version: await seen('/roles/own') })
    const rules = { changes: [granted('project.create')] }
    expect(await send('PATCH', '/roles/own/rules', { ...(await at()), body: rules })).toMatchObject(
      moreThanHeld,
    )
    const heir = { inherits: ['lead'], rules: [] }
    expect(await send('PUT', '/roles/own', { ...(await at()), body: heir })).toMatchObject(moreThanHeld)
    expect((await world.authorizer.access({ id: 'lim' })).can('project.create')).toBe(false)
  })
})

describe('T122: somebody who is no administrator', () => {
  it.each([
    ['suspend', 'POST', '/users/root/suspend', undefined],
    ['sign out', 'POST', '/users/root/sign-out', undefined],
    ['change the address of', 'PATCH', '/users/root', { email: 'mine@example.org' }],
    ['delete', 'DELETE', '/users/root', undefined],
    ['take the role of', 'DELETE', '/users/root/roles/admin', undefined],
    ['take another role of', 'PUT', '/users/root/roles', { roles: ['admin', 'empty'] }],
    ['rename the role of', 'PUT', '/roles/admin', { title: 'Nobody', administrator: true, rules: [] }],
    ['delete the role of', 'DELETE', '/roles/admin', undefined],
    ['lead a group to the role of', 'POST', '/roles/admin/groups', { provider: 'ldap', group: 'cn=a,dc=b' }],
  ])('does not %s one', async (_, method, path, body) => {
    const readAt = path.replace(/\/(?:suspend|sign-out)$/, '')
    const version = method === 'POST' && readAt !== path ? '' : await seen(readAt)
    const answer = await send(method, path, {
      ...(body === undefined ? {} : { body }),
      ...(version === '' ? {} : { version }),
    })
    expect(answer).toMatchObject(administratorsOnly)
    const access = await world.authorizer.access({ id: 'root' })
    expect(access.decide('trilatch').reason).toBe('administrator')
  })
})

describe('T123: the last administrator', () => {
  const root = caller('root')
  const last = { status: 409, body: { code: 'TRILATCH_LAST_ADMINISTRATOR' } }
  beforeEach(async () => {
    await world.authorizer.manage('test').unassign({ subject: 'second', role: 'admin' })
  })

  it.each([
    ['taking the role', 'DELETE', '/roles/admin/members/root', undefined],
    ['taking the role from the other side', 'DELETE', '/users/root/roles/admin', undefined],
    ['removing the member', 'PATCH', '/roles/admin/members', { remove: ['root'] }],
    ['replacing the members', 'PUT', '/roles/admin/members', { members: [] }],
    ['replacing the roles', 'PUT', '/users/root/roles', { roles: [] }],
    ['deleting the role', 'DELETE', '/roles/admin', undefined],
    ['making it an ordinary role', 'PUT', '/roles/admin', { rules: [] }],
    ['suspending the user', 'POST', '/users/root/suspend', undefined],
    ['deleting the user', 'DELETE', '/users/root', undefined],
  ])('stays, whatever is tried by %s', async (_, method, path, body) => {
    const version = path.endsWith('/suspend') ? '' : await seen(path)
    const answer = await send(method, path, {
      as: root,
      ...(body === undefined ? {} : { body }),
      ...(version === '' ? {} : { version }),
    })
    expect(answer).toMatchObject(last)
    expect((await world.authorizer.access({ id: 'root' })).can('trilatch.roles.edit')).toBe(true)
  })

  it('stays when an import leaves them out', async () => {
    const { document, version } = await world.authorizer.manage('test').exportPolicy()
    const body = { document: { ...document, assignments: [] } }
    expect(await send('POST', '/policy/import', { as: root, body, version })).toMatchObject(last)
  })

  it('stays when two remove each other at the same moment', async () => {
    const manager = world.authorizer.manage('test')
    for (let round = 0; round < 20; round++) {
      await manager.assign({ subject: 'second', role: 'admin' })
      await manager.assign({ subject: 'root', role: 'admin' })
      const answers = await Promise.all([
        send('DELETE', '/roles/admin/members/second', { as: root }),
        send('DELETE', '/roles/admin/members/root', { as: caller('second') }),
      ])
      const { items } = await manager.members('admin')
      expect(items).toHaveLength(1)
      const statuses = answers.map(({ status }) => status).toSorted()
      expect(statuses[0]).toBe(200)
      // Who was removed first is no administrator any more, or would have removed the last.
      expect([403, 409]).toContain(statuses[1])
    }
  })
})
