// The questions of an access, sentence by sentence
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createAuthorizer, Refusal } from '../../src/index.ts'
import type { Access, HandedInRole, Role } from '../../src/index.ts'
import { forbid, grant, permissions, thrown } from './support.ts'
import type { RuleName } from './support.ts'

const roles: readonly Role<RuleName>[] = [
  { id: 'admin', administrator: true, rules: [] },
  { id: 'analyst', rules: [grant('job.run', 'sales.*')] },
  { id: 'blocker', rules: [forbid('*')] },
  { id: 'builder', title: 'Builder', rules: [grant('project'), forbid('project.delete')] },
  { id: 'lead', inherits: ['builder'], rules: [] },
]
const authorizer = createAuthorizer({ permissions, roles })
type Name = (typeof permissions.names)[number]
const having = (...held: HandedInRole[]): Promise<Access<Name>> =>
  authorizer.access({ id: 'ann', roles: held })

describe('can', () => {
  it('asks for every name when it is given one argument', async () => {
    const access = await having('analyst', 'builder')
    expect(access.can('project.create')).toBe(true)
    expect(access.can('job.run')).toBe(false)
  })

  it('asks about one name, or the name of an object, when it is given two', async () => {
    const access = await having('analyst')
    expect(access.can('job.run', 'sales.eu')).toBe(true)
    expect(access.can('job.run', { name: 'sales.eu' })).toBe(true)
    expect(access.can('job.run', 'hr.eu')).toBe(false)
  })

  it('takes a second argument that is undefined for an improper resource, and not for none', async () => {
    const access = await having('builder')
    expect(access.can('project.create')).toBe(true)
    expect(access.can('project.create', undefined as never)).toBe(false)
  })

  it('answers about the permission it was given, whichever was asked about before', async () => {
    const access = await having('analyst', 'builder')
    const answers = ['', 'job.run', 'project.create', 'project.create', 'job.walk', 'job.walk', 'job.run', '']
    for (const resource of ['sales.eu', 'hr.eu'])
      expect(answers.map((name) => access.can(name as Name, resource))).toEqual(
        answers.map((name) => name === 'project.create' || (name === 'job.run' && resource === 'sales.eu')),
      )
    expect(access.can('job.run', 'sales.eu') && access.can('project.create')).toBe(true)
    for (const odd of [undefined, null, 7, ['job.run']])
      for (let time = 1; time <= 2; time++)
        expect(() => access.can(odd as never, 'sales.eu')).toThrow(
          new TypeError(`A permission must be a string, not ${typeof odd}`),
        )
  })

  it('grants an administrator every permission, those of Trilatch included, and no unknown one', async () => {
    const access = await having('admin')
    expect(access.can('project.delete')).toBe(true)
    expect(access.can('trilatch.roles.edit')).toBe(true)
    expect(access.can('project.remove' as Name)).toBe(false)
  })

  it('does not let a grant of everything reach the permissions of Trilatch', async () => {
    const all = createAuthorizer({ permissions, roles: [{ id: 'all', rules: [grant('*')] }] })
    const access = await all.access({ id: 'ann', roles: ['all'] })
    expect(access.can('job.run')).toBe(true)
    expect(access.can('trilatch.roles.edit')).toBe(false)
  })
})

describe('filter', () => {
  it('gives a new array of the same items in their order', async () => {
    const access = await having('analyst')
    const items = [{ name: 'sales.b' }, { name: 'hr.a' }, { name: 'sales.a' }]
    const kept = access.filter('job.run', items)
    expect(kept).toEqual([{ name: 'sales.b' }, { name: 'sales.a' }])
    expect(kept[0]).toBe(items[0])
    expect(access.filter('job.run', ['sales.x'])).not.toBe(items)
    expect(items).toHaveLength(3)
  })

  it('finds names with nameOf', async () => {
    const access = await having('analyst')
    const items = [{ key: 'sales.a' }, { key: 'hr.a' }]
    expect(access.filter('job.run', items, { nameOf: (item) => item.key })).toEqual([{ key: 'sales.a' }])
  })

  it('drops items without a proper name, for administrators too', async () => {
    const access = await having('admin')
    const items = ['a', '', 'a//b', { name: 7 }, null, undefined, { name: '..' }] as string[]
    expect(access.filter('project.join', items)).toEqual(['a'])
    expect(access.filter('project.join', ['a', 'b'], { nameOf: () => undefined })).toEqual([])
  })

  it('keeps nothing for an unknown permission', async () => {
    expect((await having('admin')).filter('project.remove' as Name, ['a'])).toEqual([])
  })

  it('keeps exactly what can grants', async () => {
    const access = await having('analyst', 'builder')
    const names = fc.array(fc.oneof(fc.constantFrom('sales.a', 'sales.', 'hr.x', '.', ''), fc.string()))
    fc.assert(
      fc.property(names, fc.constantFrom(...permissions.names), (items, permission) => {
        const expected = items.filter((item) => access.can(permission, item))
        expect(access.filter(permission, items)).toEqual(expected)
      }),
    )
  })

  it('refuses what is no array and what is no function', async () => {
    const access = await having('admin')
    expect(() => access.filter('job.run', 'sales.a' as never)).toThrow(
      new TypeError('filter takes an array of items'),
    )
    expect(() => access.filter('job.run', [], { nameOf: 'name' as never })).toThrow(
      new TypeError('`nameOf` must be a function'),
    )
  })
})

describe('contexts', () => {
  it('lists the patterns of the node and of those above it, nearest first, without role names', async () => {
    const own = createAuthorizer({
      permissions,
      roles: [
        { id: 'a', rules: [forbid('job', 'x.*'), grant('job.run', 'y.*'), grant('job.run')] },
        { id: 'b', rules: [grant('job.run')] },
      ],
    })
    const access = await own.access({ id: 'ann', roles: ['a', { role: 'b', scope: 'eu.*' }] })
    expect(access.contexts('job.run')).toEqual([
      { state: 'granted', context: 'y.*' },
      { state: 'granted', scope: 'eu.*' },
      { state: 'forbidden', context: 'x.*' },
    ])
    expect(access.contexts('project.join')).toEqual([])
    expect(access.contexts('job.walk' as Name)).toEqual([])
  })
})

describe('assert', () => {
  it('goes on when the permission is granted', async () => {
    const access = await having('analyst')
    expect(access.assert('job.run', 'sales.a')).toBeUndefined()
  })

  it.each([
    [
      '403 for somebody signed in',
      'ann',
      'hr.a',
      403,
      'TRILATCH_FORBIDDEN',
      'Requires permission: Job › Run Job',
    ],
    ['401 for nobody', null, 'hr.a', 401, 'TRILATCH_UNAUTHENTICATED', 'Sign in to do this.'],
    [
      '401 for nobody before an improper resource',
      null,
      '',
      401,
      'TRILATCH_UNAUTHENTICATED',
      'Sign in to do this.',
    ],
    [
      '400 for an improper resource',
      'ann',
      '',
      400,
      'TRILATCH_RESOURCE_IMPROPER',
      'The resource has no proper name.',
    ],
    ['400 for null', 'ann', null, 400, 'TRILATCH_RESOURCE_IMPROPER', 'The resource has no proper name.'],
    [
      '400 for undefined',
      'ann',
      undefined,
      400,
      'TRILATCH_RESOURCE_IMPROPER',
      'The resource has no proper name.',
    ],
  ])('throws the refusal of a guard: %s', async (_, id, resource, status, code, message) => {
    const access = await authorizer.access(id === null ? null : { id, roles: ['analyst'] })
    const error = thrown(() => access.assert('job.run', resource as string))
    expect(error).toBeInstanceOf(Refusal)
    expect(error).toMatchObject({ status, code, message })
  })

  it('names what is missing to those who are signed in, and the realm to the others', async () => {
    expect(thrown(() => authorizerless.assert('job.run'))).toMatchObject({
      permissions: [],
      headers: { 'www-authenticate': 'Bearer realm="trilatch"', 'cache-control': 'no-store' },
    })
    const access = await having()
    expect(thrown(() => access.assert('job.run'))).toMatchObject({
      permissions: [{ id: 'job.run', title: 'Job › Run Job' }],
    })
  })

  it('throws for an unknown permission, to administrators too', async () => {
    const access = await having('admin')
    expect(thrown(() => access.assert('job.rum' as Name))).toMatchObject({
      code: 'TRILATCH_PERMISSION_UNKNOWN',
      message: expect.stringContaining('unknown permission "job.rum". Did you mean "job.run"?') as string,
    })
  })
})

const authorizerless = await authorizer.access(null)
