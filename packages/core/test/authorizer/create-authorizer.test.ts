// Options: what is wrong in code fails when the authorizer is made, and says what is expected.
import { describe, expect, it } from 'vitest'
import { createAuthorizer, memoryStore, PolicyError } from '../../src/index.ts'
import { forbid, grant, permissions, thrown } from './support.ts'

const roles = [
  { id: 'admin', administrator: true, rules: [] },
  { id: 'runner', rules: [grant('job.run')] },
] as const
const made = (options: object): unknown => thrown(() => createAuthorizer(options as never))
const refused = (why: string) => ({
  code: 'TRILATCH_OPTION_INVALID',
  message: `Cannot create the authorizer: ${why}`,
})

describe('createAuthorizer', () => {
  it.each([undefined, null, 'roles', 7])('takes an object and nothing else: %j', (options) => {
    expect(made(options as never)).toEqual(new TypeError('createAuthorizer takes an object of options'))
  })

  it.each([
    ['rolls', { permissions, roles, rolls: [] }, 'unknown option "rolls". Did you mean "roles"?'],
    [
      'anonymousRole',
      { permissions, roles, anonymousRole: [] },
      'unknown option "anonymousRole". Did you mean "anonymousRoles"?',
    ],
    ['Enabled', { permissions, roles, Enabled: false }, 'unknown option "Enabled". Did you mean "enabled"?'],
  ])('refuses a misspelt option instead of ignoring it: %s', (_, options, why) => {
    expect(made(options)).toMatchObject(refused(why))
  })

  it.each([undefined, null, {}, 'x', { index: {} }])('needs a catalogue: %j', (catalogue) => {
    expect(made({ permissions: catalogue, roles })).toMatchObject(
      refused('`permissions` must be what definePermissions() gives.'),
    )
  })

  it('takes either roles or a store', () => {
    const why = refused('give it either `roles` or a `store`, and not both.')
    expect(made({ permissions })).toMatchObject(why)
    expect(made({ permissions, roles, store: memoryStore() })).toMatchObject(why)
    expect(createAuthorizer({ permissions, roles }).enabled).toBe(true)
    expect(createAuthorizer({ permissions, store: memoryStore() }).enabled).toBe(true)
  })

  it.each([[null], ['redis'], [{}], [{ ...memoryStore(), held: undefined }]])(
    'needs the whole store contract: %#',
    (store) => {
      expect(made({ permissions, store })).toMatchObject(
        refused('`store` lacks methods of the Store contract.'),
      )
    },
  )

  it.each([99, 3_600_001, Number.NaN, Infinity, '1000', true])(
    'bounds accessLifetimeMs: %j',
    (accessLifetimeMs) => {
      expect(made({ permissions, roles, accessLifetimeMs })).toMatchObject(
        refused('`accessLifetimeMs` must be a number from 100 to 3600000.'),
      )
    },
  )

  it.each([100, 3_600_000])('accepts the bounds of accessLifetimeMs: %d', (accessLifetimeMs) => {
    expect(() => createAuthorizer({ permissions, roles, accessLifetimeMs })).not.toThrow()
  })

  it.each(['no', 0, null, 1])('takes nothing but a boolean for enabled: %j', (enabled) => {
    expect(made({ permissions, roles, enabled })).toEqual(
      new TypeError('The option `enabled` must be true or false'),
    )
  })
})

describe('What was left out', () => {
  it('is said of a store that was not called, or is a promise', () => {
    const made = (store: unknown) => thrown(() => createAuthorizer({ permissions, store } as never))
    expect(made(memoryStore)).toMatchObject({
      code: 'TRILATCH_OPTION_INVALID',
      message: 'Cannot create the authorizer: `store` was not called: write memoryStore(…).',
    })
    expect(made(Promise.resolve(memoryStore()))).toMatchObject({
      message: 'Cannot create the authorizer: `store` is a promise: `await` it first.',
    })
  })

  it('is said of a write in nobody’s name', () => {
    const loose = createAuthorizer({ permissions, roles: [] }) as unknown as Record<
      'manage' | 'accounts',
      () => void
    >
    for (const verb of ['manage', 'accounts'] as const)
      expect(thrown(() => loose[verb]())).toMatchObject({
        name: 'TypeError',
        message: `${verb}() needs an actor, in whose name it writes: the id of a person, or a word for a program, as ${verb}('importer')`,
      })
  })
})

describe('Roles given in code', () => {
  it('are refused when they name an unknown permission, with what was probably meant', () => {
    const error = made({ permissions, roles: [{ id: 'a', rules: [grant('project.craete')] }] })
    expect(error).toBeInstanceOf(PolicyError)
    expect(error).toMatchObject({
      code: 'TRILATCH_PERMISSION_UNKNOWN',
      message:
        'Cannot use the roles: roles[0].rules[0].permission: unknown permission "project.craete". Did you mean "project.create"?',
    })
  })

  it('are told all that is wrong with them at once', () => {
    const bad = [
      { id: 'a', inherits: ['b', 'adnim'], rules: [grant('jobb.run', 'x[')] },
      { id: 'b', inherits: ['a', 'admin'], rules: [] },
      { id: 'admin', administrator: true, rules: [] },
    ]
    const error = made({ permissions, roles: bad }) as PolicyError
    expect(error.code).toBe('TRILATCH_POLICY_INVALID')
    expect(error.issues.map(({ code }) => code).toSorted()).toEqual([
      'TRILATCH_ADMINISTRATOR_ROLE',
      'TRILATCH_CONTEXT_INVALID',
      'TRILATCH_PERMISSION_UNKNOWN',
      'TRILATCH_ROLE_CYCLE',
      'TRILATCH_ROLE_UNKNOWN',
    ])
    expect(error.message).toContain('unknown role "adnim". Did you mean "admin"?')
  })

  it('must be a list', () => {
    expect(made({ permissions, roles: 'admin' })).toMatchObject({
      code: 'TRILATCH_POLICY_INVALID',
      message: expect.stringContaining('Cannot use the roles: roles: ') as string,
    })
  })

  it('are copied: changing them later changes nothing', async () => {
    const rules = [forbid('job.run')]
    const authorizer = createAuthorizer({ permissions, roles: [{ id: 'a', rules }] })
    rules[0] = { permission: 'job.run', state: 'granted' } as never
    expect((await authorizer.access({ id: 'ann', roles: ['a'] })).can('job.run')).toBe(false)
  })
})

describe('anonymousRoles', () => {
  it.each([
    ['an unknown role', ['runer'], 'anonymousRoles names unknown role "runer". Did you mean "runner"?'],
    ['an administrator role', ['admin'], 'anonymousRoles names the administrator role "admin".'],
  ])('cannot name %s', async (_, anonymousRoles, why) => {
    expect(made({ permissions, roles, anonymousRoles })).toMatchObject(refused(why))
    const authorizer = createAuthorizer({ permissions, store: memoryStore({ roles }), anonymousRoles })
    await expect(authorizer.ready()).rejects.toMatchObject(refused(why))
    await expect(authorizer.access(null)).rejects.toMatchObject(refused(why))
  })

  it.each([['runner'], [[7]], [{}]])('must be a list of ids: %j', (anonymousRoles) => {
    expect(made({ permissions, roles, anonymousRoles })).toEqual(
      new TypeError('The option `anonymousRoles` must be an array of role ids'),
    )
  })

  it('are none unless set', async () => {
    const none = await createAuthorizer({ permissions, roles }).access(null)
    expect(none.decide('job.run')).toMatchObject({ state: 'forbidden', reason: 'nothing-granted' })
    const some = await createAuthorizer({ permissions, roles, anonymousRoles: ['runner'] }).access(null)
    expect(some.can('job.run')).toBe(true)
    expect(some.explain('job.run').roles[0]?.source).toBe('anonymous')
  })

  it('make nobody an administrator when a role is marked as one later', async () => {
    const authorizer = createAuthorizer({
      permissions,
      store: memoryStore({ roles }),
      anonymousRoles: ['runner'],
    })
    const manager = authorizer.manage('boss')
    const { version } = await manager.role('runner')
    await manager.replaceRole('runner', { administrator: true, rules: [] }, { version }).catch(() => {})
    expect((await authorizer.access(null)).can('project.delete')).toBe(false)
  })
})

describe('close', () => {
  it('ends the authorizer: every later question is refused with 503', async () => {
    const error = { code: 'TRILATCH_CLOSED', message: 'The authorizer has been closed', status: 503 }
    const authorizer = createAuthorizer({ permissions, roles })
    await authorizer.close()
    await expect(authorizer.ready()).rejects.toMatchObject(error)
    await expect(authorizer.access({ id: 'ann' })).rejects.toMatchObject(error)
    await expect(authorizer.decide(null, 'job.run')).rejects.toMatchObject(error)
    await expect(authorizer.roleTree('runner')).rejects.toMatchObject(error)
    await expect(authorizer.diagnostics()).rejects.toMatchObject(error)
    await expect(authorizer.manage('boss').assign({ subject: 'a', role: 'runner' })).rejects.toMatchObject(
      error,
    )
  })

  it('leaves a store that was handed in to its owner', async () => {
    let closed = 0
    const store = { ...memoryStore({ roles }), close: async () => void closed++ }
    await createAuthorizer({ permissions, store }).close()
    expect(closed).toBe(0)
  })
})
