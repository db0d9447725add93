// The one administrator who may be made while there is none.
import { describe, expect, it } from 'vitest'
import type { Store } from '../../src/index.ts'
import { managed, roles, watched } from './support.ts'

const nobody = { assignments: [{ subject: 'ann', role: 'runner' }] }
const first = { id: 'boss', origin: 'created', role: 'admin' } as const
const row = (group: string, ...ids: string[]) => ({ provider: 'acme', group, roles: ids })
const taken = { code: 'TRILATCH_CONFLICT', message: 'There is an administrator already', status: 409 }

describe('The first administrator', () => {
  it('is a user with that role, in a line of the trail of its own', async () => {
    const { authorizer, manager } = managed(nobody)
    const written = await authorizer.accounts('setup').createFirstAdministrator(first)
    expect(written).toEqual({ id: 'boss', changed: true, version: (await manager.user('boss')).version })
    expect((await authorizer.access({ id: 'boss' })).can('trilatch.roles.edit')).toBe(true)
    expect((await manager.audit()).items).toMatchObject([
      { actor: 'setup', action: 'user.create-first-administrator', target: 'boss' },
    ])
  })

  it('relies on the policy, on there being no such user, and on nobody having an administrator role', async () => {
    const { store, authorizer, changes } = watched(nobody)
    const { policy } = store.view(null) as Awaited<ReturnType<Store['view']>>
    const { version } = await store.members('admin', { limit: 1 })
    await authorizer.accounts('setup').createFirstAdministrator(first)
    expect(changes.map(({ expect: relied }) => relied)).toEqual([
      [
        { kind: 'policy', id: '', version: policy.version },
        { kind: 'user', id: 'boss', version: null },
        { kind: 'members', id: 'admin', version },
      ],
    ])
  })

  it('is not made where somebody becomes one just before', async () => {
    const { store, authorizer, other, before } = watched(nobody)
    before(() => other.assign({ subject: 'ann', role: 'admin' }))
    await expect(authorizer.accounts('setup').createFirstAdministrator(first)).rejects.toMatchObject(taken)
    expect((await store.members('admin', { limit: 10 })).items).toEqual(['ann'])
    expect(await store.user('boss')).toBeNull()
  })

  it.each([
    ['ghost', { code: 'TRILATCH_ROLE_UNKNOWN', message: 'There is no role "ghost"', status: 404 }],
    [
      'runner',
      {
        code: 'TRILATCH_ADMINISTRATOR_ROLE',
        message: 'Role "runner" makes nobody an administrator; name one that is marked administrator: true',
        status: 422,
      },
    ],
  ])('is not made with the role %s', async (role, error) => {
    const { store, authorizer } = managed(nobody)
    const made = authorizer.accounts('setup').createFirstAdministrator({ ...first, role })
    await expect(made).rejects.toMatchObject(error)
    expect(await store.user('boss')).toBeNull()
  })
})

describe('Whether there is an administrator', () => {
  it('is asked of one member of each administrator role, and of no other role', async () => {
    const asked: unknown[] = []
    const second = { id: 'second', administrator: true, rules: [] }
    const { authorizer, manager } = managed({ ...nobody, roles: [...roles, second] }, (store) => ({
      ...store,
      members: (role, query) => {
        asked.push([role, query])
        return store.members(role, query)
      },
    }))
    const accounts = authorizer.accounts('setup')
    expect(await accounts.hasAdministrator()).toBe(false)
    expect(asked).toEqual([
      ['admin', { limit: 1 }],
      ['second', { limit: 1 }],
    ])
    await manager.assign({ subject: 'ann', role: 'second' })
    expect(await accounts.hasAdministrator()).toBe(true)
  })

  it.each([
    ['no row', [], false],
    ['a row to other roles', [row('acme/dev', 'eu', 'runner')], false],
    [
      'one row of two to its role among others',
      [row('acme/dev', 'eu'), row('acme/ops', 'eu', 'admin')],
      true,
    ],
  ])('may come of groups: %s', async (_, mappings, expected) => {
    const { authorizer } = managed({ ...nobody, mappings })
    expect(await authorizer.accounts('setup').mapsToAdministrator()).toBe(expected)
  })
})
