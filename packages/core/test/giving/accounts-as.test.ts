import { describe, expect, it } from 'vitest'
import { credentialKind, firstRun, linksKind } from '../../src/index.ts'
import type { Accounts } from '../../src/index.ts'
import { everything } from '../manage/support.ts'
import { administrators, assignments, interrupted, made, more } from './support.ts'
import type { Made } from './support.ts'

type Case = readonly [what: string, write: (accounts: Accounts, made: Made) => Promise<unknown>]

const password = (user: string) => ({ kind: credentialKind, key: user, value: { hash: 'x' } })
const links = (user: string) => ({ kind: linksKind, key: user, value: { accounts: [] } })
const invitation = { kind: 'invitation', key: 'digest', value: { roles: ['creator'] } }
const account = { id: 'nina', email: 'nina@example.org', origin: 'created' } as const

/** What dora, who has most of `project` and all of `trilatch`, may do. */
const accepted: readonly Case[] = [
  ['a user with the roles of the origin', (a) => a.create({ ...account, put: [password('nina')] })],
  ['a user with a role besides', (a) => a.create({ ...account, origin: 'registered', roles: ['creator'] })],
  [
    'the password of somebody who holds less',
    (a) => a.change('cleo', { action: 'password.change', put: [password('cleo')] }),
  ],
  [
    'the end of sessions of somebody who holds less',
    (a) => a.change('cleo', { action: 'session.end', endSessions: true }),
  ],
  [
    'the links of somebody who holds less',
    (a) => a.change('cleo', { action: 'account.link', put: [links('cleo')] }),
  ],
  ['the roles of somebody who holds less', (a) => a.change('cleo', { action: 'roles', roles: ['empty'] })],
  [
    'an invitation to what one holds',
    (a) => a.keep({ action: 'invitation.create', put: [invitation], roles: ['creator'] }),
  ],
  [
    'the end of an invitation',
    (a) => a.keep({ action: 'invitation.withdraw', remove: [invitation], roles: [] }),
  ],
]

const boss = administrators('the administrator "boss"')
const beside = administrators('what is kept beside users')
const ron = more('all that "ron" holds', 'job.run')

const refused: readonly (readonly [...Case, object])[] = [
  [
    'a user with a role of more',
    (a) => a.create({ ...account, roles: ['runner'] }),
    more('role "runner"', 'job.run'),
  ],
  [
    'a user who is an administrator',
    (a) => a.create({ ...account, roles: ['admin'] }),
    administrators('the administrator role "admin"'),
  ],
  [
    'the first administrator',
    (a) => a.createFirstAdministrator({ ...account, role: 'admin' }),
    { code: 'TRILATCH_CONFLICT' },
  ],
  ['a user, with the password of another', (a) => a.create({ ...account, put: [password('ron')] }), ron],
  [
    'a password of somebody who holds more',
    (a) => a.change('ron', { action: 'password.change', put: [password('ron')] }),
    ron,
  ],
  ['the end of such a password', (a) => a.change('ron', { action: 'x', remove: [password('ron')] }), ron],
  [
    'such a password, said to be of another',
    (a) => a.change('cleo', { action: 'x', put: [password('ron')] }),
    ron,
  ],
  [
    'such a password, said to be of nobody',
    (a) => a.keep({ action: 'x', put: [password('ron')], roles: [] }),
    ron,
  ],
  ['such links', (a) => a.change('cleo', { action: 'x', put: [links('ron')] }), ron],
  ['the end of such sessions', (a) => a.change('ron', { action: 'x', endSessions: true }), ron],
  ['such roles, even to take them away', (a) => a.change('ron', { action: 'x', roles: [] }), ron],
  [
    'roles of more for somebody who holds less',
    (a) => a.change('cleo', { action: 'x', roles: ['runner'] }),
    more('role "runner"', 'job.run'),
  ],
  [
    'the password of an administrator',
    (a) => a.change('boss', { action: 'x', put: [password('boss')] }),
    boss,
  ],
  ['it, said to be of another', (a) => a.change('cleo', { action: 'x', put: [password('boss')] }), boss],
  [
    'the end of an administrator’s sessions',
    (a) => a.change('boss', { action: 'x', endSessions: true }),
    boss,
  ],
  [
    'an invitation to more',
    (a) => a.keep({ action: 'x', put: [invitation], roles: ['runner'] }),
    more('role "runner"', 'job.run'),
  ],
  [
    'an invitation of administrators',
    (a) => a.keep({ action: 'x', put: [invitation], roles: ['admin'] }),
    administrators('the administrator role "admin"'),
  ],
  [
    'an entry that promises nothing it says',
    (a) => a.keep({ action: 'x', put: [{ ...firstRun, value: 'open' }], roles: [] }),
    beside,
  ],
  [
    'the offer of a first administrator, beside a user',
    (a) => a.change('cleo', { action: 'x', put: [{ ...firstRun, value: 'open' }] }),
    beside,
  ],
  ['a password past the trail', (a) => a.vault.put({ ...password('cleo'), ttlMs: 1_000 }), beside],
  ['another past the trail', (a) => a.vault.replace(password('cleo'), { version: 'x' }), beside],
  ['an entry away', (a) => a.vault.take(invitation), beside],
]

const all: readonly Case[] = [...accepted, ...refused.map(([what, write]): Case => [what, write])]

describe('Who is no administrator', () => {
  it.each(accepted)('may write %s', async (_what, write) => {
    const here = await made()
    await write(here.accountsAs({ id: 'dora' }), here)
  })

  it.each(refused)('may not write %s: nothing changes', async (_what, write, error) => {
    const here = await made()
    const before = await everything(here.store)
    await expect(write(here.accountsAs({ id: 'dora' }), here)).rejects.toMatchObject(error)
    expect(await everything(here.store)).toEqual(before)
  })

  it('who has nothing may give nothing, and who is suspended no more', async () => {
    const here = await made()
    await here.program.suspendUser('dora')
    for (const [, write] of accepted.slice(0, 7))
      for (const id of ['nobody', 'dora'])
        await expect(write(here.accountsAs({ id }), here)).rejects.toMatchObject({ status: 403 })
  })

  it('may make no user of somebody who holds more already, whatever they sign in with', async () => {
    const runner = { subject: 'nina', role: 'runner' }
    const here = await made({ assignments: [...assignments, runner] })
    await expect(here.accountsAs({ id: 'dora' }).create(account)).rejects.toMatchObject(
      more('all that "nina" holds', 'job.run'),
    )
    expect(await here.store.user('nina')).toBeNull()
  })

  it('may look at what sign-in keeps, and have things counted', async () => {
    const { vault } = (await made()).accountsAs({ id: 'dora' })
    expect(await vault.get({ kind: credentialKind, key: 'boss' })).toBeNull()
    expect(await vault.count({ kind: 'tries', key: 'a' }, 1, { ttlMs: 1_000 })).toMatchObject({ count: 1 })
  })
})

describe('An administrator', () => {
  it.each(all.filter(([what]) => what !== 'the first administrator'))(
    'may write %s',
    async (_what, write) => {
      const here = await made()
      await write(here.accountsAs({ id: 'boss' }), here)
    },
  )
})

describe('Accounts in the name of somebody', () => {
  it('name somebody: anything else is refused when asked for', async () => {
    const { authorizer } = await made()
    const accounts = authorizer.accounts as (actor: string, options: unknown) => unknown
    const call = (options: unknown) => () => accounts.call(authorizer, 'x', options)
    expect(call({ as: undefined })).toThrow(TypeError)
    expect(call({ as: null })).toThrow('`as` must be a subject with an id')
    expect(call({ like: { id: 'dora' } })).toThrow('Unknown option "like" of accounts()')
  })

  it('are judged by what is there when it is written: a right that the target gains meanwhile counts', async () => {
    const { authorizer, other, before } = await interrupted()
    const accounts = authorizer.accounts('dora', { as: { id: 'dora' } })
    const write = { action: 'password.change', put: [password('cleo')] }
    before(() => other.assign({ subject: 'cleo', role: 'runner' }))
    await expect(accounts.change('cleo', write)).rejects.toMatchObject(
      more('all that "cleo" holds', 'job.run'),
    )
    await other.unassign({ subject: 'cleo', role: 'runner' })
    before(() => other.unassign({ subject: 'dora', role: 'deputy' }))
    await expect(accounts.change('cleo', write)).rejects.toMatchObject({ code: 'TRILATCH_MORE_THAN_HELD' })
  })
})
