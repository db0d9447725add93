import {
  createAuthorizer,
  credentialKind,
  definePermissions,
  firstRun,
  memoryStore,
  TrilatchError,
} from '@trilatch/core'
import { describe, expect, it } from 'vitest'

const permissions = definePermissions({ 'job.run': 'Run Job' })
const roles = [
  { id: 'admin', administrator: true, rules: [] },
  { id: 'runner', rules: [{ permission: 'job' as const, state: 'granted' as const }] },
]
const place = (key: string) => ({ kind: 'note', key })

function make() {
  const store = memoryStore({ roles })
  const newUserRoles = { registered: ['runner'] }
  const authorizer = createAuthorizer({ permissions, store, newUserRoles })
  return { store, authorizer, accounts: authorizer.accounts('sign-in') }
}

const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'nothing was thrown',
    (error: unknown) => (error instanceof TrilatchError ? error.code : error),
  )

describe('Accounts', () => {
  it('tell which roles make administrators, as they are now', async () => {
    const { authorizer, accounts } = make()
    expect(await accounts.administratorRoles()).toEqual(['admin'])
    await authorizer.manage('boss').createRole({ id: 'chief', administrator: true, rules: [] })
    expect((await accounts.administratorRoles()).toSorted()).toEqual(['admin', 'chief'])
  })
})

describe('An account', () => {
  it('is a user, roles of their origin and those promised, and entries, in one line of the trail without secrets', async () => {
    const { store, accounts } = make()
    await accounts.vault.put({ ...place('invitation'), value: 'x', ttlMs: 60_000 })
    const { version = '' } = (await accounts.vault.get(place('invitation'))) ?? {}
    const { id } = await accounts.create({
      email: 'ann@x.org',
      origin: 'registered',
      roles: ['admin', 'admin'],
      put: [{ kind: credentialKind, key: 'a-key', value: 'a-secret' }],
      remove: [place('invitation')],
      expect: [{ ...place('invitation'), version }],
    })
    expect((await accounts.userByEmail(' ANN@x.org'))?.user.id).toBe(id)
    expect((await store.view(id)).subject?.assignments).toEqual([{ role: 'runner' }, { role: 'admin' }])
    expect((await accounts.vault.get({ kind: credentialKind, key: 'a-key' }))?.value).toBe('a-secret')
    expect(await accounts.vault.get(place('invitation'))).toBeNull()
    const { items } = await store.audit({ limit: 10 })
    expect(items).toMatchObject([
      {
        actor: 'sign-in',
        action: 'user.create',
        after: {
          roles: ['runner'],
          promised: ['admin'],
          entries: { put: ['credential'], removed: ['note'] },
        },
      },
    ])
    expect(JSON.stringify(items)).not.toMatch(/a-secret|a-key/)
  })

  it.each([
    ['whose address is taken', { email: 'TAKEN@x.org' }, 'TRILATCH_USER_EXISTS'],
    ['whose id is taken', { id: 'taken' }, 'TRILATCH_USER_EXISTS'],
    ['with a role that is not there', { roles: ['ghost'] }, 'TRILATCH_ROLE_UNKNOWN'],
    ['with an address that is none', { email: 'no address' }, 'TRILATCH_USER_INVALID'],
    ['whose invitation is gone', { expect: [{ ...place('gone'), version: 'v' }] }, 'TRILATCH_CONFLICT'],
    [
      'with an entry that is there already',
      { expect: [{ ...place('there'), version: null }] },
      'TRILATCH_CONFLICT',
    ],
  ])('%s is not made, and nothing with it', async (_, fields, code) => {
    const { store, accounts } = make()
    await accounts.create({
      id: 'taken',
      email: 'taken@x.org',
      origin: 'created',
      put: [{ ...place('there'), value: 1 }],
    })
    const put = [{ ...place('mine'), value: 1 }]
    expect(await codeOf(accounts.create({ origin: 'registered', put, ...fields }))).toBe(code)
    expect(await accounts.vault.get(place('mine'))).toBeNull()
    expect((await store.users({ limit: 10 })).items).toHaveLength(1)
  })

  it('changes in one step with the end of its sessions', async () => {
    const { authorizer, accounts } = make()
    await accounts.create({
      id: 'ann',
      origin: 'created',
      put: [{ kind: credentialKind, key: 'ann', value: 'old' }],
    })
    const { epoch } = await authorizer.manage('ann').beginSession('ann')
    expect((await authorizer.access({ id: 'ann', epoch })).signedIn).toBe(true)
    const put = [{ kind: credentialKind, key: 'ann', value: 'new' }]
    const { version } = await accounts.change('ann', { action: 'password.change', put, endSessions: true })
    expect((await authorizer.access({ id: 'ann', epoch })).signedIn).toBe(false)
    expect((await authorizer.access({ id: 'ann', epoch: version })).signedIn).toBe(true)
    expect(await codeOf(accounts.change('ghost', { action: 'password.change', put }))).toBe(
      'TRILATCH_USER_UNKNOWN',
    )
  })

  it('takes what it signs in with along when the user is deleted', async () => {
    const { authorizer, accounts } = make()
    await accounts.create({
      id: 'ann',
      origin: 'created',
      put: [{ kind: credentialKind, key: 'ann', value: 'old' }],
    })
    await authorizer.manage('boss').deleteUser('ann')
    expect(await accounts.vault.get({ kind: credentialKind, key: 'ann' })).toBeNull()
  })
})

describe('The first administrator', () => {
  it('is one of many who try at the same time', async () => {
    const { store, accounts } = make()
    const tries = await Promise.all(
      ['a', 'b', 'c'].map((id) =>
        codeOf(
          accounts.createFirstAdministrator({
            id,
            origin: 'created',
            role: 'admin',
            put: [{ ...firstRun, value: 'done' }],
          }),
        ),
      ),
    )
    expect(tries.toSorted()).toEqual(['TRILATCH_CONFLICT', 'TRILATCH_CONFLICT', 'nothing was thrown'])
    expect((await store.members('admin', { limit: 10 })).items).toHaveLength(1)
    expect((await accounts.vault.get(firstRun))?.value).toBe('done')
  })
})
