// Attempts that were refused are in the audit trail; nobody can fill it with them, and it changes no refusal.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createAuthorizer, memoryStore } from '../../src/index.ts'
import type { AuditEntry, Change, Store, WriteOutcome } from '../../src/index.ts'
import { grant, permissions } from '../authorizer/support.ts'
import { managed } from './support.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

const attempt = {
  action: 'role.update',
  target: 'eu',
  code: 'TRILATCH_FORBIDDEN',
  detail: 'Requires permission: X',
}
const refusedIn = async (store: Store): Promise<readonly AuditEntry[]> =>
  (await store.audit({ limit: 200, outcome: 'refused' })).items

/** A store whose writes of refused attempts end as a test wants. */
function withEnds(end: (change: Change) => Promise<WriteOutcome> | undefined) {
  const made = managed({}, (store) => ({
    ...store,
    write: (change) => (change.audit.outcome === 'refused' ? end(change) : undefined) ?? store.write(change),
  }))
  return made
}

describe('A write that gives more than its giver holds', () => {
  const as = { id: 'dora', roles: ['runner'] }

  it('is in the trail, with what was asked for and what would have been opened', async () => {
    const { store, authorizer } = managed()
    const error = await authorizer
      .manage('dora', { as })
      .createRole({ id: 'new', rules: [grant('project.create')] })
      .catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'TRILATCH_MORE_THAN_HELD', status: 403 })
    expect(await refusedIn(store)).toMatchObject([
      {
        sequence: 1,
        actor: 'dora',
        action: 'role.create',
        target: 'new',
        before: null,
        after: { id: 'new', rules: [{ permission: 'project.create', state: 'granted' }] },
        refusal: { code: 'TRILATCH_MORE_THAN_HELD', detail: (error as Error).message },
      },
    ])
    expect((error as Error).message).toContain('project.create')
  })

  it('is not there where it was refused for another reason, or done', async () => {
    const { store, authorizer } = managed()
    const manager = authorizer.manage('dora', { as: { id: 'dora', roles: ['admin'] } })
    await expect(manager.createRole({ id: 'eu', rules: [] })).rejects.toMatchObject({ status: 409 })
    await manager.createRole({ id: 'new', rules: [] })
    expect(await refusedIn(store)).toEqual([])
  })

  it('is there too where it is about an account, or what sign-in keeps', async () => {
    const { store, authorizer, manager } = managed()
    await manager.createUser({ id: 'boss' })
    const accounts = authorizer.accounts('dora', { as })
    const code = { code: 'TRILATCH_ADMINISTRATOR_REQUIRED' }
    await expect(
      accounts.change('boss', { action: 'password.set', endSessions: true }),
    ).rejects.toMatchObject(code)
    await expect(
      accounts.vault.put({ kind: 'note', key: 'a', value: 'x', ttlMs: 1_000 }),
    ).rejects.toMatchObject(code)
    const entries = await refusedIn(store)
    expect(entries.map(({ action, target }) => `${action} ${target}`)).toEqual([
      'vault accounts',
      'password.set boss',
    ])
  })

  it('is not there where somebody only asked what an import would do', async () => {
    const { store, authorizer, manager } = managed()
    const { document } = await manager.exportPolicy()
    const more = { ...document, roles: [...document.roles, { id: 'new', rules: [grant('project.create')] }] }
    const dora = authorizer.manage('dora', { as })
    const { refusal, version } = await dora.planImport(more)
    expect(refusal).toMatchObject({ code: 'TRILATCH_MORE_THAN_HELD' })
    expect(await refusedIn(store)).toEqual([])
    await expect(dora.importPolicy(more, { version })).rejects.toMatchObject({ status: 403 })
    expect(await refusedIn(store)).toMatchObject([{ action: 'policy.import' }])
  })

  it.each([
    ['refused', async () => ({ status: 'refused', reason: 'unavailable', detail: '' }) as const],
    ['unknown', async () => ({ status: 'unknown', detail: '' }) as const],
    ['rejected', () => Promise.reject(new Error('the disk is full'))],
  ])('stays refused as it is where its entry is %s', async (_, end) => {
    const { authorizer } = withEnds(end)
    await expect(
      authorizer.manage('dora', { as }).createRole({ id: 'new', rules: [grant('project.create')] }),
    ).rejects.toMatchObject({ code: 'TRILATCH_MORE_THAN_HELD', status: 403 })
  })

  it('is told within a second where the trail does not answer', async () => {
    const { authorizer } = withEnds(() => new Promise(() => {}))
    const writing = authorizer
      .manage('dora', { as })
      .createRole({ id: 'new', rules: [grant('project.create')] })
      .catch((thrown: unknown) => thrown)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(await writing).toMatchObject({ code: 'TRILATCH_MORE_THAN_HELD' })
  })
})

describe('manager.refused', () => {
  it('puts an attempt in the trail, in the name of its manager', async () => {
    const { store, authorizer } = managed()
    expect(
      await authorizer.manage({ id: 'ann' }).refused({ ...attempt, asked: { title: 'Eu' } }),
    ).toBeUndefined()
    expect(await refusedIn(store)).toMatchObject([
      {
        actor: 'ann',
        action: 'role.update',
        target: 'eu',
        outcome: 'refused',
        before: null,
        after: { title: 'Eu' },
        refusal: { code: 'TRILATCH_FORBIDDEN', detail: 'Requires permission: X' },
      },
    ])
    expect((await authorizer.manage('ann').verifyAudit()).intact).toBe(true)
  })

  it('changes nothing: no version, no policy', async () => {
    const { store, manager } = managed()
    const before = await store.view('boss')
    await manager.refused(attempt)
    const after = await store.view('boss')
    expect(after.policy).toBe(before.policy)
    expect(after.subject).toBe(before.subject)
  })

  it('keeps no secrets, nothing long, and nothing that is no data', async () => {
    const { store, manager } = managed()
    const self: { self?: unknown } = {}
    self.self = self
    const asked = [
      { email: 'a@b.org', password: 'hunter2', nested: [{ clientSecret: 's', apiKey: 'k', Token: 't' }] },
      { long: 'x'.repeat(5_000) },
      self,
      () => 1,
      undefined,
    ]
    for (const each of asked) await manager.refused({ ...attempt, asked: each })
    const entries = (await refusedIn(store)).toReversed()
    expect(entries.map(({ after }) => after)).toEqual([
      {
        email: 'a@b.org',
        password: '(left out)',
        nested: [{ clientSecret: '(left out)', apiKey: '(left out)', Token: '(left out)' }],
      },
      { leftOut: 5_011 },
      null,
      null,
      null,
    ])
    await manager.refused({
      action: 'a'.repeat(3_000),
      target: '\ud83d'.repeat(3_000),
      code: 'c',
      detail: 'd',
    })
    const [last] = await refusedIn(store)
    expect([last?.action.length, last?.target.length]).toEqual([1_024, 1_024])
  })

  it('refuses what is no attempt', async () => {
    const { manager } = managed()
    await expect(manager.refused({ action: 'a' } as never)).rejects.toThrow(
      new TypeError('An attempt must be { action, target, code, detail, asked? }'),
    )
  })

  it('keeps ten of an actor in a minute, and counts the rest', async () => {
    const { store, authorizer } = managed()
    const [ann, ben] = [authorizer.manage('ann'), authorizer.manage('ben')]
    for (let i = 0; i < 500; i++) await ann.refused(attempt)
    await ben.refused(attempt)
    expect((await refusedIn(store)).map(({ actor }) => actor)).toEqual([
      'ben',
      ...Array.from({ length: 10 }, () => 'ann'),
    ])
    await vi.advanceTimersByTimeAsync(60_000)
    const [count] = await refusedIn(store)
    expect(count).toMatchObject({
      actor: 'trilatch',
      action: 'attempts.left-out',
      target: 'audit',
      after: { attempts: 490, actors: { ann: 490 } },
    })
    await ann.refused(attempt)
    expect((await refusedIn(store))[0]).toMatchObject({ actor: 'ann' })
    // A minute in which nothing was left out has no count.
    await vi.advanceTimersByTimeAsync(120_000)
    expect(await refusedIn(store)).toHaveLength(13)
  })

  it('keeps a hundred of all actors in a minute, and names twenty of those that it counts', async () => {
    const { store, authorizer } = managed()
    for (let i = 0; i < 150; i++) await authorizer.manage(`someone-${i}`).refused(attempt)
    expect(await refusedIn(store)).toHaveLength(100)
    await vi.advanceTimersByTimeAsync(60_000)
    const [count] = (await refusedIn(store)) as [AuditEntry & { after: { attempts: number; actors: object } }]
    expect([count.after.attempts, Object.keys(count.after.actors).length]).toEqual([50, 20])
  })

  it('lets sixteen at most be on their way, and counts the rest', async () => {
    const waiting: (() => void)[] = []
    const { authorizer, store } = withEnds(
      () => new Promise((resolve) => waiting.push(() => resolve({ status: 'done', version: '' }))),
    )
    const all = Promise.all(
      Array.from({ length: 30 }, (_, i) => authorizer.manage(`someone-${i}`).refused(attempt)),
    )
    expect(waiting).toHaveLength(16)
    for (const end of waiting.splice(0)) end()
    await all
    expect(await refusedIn(store)).toEqual([])
    const count = vi.advanceTimersByTimeAsync(60_000)
    await vi.waitFor(() => expect(waiting).toHaveLength(1))
    waiting[0]?.()
    await count
  })

  it('counts what could not be kept, until the count can be', async () => {
    let broken = true
    const { store, manager } = withEnds((change) =>
      broken ? Promise.resolve({ status: 'unknown', detail: change.tag }) : undefined,
    )
    for (let i = 0; i < 3; i++) await manager.refused(attempt)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(await refusedIn(store)).toEqual([])
    broken = false
    await manager.refused(attempt)
    await vi.advanceTimersByTimeAsync(60_000)
    expect((await refusedIn(store)).map(({ after }) => after)).toEqual([
      { attempts: 3, actors: { boss: 3 } },
      null,
    ])
  })

  it('keeps the count when its authorizer is closed', async () => {
    const { store, authorizer, manager } = managed()
    for (let i = 0; i < 12; i++) await manager.refused(attempt)
    await authorizer.close()
    expect((await refusedIn(store))[0]).toMatchObject({ action: 'attempts.left-out', after: { attempts: 2 } })
    // It ends quietly on one that is closed.
    await manager.refused(attempt)
  })
})

describe('manager.audit', () => {
  it('finds what a filter names', async () => {
    const { manager, authorizer } = managed()
    await manager.createUser({ id: 'ann' })
    await authorizer.manage('ann').refused(attempt)
    const found = async (filter: object) => (await manager.audit(filter)).items.map(({ action }) => action)
    expect(await found({ outcome: 'refused' })).toEqual(['role.update'])
    expect(await found({ actor: 'boss' })).toEqual(['user.create'])
    expect(await found({ target: 'ann', action: 'user.create', outcome: 'done' })).toEqual(['user.create'])
    expect(await found({ actor: 'boss', outcome: 'refused' })).toEqual([])
  })

  it('looks at a thousand entries in one call, and says how to go on', async () => {
    const { manager, store } = managed()
    await manager.createUser({ id: 'ann' })
    const audit = { at: '', actor: 'x', action: 'a', target: 't', before: null, after: null }
    for (let i = 0; i < 1_200; i++) await store.write({ tag: `t${i}`, expect: [], operations: [], audit })
    const page = await manager.audit({ actor: 'boss', limit: 5 })
    expect(page).toEqual({ items: [], next: '202' })
    const rest = await manager.audit({ actor: 'boss', limit: 5, after: '202' })
    expect(rest).toMatchObject({ items: [{ action: 'user.create', sequence: 1 }] })
    expect(rest.next).toBeUndefined()
  })

  it.each([
    [{ outcome: 'maybe' }, 'TRILATCH_OPTION_INVALID'],
    [{ limit: 201 }, 'TRILATCH_OPTION_INVALID'],
  ])('refuses %j', async (list, code) => {
    await expect(managed().manager.audit(list as never)).rejects.toMatchObject({ code, status: 422 })
  })

  it.each([[{ actor: 1 }], [{ target: null }], [{ action: ['a'] }]])(
    'takes strings only, not %j',
    async (list) => {
      await expect(managed().manager.audit(list as never)).rejects.toThrow(TypeError)
    },
  )

  it('is not fooled by a polluted prototype', async () => {
    const { manager } = managed()
    await manager.createUser({ id: 'ann' })
    Object.assign(Object.prototype, { actor: 'nobody' })
    try {
      expect((await manager.audit()).items).toHaveLength(1)
    } finally {
      delete (Object.prototype as { actor?: string }).actor
    }
  })
})

describe('manager.trail, auditHead and verifyAudit', () => {
  it('show the trail as it is kept, where it ends, and that it is intact', async () => {
    const store = memoryStore({}, { auditKey: 'a secret that is long enough to be one' })
    const manager = createAuthorizer({ permissions, store }).manage('boss')
    expect([await manager.auditHead(), (await manager.verifyAudit()).entries]).toEqual([null, 0])
    for (const id of ['ann', 'ben', 'cy']) await manager.createUser({ id })
    const { items, next } = await manager.trail({ limit: 2 })
    expect([items.map(({ entry }) => entry?.target), next]).toEqual([['ann', 'ben'], '2'])
    const head = await manager.auditHead()
    expect(head).toMatchObject({ sequence: 3 })
    expect(await manager.verifyAudit({ head: head ?? { sequence: 0, hash: '' } })).toMatchObject({
      intact: true,
      head,
    })
    expect(await manager.verifyAudit({ head: { sequence: 4, hash: 'x' } })).toMatchObject({
      intact: false,
      findings: [{ kind: 'truncated', sequence: 4 }],
    })
  })
})
