// T130: lists are read by pages that are all of one version.
import { beforeEach, describe, expect, it } from 'vitest'
import { makeMany, numbered, rowsOf } from './many.ts'
import type { Many, Page } from './many.ts'

let many: Many
beforeEach(async () => {
  many = await makeMany()
})

/** Lists, and the ids or items that each of them has. */
const lists = [
  ['mapping rows', '/mappings', async () => (await many.manager.mappings()).rows],
  ['groups of a role', '/roles/runner/groups', async () => (await many.manager.groupsOf('runner')).groups],
  ['members of a role', '/roles/empty/members', async () => numbered(450, 'm')],
  [
    'everybody, beside the members of a role',
    '/roles/empty/members?all=true',
    async () => [...numbered(450, 'm'), 'ada', 'bob', 'root', 'second'],
  ],
  [
    'roles of a user',
    '/users/ada/roles',
    async () => (await many.manager.roles()).map(({ role }) => role.id).toSorted(),
  ],
] as const

describe('T130: a list with a version', () => {
  it.each(lists)('is the same by pages as it is whole: %s', async (_, path, whole) => {
    const wanted = await whole()
    for (const limit of [200, 7]) {
      const pages = await many.pagesOf(path, limit)
      for (const { items } of pages.slice(0, -1)) expect(items).toHaveLength(limit)
      const all = pages.flatMap(({ items }) => items)
      expect(all.map((item) => (item as { readonly id?: string }).id ?? item)).toEqual(wanted)
    }
  })

  it.each(lists)('has fifty items on a page, two hundred at most: %s', async (_, path) => {
    expect((await many.read(path)).items.length).toBeLessThanOrEqual(50)
    for (const limit of ['0', '201', '-1', '1.5', 'all'])
      expect(
        (await many.send('GET', `${path}${path.includes('?') ? '&' : '?'}limit=${limit}`)).status,
        limit,
      ).toBe(422)
  })

  it.each(lists)('takes no `after` that no page has said: %s', async (_, path) => {
    for (const after of ['x', '0', 'x'.repeat(2_101)])
      expect(
        await many.send('GET', `${path}${path.includes('?') ? '&' : '?'}after=${after}`),
        after,
      ).toMatchObject({
        status: 422,
        body: { code: 'TRILATCH_REQUEST_INVALID' },
      })
  })

  it.each(['-1', '0', '450', '1e1', '999999999999', 'x', '~1'])(
    'takes no place that it does not have: %s',
    async (place) => {
      const { version } = await many.manager.mappings()
      const after = encodeURIComponent(`${version}~${place}`)
      for (const path of ['/mappings', '/roles/runner/groups'])
        expect(
          (await many.send('GET', `${path}${path.includes('?') ? '&' : '?'}after=${after}`)).status,
        ).toBe(422)
    },
  )

  it.each([
    ['mapping rows', '/mappings', () => many.replaceRows(rowsOf(449, 'runner'))],
    ['groups of a role', '/roles/runner/groups', () => many.replaceRows(rowsOf(449, 'runner'))],
    [
      'members of a role',
      '/roles/empty/members',
      () => many.manager.assign({ subject: 'a-new', role: 'empty' }),
    ],
    [
      'everybody, beside the members of a role',
      '/roles/empty/members?all=true',
      () => many.manager.assign({ subject: 'bob', role: 'empty' }),
    ],
    ['roles of a user', '/users/ada/roles', () => many.manager.assign({ subject: 'ada', role: 'empty' })],
  ])('that changes while it is read is read again, and nothing is missed: %s', async (_, path, change) => {
    const first = await many.read(path, { limit: '20' })
    const place = `${path}${path.includes('?') ? '&' : '?'}limit=20&after=${encodeURIComponent(first.next ?? '')}`
    expect((await many.send('GET', place)).status).toBe(200)
    await change()
    expect(await many.send('GET', place)).toMatchObject({ status: 409, body: { code: 'TRILATCH_CONFLICT' } })
    expect((await many.read(path, { limit: '20' })).next).not.toBe(first.next)
  })
})

describe('A page of mapping rows', () => {
  it('says which of its roles make administrators, and warns of its own groups, each on one page', async () => {
    const both = rowsOf(300, 'runner').map((row) => ({ ...row, roles: ['admin', 'runner'] }))
    await many.replaceRows([
      ...rowsOf(100, 'writer').map((row) => ({ ...row, group: `cn=x${row.group}` })),
      ...both,
    ])
    const pages = (await many.pagesOf('/mappings', 150)) as readonly (Page & {
      readonly administrators: readonly string[]
      readonly warnings: readonly { readonly group: string }[]
    })[]
    expect(
      pages.map(({ items, administrators, warnings }) => [items.length, administrators, warnings.length]),
    ).toEqual([
      [150, ['admin'], 50],
      [150, ['admin'], 150],
      [100, ['admin'], 100],
    ])
    const warned = pages.flatMap(({ warnings }) => warnings.map(({ group }) => group))
    expect(warned).toEqual(both.map(({ group }) => group))
    const { items, administrators } = (await many.read('/mappings', { limit: '1' })) as (typeof pages)[number]
    expect([items.length, administrators]).toEqual([1, []])
    const added = await many.send('POST', '/roles/admin/groups', {
      body: { provider: 'ldap', group: 'cn=more,dc=example' },
      version: (await many.manager.mappings()).version,
    })
    expect(added.body['warnings']).toHaveLength(200)
  })
})
