// What writes of users are given, and what a store is asked for.
import { describe, expect, it } from 'vitest'
import { conflict, everything, managed, watched } from './support.ts'

const improper = { code: 'TRILATCH_SUBJECT_INVALID' }

describe('A user', () => {
  it.each([null, 'ann', undefined])('is not made of %j', async (user) => {
    const { store, manager } = managed()
    const before = await everything(store)
    await expect(manager.createUser(user as never)).rejects.toEqual(
      new TypeError('A new user must be { id?, email?, title? }'),
    )
    expect(await everything(store)).toEqual(before)
  })

  it('is what was given and nothing else, also after changes', async () => {
    const { manager } = managed()
    await manager.createUser({ id: 'ann', title: 'Ann' })
    const { user } = await manager.user('ann')
    expect(user).toStrictEqual({
      id: 'ann',
      title: 'Ann',
      suspended: false,
      createdAt: new Date(user.createdAt).toISOString(),
    })
    await manager.suspendUser('ann')
    await manager.updateUser('ann', { email: 'ann@x.org' }, await manager.user('ann'))
    expect((await manager.user('ann')).user).toStrictEqual({
      id: 'ann',
      email: 'ann@x.org',
      suspended: true,
      createdAt: user.createdAt,
    })
  })

  it('has an id that is one', async () => {
    const { manager } = managed()
    const seen = { version: 'v' }
    for (const run of [
      () => manager.user('a\0'),
      () => manager.updateUser('a\0', {}, seen),
      () => manager.suspendUser('a\0'),
      () => manager.restoreUser('a\0'),
      () => manager.deleteUser('a\0'),
    ])
      await expect(run()).rejects.toMatchObject(improper)
  })

  it('is not changed to what is no address', async () => {
    const { manager } = managed()
    await manager.createUser({ id: 'ann' })
    await expect(
      manager.updateUser('ann', { email: 'ann' }, await manager.user('ann')),
    ).rejects.toMatchObject({
      code: 'TRILATCH_USER_INVALID',
      message: 'Cannot use the user: email: not an e-mail address',
      status: 422,
    })
  })

  it('is deleted as it was seen, or whatever it is by now', async () => {
    const { manager } = managed()
    await manager.createUser({ id: 'ann' })
    const seen = await manager.user('ann')
    await manager.updateUser('ann', { title: 'A' }, seen)
    await expect(manager.deleteUser('ann', seen)).rejects.toMatchObject(conflict('user "ann"'))
    expect(await manager.deleteUser('ann', await manager.user('ann'))).toMatchObject({ changed: true })
  })

  it('is written where it is still what was looked at', async () => {
    const { manager, changes } = watched()
    await manager.createUser({ id: 'ann' })
    const { version } = await manager.user('ann')
    await manager.deleteUser('ann')
    expect(changes[0]?.expect).toMatchObject([{ kind: 'policy' }, { kind: 'user', id: 'ann', version: null }])
    expect(changes[1]).toMatchObject({
      expect: [{ kind: 'user', id: 'ann', version }],
      operations: [
        { kind: 'remove-user', id: 'ann' },
        { kind: 'remove-entry', entry: { kind: 'credential', key: 'ann' } },
        { kind: 'remove-entry', entry: { kind: 'links', key: 'ann' } },
      ],
    })
  })
})

describe('A list of users', () => {
  it('is asked for with a page and a search without its blanks', async () => {
    const asked: unknown[] = []
    const { manager } = managed({}, (store) => ({
      ...store,
      users: (query) => {
        asked.push(query)
        return store.users(query)
      },
    }))
    const longest = 'x'.repeat(254)
    await manager.users()
    await manager.users({ search: ' \t', limit: 3, after: 'ann' })
    await manager.users({ search: ` ${longest}\n` })
    expect(asked).toStrictEqual([{ limit: 50 }, { limit: 3, after: 'ann' }, { limit: 50, search: longest }])
  })
})
