// What accounts are asked with, and what their writes rely on and tell.
import { describe, expect, it } from 'vitest'
import type { NewAccount } from '../../src/index.ts'
import { everything, managed, watched } from './support.ts'

const place = (key: string) => ({ kind: 'note', key })
const entry = { ...place('mine'), value: 1 }
const badKind = 'The kind of an entry must be 1 to 32 of the characters a-z 0-9 -, beginning with a letter'

async function withAnn() {
  const made = watched()
  await made.manager.createUser({ id: 'ann' })
  await made.manager.assign({ subject: 'ann', role: 'runner' })
  made.changes.length = 0
  return { ...made, accounts: made.authorizer.accounts('sign-in') }
}

describe('A new account', () => {
  it('has the title that was given, a random id, and is not suspended', async () => {
    const { authorizer, manager } = managed()
    const accounts = authorizer.accounts('sign-in')
    const { id } = await accounts.create({ origin: 'created', title: 'Ann' })
    expect(id).toMatch(/^[0-9a-f-]{36}$/)
    const { user } = await manager.user(id)
    expect(user).toStrictEqual({ id, title: 'Ann', suspended: false, createdAt: user.createdAt })
  })

  it.each<readonly [unknown, object]>([
    [null, new TypeError('A new account must be { origin, id?, email?, title? }')],
    ['ann', new TypeError('A new account must be { origin, id?, email?, title? }')],
    [{ origin: 'invited' }, new TypeError("A user's origin must be one of created, registered, provisioned")],
    [
      { origin: 'created', id: 'a\0' },
      expect.objectContaining({ code: 'TRILATCH_SUBJECT_INVALID' }) as object,
    ],
    [
      { origin: 'created', email: 'ann' },
      expect.objectContaining({ message: 'Cannot use the user: email: not an e-mail address' }) as object,
    ],
    [{ origin: 'created', put: [{ ...entry, kind: 'My Kind' }] }, new TypeError(badKind)],
    [{ origin: 'created', remove: [{ kind: 'My Kind', key: 'a' }] }, new TypeError(badKind)],
  ])('is none that is made of %j', async (account, error) => {
    const { store, authorizer } = managed()
    const before = await everything(store)
    await expect(authorizer.accounts('sign-in').create(account as NewAccount)).rejects.toEqual(error)
    expect(await everything(store)).toEqual(before)
  })
})

describe('A change of an account', () => {
  it('relies on what it was told to expect and on the user, and says what it did', async () => {
    const { manager, accounts, changes } = await withAnn()
    const { version } = await manager.user('ann')
    await accounts.change('ann', {
      action: 'note.put',
      put: [entry],
      expect: [{ ...place('mine'), version: null }],
    })
    expect(changes.map(({ expect: relied }) => relied)).toEqual([
      [
        { kind: 'entry', id: 'note:mine', version: null },
        { kind: 'user', id: 'ann', version },
      ],
    ])
    const [line] = (await manager.audit({ limit: 1 })).items
    expect(line).toMatchObject({ actor: 'sign-in', action: 'note.put', target: 'ann', before: null })
    expect(line?.after).toEqual({ entries: { put: ['note'], removed: [] }, endSessions: false })
  })

  it('of roles says which there were and which there are', async () => {
    const { manager, accounts } = await withAnn()
    await accounts.change('ann', { action: 'user.roles', roles: ['eu', 'eu'] })
    const [line] = (await manager.audit({ limit: 1 })).items
    expect(line).toMatchObject({ before: { roles: ['runner'] }, after: { roles: ['eu'] } })
    expect((await manager.rolesOf('ann')).roles).toEqual(['eu'])
  })

  it('is not made of a user who is gone by then', async () => {
    const { accounts, before, other } = await withAnn()
    before(() => other.deleteUser('ann'))
    await expect(accounts.change('ann', { action: 'x', put: [entry] })).rejects.toMatchObject({
      code: 'TRILATCH_USER_UNKNOWN',
      status: 404,
    })
    expect(await accounts.vault.get(place('mine'))).toBeNull()
  })

  it('ends no session unless it is asked to', async () => {
    const { manager, accounts } = await withAnn()
    const { epoch } = await manager.beginSession('ann')
    await accounts.change('ann', { action: 'x', put: [entry] })
    expect(await accounts.epoch('ann')).toBe(epoch)
    const { version } = await accounts.change('ann', { action: 'x', endSessions: true })
    expect(version).not.toBe(epoch)
    expect(await accounts.epoch('ann')).toBe(version)
  })
})

describe('Entries that belong to no user', () => {
  it('rely on the policy and on what they were told to expect, and name the roles that they promise', async () => {
    const { store, accounts, manager, changes } = await withAnn()
    const { policy } = await store.view(null)
    await accounts.keep({
      action: 'invitation.create',
      put: [entry],
      roles: ['eu'],
      expect: [{ ...place('mine'), version: null }],
    })
    expect(changes.map(({ expect: relied }) => relied)).toEqual([
      [
        { kind: 'policy', id: '', version: policy.version },
        { kind: 'entry', id: 'note:mine', version: null },
      ],
    ])
    expect((await manager.audit({ limit: 1 })).items).toMatchObject([
      {
        action: 'invitation.create',
        target: 'accounts',
        before: null,
        after: { entries: { put: ['note'], removed: [] }, roles: ['eu'] },
      },
    ])
  })
})

describe('Looking at an account', () => {
  it('finds a user by id and by address, and what sessions carry', async () => {
    const { accounts, manager } = await withAnn()
    expect(await accounts.user('ann')).toEqual(await manager.user('ann'))
    expect([
      await accounts.user('ghost'),
      await accounts.userByEmail('no@x.org'),
      await accounts.epoch('ghost'),
    ]).toEqual([null, null, null])
  })

  it('is refused with what is no id and no address', async () => {
    const { accounts } = await withAnn()
    const bad = { code: 'TRILATCH_SUBJECT_INVALID' }
    await expect(accounts.user('a\0')).rejects.toMatchObject(bad)
    await expect(accounts.epoch('a\0')).rejects.toMatchObject(bad)
    await expect(accounts.change('a\0', { action: 'x' })).rejects.toMatchObject(bad)
    await expect(accounts.userByEmail(7 as never)).rejects.toThrow(
      new TypeError('An e-mail address must be a string'),
    )
  })
})
