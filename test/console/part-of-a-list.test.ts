// T130: nobody replaces the whole of a list of which they know a part.
import { beforeEach, describe, expect, it } from 'vitest'
import { createConsoleClient } from '@trilatch/console/client'
import type { ConsoleClient } from '@trilatch/console/client'
import { headersOf, whole } from './ask.ts'
import { caller } from './world.ts'
import { makeMany, rowsOf } from './many.ts'
import type { Many } from './many.ts'

let many: Many
beforeEach(async () => {
  many = await makeMany()
})

describe('T130: who has read a part of a list', () => {
  const rows = rowsOf(50, 'runner')
  it.each([
    ['mapping rows', '/mappings', '/mappings', { rows }],
    ['mapping rows, from the side of a role', '/roles/runner/groups', '/mappings', { rows }],
    ['members of a role', '/roles/empty/members', '/roles/empty/members', { members: [] }],
    ['members, among all users', '/roles/empty/members?all=true', '/roles/empty/members', { members: [] }],
    [
      'members, by a search',
      '/roles/empty/members?all=true&query=ada',
      '/roles/empty/members',
      { members: [] },
    ],
    ['roles of a user', '/users/ada/roles', '/users/ada/roles', { roles: ['runner'] }],
  ])('does not replace the whole: %s', async (_, path, put, body) => {
    const before = await many.manager.exportPolicy()
    const { body: page, headers } = await many.send('GET', `${path}${path.includes('?') ? '&' : '?'}limit=3`)
    const version = page['version'] as string
    expect(headers.get('etag')).toBe(`"${version}"`)
    const answer = await many.send('PUT', put, { body, version })
    expect(answer).toMatchObject({ status: 428, body: { code: 'TRILATCH_PRECONDITION_REQUIRED' } })
    expect(answer.body['detail']).toContain('a part of the list')
    expect(await many.manager.exportPolicy()).toEqual(before)
  })

  it('replaces it with the version of the last page', async () => {
    for (const [path, body] of [
      ['/mappings', { rows: rowsOf(3, 'runner') }],
      ['/users/ada/roles', { roles: ['empty'] }],
      ['/roles/empty/members', { members: ['bob'] }],
    ] as const) {
      const version = (await many.pagesOf(path, 200)).at(-1)?.version ?? null
      expect([path, (await many.send('PUT', path, { body, version })).status]).toEqual([path, 200])
    }
    expect((await many.manager.mappings()).rows).toHaveLength(3)
    expect((await many.manager.members('empty')).items).toEqual(['bob'])
  })

  it('changes single things, and knows no more of the rest by that', async () => {
    const { version = null } = await many.read('/roles/runner/groups')
    const group = { provider: 'ldap', group: 'cn=new,dc=example' }
    const added = await many.send('POST', '/roles/runner/groups', { body: group, version })
    expect(added.body).toMatchObject({ changed: true })
    const then = added.body['version'] as string
    expect(added.headers.get('etag')).toBe(`"${then}"`)
    expect((await many.send('PUT', '/mappings', { body: { rows: [] }, version: then })).status).toBe(428)
    expect(
      (await many.send('POST', '/roles/runner/groups/remove', { body: group, version: then })).status,
    ).toBe(200)
    expect(
      (await many.send('POST', '/roles/runner/groups/remove', { body: group, version: then })).status,
    ).toBe(412)
    const members = (await many.read('/roles/empty/members')).version ?? null
    const change = { body: { add: ['bob'] }, version: members }
    expect((await many.send('PATCH', '/roles/empty/members', change)).body).toMatchObject({ changed: true })
    expect((await many.manager.rolesOf('m0449')).roles).toEqual(['empty'])
  })

  it.each([
    ['an assignment', '/roles/empty/members', 'PUT', '/roles/empty/members/bob', { members: [] }],
    [
      'an assignment that was there',
      '/roles/empty/members',
      'PUT',
      '/roles/empty/members/m0001',
      { members: [] },
    ],
    ['an assignment of a role', '/users/ada/roles', 'PUT', '/users/ada/roles/empty', { roles: [] }],
    ['looking at the user', '/users/ada/roles', 'GET', '/users/ada', { roles: [] }],
    ['suspending the user', '/users/ada/roles', 'POST', '/users/ada/suspend', { roles: [] }],
  ])(
    'does not replace the whole with a version that they have by %s',
    async (_, list, method, path, body) => {
      await many.read(list, { limit: '3' })
      const other = await many.send(method, path)
      expect(other.status).toBe(200)
      const version = other.body['version'] as string
      const before = await many.manager.exportPolicy()
      expect(await many.send('PUT', list, { body, version })).toMatchObject({
        status: 428,
        body: { code: 'TRILATCH_PRECONDITION_REQUIRED' },
      })
      expect(await many.manager.exportPolicy()).toEqual(before)
    },
  )

  it('knows the whole that they have put there', async () => {
    const version = (await many.pagesOf('/mappings', 200)).at(-1)?.version ?? null
    const put = await many.send('PUT', '/mappings', { body: { rows: rowsOf(3, 'runner') }, version })
    const next = put.body['version'] as string
    expect(next).toBe(whole((await many.manager.mappings()).version))
    const again = { body: { rows: rowsOf(2, 'runner') }, version: next }
    expect((await many.send('PUT', '/mappings', again)).status).toBe(200)
  })

  it('is whoever replaces more rows than can be sent', async () => {
    await many.replaceRows(rowsOf(1_200, 'runner'))
    const { rows, version } = await many.manager.mappings()
    expect((await many.send('PUT', '/mappings', { body: { rows }, version: whole(version) })).status).toBe(
      422,
    )
    expect((await many.manager.mappings()).rows).toHaveLength(1_200)
  })
})

describe('The typed client', () => {
  const clientOf = (between: (asked: number) => Promise<unknown> = async () => undefined): ConsoleClient => {
    let asked = 0
    return createConsoleClient({
      base: `${many.host.origin}/admin/api/`,
      fetch: async (url, init) => {
        const headers = { ...headersOf({ as: caller('root') }), ...(init.headers as Record<string, string>) }
        const answer = await many.host.send?.(url, { ...init, headers })
        await between(++asked)
        return answer as Response
      },
    })
  }

  it('reads a list to its end, and can replace it then', async () => {
    const client = clientOf()
    const { items, version } = await client.all('getMappings')
    expect(items).toEqual((await many.manager.mappings()).rows)
    await client.call('replaceMappings', { body: { rows: items.slice(1) }, version: version ?? null })
    expect((await many.manager.mappings()).rows).toHaveLength(449)
    const held = await client.all('getUserRoles', { params: { user: 'ada' } })
    expect(held.items.filter(({ member }) => member).map(({ id }) => id)).toEqual(['runner'])
    const users = await client.all('listUsers', { query: { query: 'a' } })
    expect(users.items.map(({ user }) => user.id)).toEqual(['ada'])
  })

  it('begins again when the list changes on the way', async () => {
    const client = clientOf(async (asked) => asked === 2 && many.replaceRows(rowsOf(460, 'writer')))
    expect((await client.all('getMappings')).items).toEqual(rowsOf(460, 'writer'))
  })

  it('says so when the list never stops changing', async () => {
    let asked = 0
    const client = clientOf(async () =>
      many.replaceRows(rowsOf(450, asked++ % 2 === 0 ? 'writer' : 'runner')),
    )
    await expect(client.all('getMappings')).rejects.toMatchObject({ status: 409, code: 'TRILATCH_CONFLICT' })
    expect(asked).toBe(10)
  })
})
