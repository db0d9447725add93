// Who has which role, from both sides, and where it comes from.
import { beforeEach, describe, expect, it } from 'vitest'
import type { ListedUser } from '@trilatch/console'
import { ask } from './ask.ts'
import type { Asking, Host } from './ask.ts'
import { direct } from './direct.ts'
import { caller, makeWorld, withUsers } from './world.ts'
import type { World } from './world.ts'

let world: World
let host: Host
beforeEach(async () => {
  world = await withUsers(makeWorld())
  host = direct(world)
})

const root = caller('root')
const send = (method: string, path: string, more: Asking = {}): ReturnType<typeof ask> =>
  ask(host, path, { as: root, method, ...more })
type Items = readonly Readonly<Record<string, unknown>>[]
const itemsOf = async (path: string): Promise<Items> => (await send('GET', path)).body['items'] as Items

describe('Somebody of whom the store knows, and who is no user', () => {
  it('is signed out everywhere, as their roles are shown', async () => {
    const manager = world.authorizer.manage('test')
    await manager.assign({ subject: 'guest', role: 'runner' })
    const { epoch } = await manager.beginSession('guest')
    expect((await world.authorizer.access({ id: 'guest', epoch })).signedIn).toBe(true)
    expect((await send('GET', '/users/guest/roles')).status).toBe(200)
    expect(await send('POST', '/users/guest/sign-out')).toMatchObject({
      status: 200,
      body: { changed: true },
    })
    expect((await world.authorizer.access({ id: 'guest', epoch })).signedIn).toBe(false)
    const answer = await send('POST', '/users/nobody/sign-out')
    expect(answer).toMatchObject({ status: 404, body: { code: 'TRILATCH_USER_UNKNOWN' } })
  })
})

describe('The members of a role', () => {
  it('are listed, alone or among all users, each with whatever else gives them the role', async () => {
    const manager = world.authorizer.manage('test')
    await manager.createRole({ id: 'heir', inherits: ['runner'], rules: [] })
    await manager.assign({ subject: 'bob', role: 'heir' })
    await manager.assign({ subject: 'ada', role: 'runner', scope: 'eu.*' })
    const groups = [{ name: 'cn=ops,dc=example' }]
    for (const id of ['ada', 'second']) await manager.recordGroups(id, 'ldap', { status: 'complete', groups })
    const mapped = { origin: 'mapped', provider: 'ldap', group: 'cn=ops,dc=example' }
    expect(await itemsOf('/roles/runner/members')).toEqual([
      {
        id: 'ada',
        title: 'ADA',
        email: 'ada@example.org',
        suspended: false,
        member: true,
        other: [{ origin: 'scoped', scope: 'eu.*' }, mapped],
      },
    ])
    const all = await itemsOf('/roles/runner/members?all=true')
    expect(all.map(({ id, member, other }) => [id, member, other])).toEqual([
      ['ada', true, [{ origin: 'scoped', scope: 'eu.*' }, mapped]],
      ['bob', false, [{ origin: 'inherited', via: ['heir', 'runner'] }]],
      ['root', false, []],
      ['second', false, [mapped]],
    ])
    const found = await itemsOf('/roles/runner/members?all=true&query=SECOND@')
    expect(found.map(({ id }) => id)).toEqual(['second'])
  })

  it('are all shown, also those who are no users', async () => {
    const manager = world.authorizer.manage('test')
    for (const subject of ['ghost', 'service/x']) await manager.assign({ subject, role: 'runner' })
    const ghost = { id: 'ghost', unknown: true, suspended: false, member: true, other: [] }
    for (const path of ['/roles/runner/members', '/roles/runner/members?all=true'])
      expect(await itemsOf(path)).toContainEqual(ghost)
    expect(await itemsOf('/roles/runner/members?all=true&query=gho')).toEqual([ghost])
    expect(await itemsOf('/roles/runner/members?all=true&query=ghost')).toEqual([ghost])
    expect(await itemsOf('/roles/runner/members?all=true&query=ghosts')).toEqual([])
    expect(await itemsOf('/roles/empty/members?all=true&query=gho')).toEqual([])
    const met: unknown[] = []
    for (let after = ''; ;) {
      const { body } = await send('GET', `/roles/runner/members?all=true&limit=1${after}`)
      const items = body['items'] as Items
      met.push(...items.map(({ id }) => id))
      // Whoever has not seen all of them does not replace all of them.
      expect(String(body['version']).endsWith('~whole')).toBe(body['next'] === undefined)
      if (body['next'] === undefined) break
      after = `&after=${encodeURIComponent(body['next'] as string)}`
    }
    expect(met).toEqual(['ada', 'ghost', 'service/x', 'bob', 'root', 'second'])
  })

  it('are all shown, also those whom the application does not list', async () => {
    const users = { list: async () => ({ items: [{ id: 'bob' }] }), find: async () => null }
    host = direct({ ...world, options: { ...world.options, users } })
    const items = await itemsOf('/roles/runner/members?all=true')
    expect(items.map(({ id, unknown, member }) => [id, unknown, member])).toEqual([
      ['ada', true, true],
      ['bob', undefined, false],
    ])
  })

  it('are changed in one write that touches nobody else, and none of their other assignments', async () => {
    const manager = world.authorizer.manage('test')
    const { headers } = await send('GET', '/roles/writer/members')
    const version = headers.get('etag')?.slice(1, -1) ?? ''
    const body = { add: ['bob', 'root'], remove: ['second'] }
    expect((await send('PATCH', '/roles/writer/members', { body, version })).body).toMatchObject({
      changed: true,
    })
    expect((await manager.members('writer')).items).toEqual(['bob', 'root'])
    expect((await manager.rolesOf('ada')).assignments).toContainEqual({ role: 'writer', scope: 'eu.*' })
    expect((await send('PATCH', '/roles/writer/members', { body, version })).status).toBe(412)
    const { items } = await manager.audit({ target: 'writer', actor: 'root' })
    expect(items).toMatchObject([{ action: 'members.change', before: [], after: ['bob', 'root'] }])
  })

  it('are changed although there are more than can be sent', async () => {
    const manager = world.authorizer.manage('test')
    const many = Array.from({ length: 1_500 }, (_, i) => `m${String(i).padStart(4, '0')}`)
    await manager.replaceMembers('empty', many.slice(0, 1_000), await manager.members('empty'))
    await manager.replaceMembers('empty', many, await manager.members('empty'))
    const { version } = await manager.members('empty')
    const body = { add: ['bob'], remove: ['m0000'] }
    expect((await send('PATCH', '/roles/empty/members', { body, version })).status).toBe(200)
    const roles = await itemsOf('/roles?query=empty')
    expect(roles).toMatchObject([{ id: 'empty', members: 200, moreMembers: true }])
    expect((await manager.rolesOf('bob')).roles).toEqual(['empty'])
    expect((await manager.rolesOf('m0001')).roles).toEqual(['empty'])
    expect((await manager.rolesOf('m0000')).roles).toEqual([])
  })

  it('are assigned and unassigned one by one, as often as one likes, also within a scope', async () => {
    for (const [method, path, held] of [
      ['PUT', '/roles/writer/members/bob', true],
      ['DELETE', '/users/bob/roles/writer', false],
      ['PUT', '/users/bob/roles/writer', true],
      ['DELETE', '/roles/writer/members/bob', false],
    ] as const) {
      expect((await send(method, path)).body).toMatchObject({ changed: true })
      expect((await send(method, path)).body).toMatchObject({ changed: false })
      expect((await world.authorizer.access({ id: 'bob' })).can('job.run')).toBe(held)
    }
    expect((await send('PUT', '/roles/writer/members/bob?scope=eu.*')).status).toBe(200)
    const bob = await world.authorizer.access({ id: 'bob' })
    expect([bob.can('job.run', 'eu.1'), bob.can('job.run', 'us.1')]).toEqual([true, false])
    expect((await send('PUT', '/roles/writer/members/bob?scope=[')).body).toMatchObject({
      status: 422,
      code: 'TRILATCH_CONTEXT_INVALID',
    })
    expect((await send('DELETE', '/roles/writer/members/bob')).body).toMatchObject({ changed: false })
    expect((await send('DELETE', '/roles/writer/members/bob?scope=eu.*')).body).toMatchObject({
      changed: true,
    })
  })
})

describe('The roles of a user', () => {
  it('are shown among all roles, and replaced in one write', async () => {
    const { body, headers } = await send('GET', '/users/ada/roles')
    const held = (body['items'] as Items).filter(
      ({ member, other }) => member === true || (other as Items).length > 0,
    )
    expect(held).toEqual([
      { id: 'runner', title: 'runner', administrator: false, member: true, other: [] },
      {
        id: 'writer',
        title: 'Writer',
        administrator: false,
        member: false,
        other: [{ origin: 'scoped', scope: 'eu.*' }],
      },
    ])
    const version = headers.get('etag')?.slice(1, -1) ?? ''
    const roles = { body: { roles: ['empty', 'writer'] }, version }
    expect((await send('PUT', '/users/ada/roles', roles)).status).toBe(200)
    expect((await world.authorizer.manage('test').rolesOf('ada')).roles).toEqual(['empty', 'writer'])
    expect((await send('PUT', '/users/ada/roles', roles)).status).toBe(412)
  })

  it('of somebody whom the store does not know yet have no version, which is one too', async () => {
    const users = [{ id: 'zoe', title: 'Zoë' }]
    const port = {
      list: async () => ({ items: users }),
      find: async (id: string) => users.find((user) => user.id === id) ?? null,
    }
    const own = direct({ ...world, options: { ...world.options, users: port } })
    const read = await ask(own, '/users/zoe/roles', { as: root })
    expect([read.status, read.headers.get('etag'), read.body['version']]).toEqual([200, '"~whole"', '~whole'])
    const put = { as: root, method: 'PUT', body: { roles: ['writer'] }, version: '~whole' }
    expect((await ask(own, '/users/zoe/roles', put)).status).toBe(200)
    expect((await ask(own, '/users/zoe/roles', put)).status).toBe(412)
  })
})

describe('Users', () => {
  it('are created with the roles of new users, changed, suspended, signed out and deleted', async () => {
    const made = await send('POST', '/users', { body: { email: 'Eve@Example.org', title: 'Eve' } })
    const { id } = made.body as { readonly id: string }
    expect((await send('GET', `/users/${id}`)).body).toMatchObject({
      user: { email: 'Eve@Example.org', suspended: false },
    })
    const version = made.headers.get('etag')?.slice(1, -1) ?? ''
    const changed = await send('PATCH', `/users/${id}`, { body: { title: null }, version })
    expect((await send('GET', `/users/${id}`)).body['user']).not.toHaveProperty('title')
    expect((await send('PATCH', `/users/${id}`, { body: { title: 'E' }, version })).status).toBe(412)
    const epoch = async (): Promise<string | null> => world.authorizer.accounts('test').epoch(id)
    const before = await epoch()
    await send('POST', `/users/${id}/sign-out`)
    expect(await epoch()).not.toBe(before)
    for (const [action, suspended] of [
      ['suspend', true],
      ['resume', false],
    ] as const) {
      expect((await send('POST', `/users/${id}/${action}`)).body).toMatchObject({ changed: true })
      expect((await world.authorizer.access({ id })).suspended).toBe(suspended)
    }
    const older = changed.headers.get('etag')?.slice(1, -1) ?? ''
    expect((await send('DELETE', `/users/${id}`, { version: older })).status).toBe(412)
    const now = (await send('GET', `/users/${id}`)).headers.get('etag')?.slice(1, -1) ?? ''
    expect((await send('DELETE', `/users/${id}`, { version: now })).status).toBe(200)
    expect((await send('GET', `/users/${id}`)).status).toBe(404)
  })

  it('with an address that is taken, or none that is one, are refused', async () => {
    expect((await send('POST', '/users', { body: { email: 'ADA@example.org' } })).body).toMatchObject({
      status: 409,
      code: 'TRILATCH_USER_EXISTS',
    })
    expect((await send('POST', '/users', { body: { email: 'nothing' } })).body).toMatchObject({
      status: 422,
      issues: [{ path: ['email'], message: 'not an e-mail address' }],
    })
  })

  it('of an application that keeps them itself are read from it, and written there', async () => {
    const kept: readonly ListedUser[] = Array.from({ length: 3 }, (_, i) => ({
      id: `p${i}`,
      title: `Person ${i}`,
    }))
    const asked: unknown[] = []
    const users = {
      list: async (query: object) => {
        asked.push(query)
        return { items: kept }
      },
      find: async (id: string) => kept.find((one) => one.id === id) ?? null,
    }
    host = direct({ ...world, options: { ...world.options, users } })
    expect((await send('GET', '/session')).body).toMatchObject({ ownUsers: false })
    const list = await send('GET', '/users?limit=2&query=Per')
    // No more than was asked for, whatever the application gives.
    expect(list.body['items']).toEqual(
      kept.slice(0, 2).map((one) => ({ user: { ...one, suspended: false }, version: null })),
    )
    expect(asked).toEqual([{ limit: 2, search: 'Per' }])
    expect((await send('PUT', '/roles/writer/members/p1')).status).toBe(200)
    const members = await itemsOf('/roles/writer/members?all=true')
    expect(members.map(({ id, title, member }) => [id, title, member])).toEqual([
      ['p1', 'Person 1', true],
      ['p0', 'Person 0', false],
      ['p2', 'Person 2', false],
    ])
    for (const [method, path, body] of [
      ['POST', '/users', {}],
      ['PATCH', '/users/p1', {}],
      ['DELETE', '/users/p1', undefined],
      ['POST', '/users/p1/suspend', undefined],
    ] as const) {
      const answer = await send(method, path, { ...(body === undefined ? {} : { body }), version: 'x' })
      expect(answer.body, path).toMatchObject({
        status: 404,
        detail: expect.stringContaining('keeps its users itself'),
      })
    }
    expect((await send('POST', '/users/nobody/sign-out')).status).toBe(404)
  })

  it('of an application that keeps them itself are signed out everywhere, and are no users of the store by that', async () => {
    const port = {
      list: async () => ({ items: [{ id: 'p1' }] }),
      find: async (id: string) => (id === 'p1' ? { id } : null),
    }
    host = direct({ ...world, options: { ...world.options, users: port } })
    const manager = world.authorizer.manage('test')
    const who = async (epoch: string): Promise<string | null> =>
      (await world.authorizer.access({ id: 'p1', epoch })).subjectId
    const phone = await manager.beginSession('p1')
    const laptop = await manager.beginSession('p1')
    expect([await who(phone.epoch), await who(laptop.epoch)]).toEqual(['p1', 'p1'])
    const signedOut = await send('POST', '/users/p1/sign-out')
    expect([signedOut.status, signedOut.body['changed']]).toEqual([200, true])
    expect([await who(phone.epoch), await who(laptop.epoch)]).toEqual([null, null])
    // They sign in again, and are in.
    expect(await who((await manager.beginSession('p1')).epoch)).toBe('p1')
    await expect(manager.user('p1')).rejects.toMatchObject({ code: 'TRILATCH_USER_UNKNOWN' })
    const { items } = await manager.audit({ actor: 'root', target: 'p1' })
    expect(items.map(({ action }) => action)).toEqual(['session.end'])
  })
})

describe('Groups', () => {
  it('are looked for where that is possible, and else typed', async () => {
    expect(await itemsOf('/groups?query=op')).toEqual([{ name: 'cn=ops,dc=example' }])
    expect((await send('GET', '/groups?provider=other')).status).toBe(404)
    const { groupPicker: _, ...options } = world.options
    host = direct({ ...world, options })
    expect((await send('GET', '/session')).body).toMatchObject({ picker: false, mappings: true })
    expect((await send('GET', '/groups')).body).toMatchObject({ status: 404, code: 'TRILATCH_NOT_FOUND' })
  })

  it('lead to a role and no more, warned of where they make administrators too', async () => {
    const at = async (): Promise<{ readonly version: string }> => {
      const { version } = await world.authorizer.manage('test').mappings()
      return { version }
    }
    const group = { provider: 'ldap', group: 'cn=ops,dc=example' }
    const added = await send('POST', '/roles/admin/groups', { body: group, ...(await at()) })
    expect(added.body['warnings']).toMatchObject([{ administrator: 'admin', ordinary: 'runner' }])
    expect((await send('GET', '/roles/admin/groups')).body).toMatchObject({
      items: [group],
      administrator: true,
      providers: ['ldap'],
    })
    const removed = await send('POST', '/roles/admin/groups/remove', { body: group, ...(await at()) })
    expect(removed.body['warnings']).toEqual([])
    const wide = { ...group, group: 'cn=*,dc=example' }
    expect((await send('POST', '/roles/admin/groups', { body: wide, ...(await at()) })).body).toMatchObject({
      status: 422,
      code: 'TRILATCH_MAPPING_INVALID',
    })
    const other = { ...group, provider: 'other' }
    expect((await send('POST', '/roles/runner/groups', { body: other, ...(await at()) })).body).toMatchObject(
      {
        status: 422,
        code: 'TRILATCH_PROVIDER_UNKNOWN',
      },
    )
  })
})
