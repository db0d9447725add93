import { describe, expect, it } from 'vitest'
import { conflict, everything, managed } from './support.ts'

const unknown = { code: 'TRILATCH_USER_UNKNOWN', message: 'There is no user "ghost"', status: 404 }

describe('Creating a user', () => {
  it('keeps what was given, unsuspended, with a random id unless one was given', async () => {
    const { manager } = managed()
    const { id, version, changed } = await manager.createUser({ email: 'Ann@Example.com', title: 'Ann' })
    expect(id).toMatch(/^[0-9a-f-]{36}$/)
    expect(await manager.user(id)).toEqual({
      user: {
        id,
        email: 'Ann@Example.com',
        title: 'Ann',
        suspended: false,
        createdAt: expect.any(String) as string,
      },
      version,
    })
    expect(changed).toBe(true)
    expect((await manager.createUser({ id: 'ben' })).id).toBe('ben')
  })

  it.each([
    [
      'an id that is taken',
      { id: 'ann' },
      { code: 'TRILATCH_USER_EXISTS', message: 'There is a user "ann" already', status: 409 },
    ],
    [
      'an address that is taken, in another spelling',
      { id: 'ben', email: 'ANN@example.COM' },
      {
        code: 'TRILATCH_USER_EXISTS',
        message: 'Cannot complete user.create: another user has this e-mail address',
        status: 409,
      },
    ],
    [
      'what is no address',
      { id: 'ben', email: 'ann' },
      {
        code: 'TRILATCH_USER_INVALID',
        status: 422,
        message: 'Cannot use the user: email: not an e-mail address',
      },
    ],
    [
      'an unknown field',
      { id: 'ben', administrator: true },
      {
        code: 'TRILATCH_USER_INVALID',
        status: 422,
        message: 'Cannot use the user: administrator: unknown key',
      },
    ],
    ['an improper id', { id: 'a\0' }, { code: 'TRILATCH_SUBJECT_INVALID' }],
  ])('refuses %s and changes nothing', async (_, user, error) => {
    const { manager, store } = managed()
    await manager.createUser({ id: 'ann', email: 'ann@example.com' })
    const before = await everything(store)
    await expect(manager.createUser(user)).rejects.toMatchObject(error)
    expect(await everything(store)).toEqual(before)
  })

  it('refuses an origin that is none', async () => {
    const { manager } = managed()
    const problem = new TypeError("A user's origin must be one of created, registered, provisioned")
    await expect(manager.createUser({}, 'invited' as never)).rejects.toThrow(problem)
    await expect(manager.rolesOfNewUser('invited' as never)).rejects.toThrow(problem)
  })
})

describe('Listing users', () => {
  it('goes by id, page by page', async () => {
    const { manager } = managed()
    for (const id of ['cy', 'ann', 'ben']) await manager.createUser({ id })
    const ids = (page: Awaited<ReturnType<typeof manager.users>>) => page.items.map(({ user }) => user.id)
    const first = await manager.users({ limit: 2 })
    expect([ids(first), first.next]).toEqual([['ann', 'ben'], 'ben'])
    const rest = await manager.users({ limit: 2, after: 'ben' })
    expect([ids(rest), rest.next]).toEqual([['cy'], undefined])
    await expect(manager.user('ghost')).rejects.toMatchObject(unknown)
  })
})

describe('Searching users', () => {
  const searched = async () => {
    const { manager } = managed()
    await manager.createUser({ id: 'u1', email: 'z@example.org', title: 'Zo\u00eb' })
    await manager.createUser({ id: 'u2', title: 'Adam' })
    return manager
  }
  const ids = (page: Awaited<ReturnType<Awaited<ReturnType<typeof searched>>['users']>>) =>
    page.items.map(({ user }) => user.id)

  it.each([
    [' zoe ', ['u1']],
    ['u', ['u1', 'u2']],
    ['', ['u1', 'u2']],
    [' \t', ['u1', 'u2']],
    [undefined, ['u1', 'u2']],
    ['nobody', []],
  ])('by %j lists %j', async (search, expected) => {
    const manager = await searched()
    expect(ids(await manager.users(search === undefined ? {} : { search }))).toEqual(expected)
  })

  it.each(['x'.repeat(255), '\uD800'])('refuses what is too long or not well-formed', async (search) => {
    const manager = await searched()
    await expect(manager.users({ search })).rejects.toMatchObject({
      code: 'TRILATCH_OPTION_INVALID',
      status: 422,
      message: 'Cannot search for this: it must be well-formed text of at most 254 characters',
    })
  })

  it('refuses what is no text', async () => {
    const manager = await searched()
    await expect(manager.users({ search: ['u'] } as never)).rejects.toThrow(
      new TypeError('`search` must be a text'),
    )
  })
})

describe('Changing a user', () => {
  it('replaces e-mail and title, and frees the old address', async () => {
    const { manager } = managed()
    await manager.createUser({ id: 'ann', email: 'ann@example.com', title: 'Ann' })
    await manager.updateUser('ann', { email: 'a@example.com' }, await manager.user('ann'))
    const { user } = await manager.user('ann')
    expect([user.email, user.title]).toEqual(['a@example.com', undefined])
    expect((await manager.createUser({ id: 'ben', email: 'ann@example.com' })).changed).toBe(true)
  })

  it('is refused to somebody who saw an older version', async () => {
    const { manager } = managed()
    await manager.createUser({ id: 'ann' })
    const seen = await manager.user('ann')
    await manager.updateUser('ann', { title: 'A' }, seen)
    await expect(manager.updateUser('ann', { title: 'B' }, seen)).rejects.toMatchObject(
      conflict('user "ann"'),
    )
    expect((await manager.user('ann')).user.title).toBe('A')
  })

  it.each([undefined, {}, { version: undefined }, { version: 7 }])(
    'is refused to somebody who saw none: %j',
    async (seen) => {
      const { manager } = managed()
      await manager.createUser({ id: 'ann' })
      await expect(manager.updateUser('ann', { title: 'B' }, seen as never)).rejects.toThrow(
        new TypeError('This write replaces what is there: pass { version } as you read it'),
      )
      expect((await manager.user('ann')).user.title).toBeUndefined()
    },
  )

  it('cannot be done by editing what was read', async () => {
    const { manager } = managed()
    await manager.createUser({ id: 'ann', title: 'Ann' })
    await manager.suspendUser('ann')
    const { user } = await manager.user('ann')
    try {
      Object.assign(user, { suspended: false, title: 'Eve' })
    } catch {}
    expect((await manager.user('ann')).user).toMatchObject({ suspended: true, title: 'Ann' })
  })
})

describe('Suspending a user', () => {
  it('happens once, keeps the roles, and ends', async () => {
    const { manager, authorizer } = managed()
    await manager.createUser({ id: 'ann', title: 'Ann' })
    await manager.assign({ subject: 'ann', role: 'runner' })
    expect((await manager.suspendUser('ann')).changed).toBe(true)
    expect((await manager.suspendUser('ann')).changed).toBe(false)
    expect((await manager.user('ann')).user).toMatchObject({ suspended: true, title: 'Ann' })
    expect((await manager.rolesOf('ann')).roles).toEqual(['runner'])
    expect((await authorizer.decide({ id: 'ann' }, 'job.run')).reason).toBe('suspended')
    expect((await manager.restoreUser('ann')).changed).toBe(true)
    expect((await manager.restoreUser('ann')).changed).toBe(false)
    expect((await authorizer.decide({ id: 'ann' }, 'job.run')).reason).toBe('granted')
  })

  it('is refused for one that does not exist', async () => {
    const { manager } = managed()
    for (const write of ['suspendUser', 'restoreUser', 'deleteUser'] as const)
      await expect(manager[write]('ghost')).rejects.toMatchObject(unknown)
  })
})

describe('Deleting a user', () => {
  it('removes all their assignments, scoped ones too, and frees the address, in one write', async () => {
    const { manager, store } = managed()
    await manager.createUser({ id: 'ann', email: 'ann@example.com' })
    await manager.assign({ subject: 'ann', role: 'runner' })
    await manager.assign({ subject: 'ann', role: 'eu', scope: 'x.*' })
    const members = await manager.members('runner')
    const lines = (await manager.audit()).items.length
    await manager.deleteUser('ann')
    expect((await manager.audit()).items).toHaveLength(lines + 1)
    expect(await manager.rolesOf('ann')).toEqual({ roles: [], assignments: [], version: null })
    expect((await manager.members('runner')).items).toEqual([])
    expect((await manager.members('runner')).version).not.toBe(members.version)
    expect(await store.held('eu')).toBe(false)
    await expect(manager.user('ann')).rejects.toMatchObject({ code: 'TRILATCH_USER_UNKNOWN' })
    expect((await manager.createUser({ id: 'ben', email: 'ann@example.com' })).changed).toBe(true)
  })
})
