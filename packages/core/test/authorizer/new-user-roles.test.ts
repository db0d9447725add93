// What a new user gets, by the way they came.
import { describe, expect, it } from 'vitest'
import { createAuthorizer, defaultRoles, memoryStore } from '../../src/index.ts'
import type { NewUserRoles, Role, UserOrigin } from '../../src/index.ts'
import { grant, permissions, storeShowing, thrown } from './support.ts'
import type { RuleName } from './support.ts'

const roles: readonly Role<RuleName>[] = [
  { id: 'admin', administrator: true, rules: [] },
  { id: 'all', rules: [grant('*')] },
  { id: 'heir', inherits: ['middle'], rules: [] },
  { id: 'middle', inherits: ['all'], rules: [] },
  { id: 'part', rules: [grant('*', 'sales.*')] },
  { id: 'runner', rules: [grant('job.run')] },
]
const options = { permissions, roles }
const refused = (why: string) => ({
  code: 'TRILATCH_NEW_USER_ROLES',
  message: `Cannot use newUserRoles: ${why}`,
})

async function rolesOfNew(
  own: readonly Role<RuleName>[],
  newUserRoles: NewUserRoles,
  origin?: UserOrigin,
): Promise<readonly string[]> {
  const store = memoryStore({ roles: own })
  const manager = createAuthorizer({ permissions, store, newUserRoles }).manage('boss')
  const told = await manager.rolesOfNewUser(origin)
  const { id } = await manager.createUser({}, origin)
  const { roles: given } = await manager.rolesOf(id)
  expect(told.toSorted()).toEqual(given)
  return given
}

describe('newUserRoles', () => {
  it.each([
    ['a key that is none', { create: [] }, 'unknown key "create". Did you mean "created"?'],
    ['an unknown role', { created: ['runer'] }, 'created names unknown role "runer". Did you mean "runner"?'],
    [
      'an administrator role',
      { created: ['admin'] },
      'created names the administrator role "admin"; assign it by hand.',
    ],
  ])('refuses %s', async (_, newUserRoles, why) => {
    expect(thrown(() => createAuthorizer({ ...options, newUserRoles } as never))).toMatchObject(refused(why))
  })

  it.each([null, 'runner', 7])('must be an object: %j', (newUserRoles) => {
    expect(thrown(() => createAuthorizer({ ...options, newUserRoles } as never))).toEqual(
      new TypeError('The option `newUserRoles` must be an object'),
    )
  })

  it('must hold lists of ids', () => {
    expect(
      thrown(() => createAuthorizer({ ...options, newUserRoles: { created: 'runner' } } as never)),
    ).toEqual(new TypeError('newUserRoles.created must be an array of role ids'))
  })

  it.each(['registered', 'provisioned'] as const)(
    'gives strangers no role that grants everything: %s',
    (origin) => {
      for (const id of ['all', 'heir']) {
        const newUserRoles = { [origin]: ['runner', id] }
        expect(thrown(() => createAuthorizer({ ...options, newUserRoles }))).toMatchObject(
          refused(
            `${origin} names "${id}", which grants everything to whoever comes. ` +
              'Choose another role, or write allowFullAccessForStrangers: true.',
          ),
        )
        expect(() =>
          createAuthorizer({ ...options, newUserRoles, allowFullAccessForStrangers: true }),
        ).not.toThrow()
      }
    },
  )

  it('gives strangers no administrator role even where full access is allowed', () => {
    const newUserRoles = { registered: ['admin'] }
    expect(
      thrown(() => createAuthorizer({ ...options, newUserRoles, allowFullAccessForStrangers: true })),
    ).toMatchObject(refused('registered names the administrator role "admin"; assign it by hand.'))
  })

  it('lets an administrator give full access, and strangers what is only everything in some context', () => {
    expect(() => createAuthorizer({ ...options, newUserRoles: { created: ['all'] } })).not.toThrow()
    expect(() => createAuthorizer({ ...options, newUserRoles: { registered: ['part'] } })).not.toThrow()
  })

  it.each(['*', '**'])(
    'sees through a stored rule for everything that is written with context %s',
    async (context) => {
      const store = storeShowing([{ id: 'all', rules: [grant('*', context)] }])
      const authorizer = createAuthorizer({ permissions, store, newUserRoles: { registered: ['all'] } })
      await expect(authorizer.ready()).rejects.toMatchObject({ code: 'TRILATCH_NEW_USER_ROLES' })
    },
  )

  it('is checked against a store when that is opened', async () => {
    const newUserRoles = { provisioned: ['heir'] }
    const authorizer = createAuthorizer({ permissions, store: memoryStore({ roles }), newUserRoles })
    await expect(authorizer.ready()).rejects.toMatchObject({ code: 'TRILATCH_NEW_USER_ROLES' })
    await expect(authorizer.access(null)).rejects.toMatchObject({ code: 'TRILATCH_NEW_USER_ROLES' })
  })

  it('gives each origin its own list', async () => {
    const lists = { created: ['part'], registered: ['runner'], provisioned: ['part', 'runner'] }
    expect(await rolesOfNew(roles, lists)).toEqual(['part'])
    expect(await rolesOfNew(roles, lists, 'registered')).toEqual(['runner'])
    expect(await rolesOfNew(roles, lists, 'provisioned')).toEqual(['part', 'runner'])
  })

  it('gives All Global Access to the created by default, and nothing to the others', async () => {
    const own = defaultRoles(permissions)
    expect(await rolesOfNew(own, {})).toEqual(['all-global-access'])
    expect(await rolesOfNew(own, {}, 'registered')).toEqual([])
    expect(await rolesOfNew(own, {}, 'provisioned')).toEqual([])
    expect(await rolesOfNew(own, { created: [] })).toEqual([])
    expect(await rolesOfNew(roles, {})).toEqual([])
  })

  it('gives All Global Access only while that role exists', async () => {
    const store = memoryStore({ roles: defaultRoles(permissions) })
    const manager = createAuthorizer({ permissions, store }).manage('boss')
    await manager.deleteRole('all-global-access')
    const { id } = await manager.createUser({})
    expect((await manager.rolesOf(id)).roles).toEqual([])
  })

  it.each([
    ['the default role', {}, 'all-global-access', 'created'],
    ['a listed role', { registered: ['reader'] }, 'reader', 'registered'],
  ] as const)(
    'makes nobody an administrator when %s is marked as one later',
    async (_, lists, role, origin) => {
      const store = memoryStore({ roles: defaultRoles(permissions) })
      const authorizer = createAuthorizer({ permissions, store, newUserRoles: lists })
      const manager = authorizer.manage('boss')
      const { version } = await manager.role(role)
      await manager.replaceRole(role, { administrator: true, rules: [] }, { version }).catch(() => {})
      await manager.createUser({ id: 'eve' }, origin).catch(() => {})
      expect((await authorizer.access({ id: 'eve' })).decide('trilatch.roles.edit').state).toBe('forbidden')
    },
  )

  it('does not give anything again to a user whose record vanished', async () => {
    const authorizer = createAuthorizer({
      permissions,
      store: memoryStore({ roles: defaultRoles(permissions) }),
    })
    const manager = authorizer.manage('boss')
    await manager.createUser({ id: 'ann' })
    expect((await authorizer.access({ id: 'ann' })).can('job.run')).toBe(true)
    await manager.deleteUser('ann')
    expect((await authorizer.access({ id: 'ann' })).decide('job.run').reason).toBe('nothing-granted')
  })
})
