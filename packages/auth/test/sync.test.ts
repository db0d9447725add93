// A pass over a whole directory: what it writes, what it refuses to take away, and where it goes on.
import type { RoleChanges, Store } from '@trilatch/core'
import { createAuthorizer, memoryStore } from '@trilatch/core'
import { linkEntries, syncGroups, userOfAccount } from '@trilatch/auth'
import type { SyncChange, SyncOptions, SyncProgress } from '@trilatch/auth'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { startRedis } from '../../../test/services/redis.ts'
import type { RedisServer } from '../../../test/services/redis.ts'
import { eachFault, faultyStore } from './support/faulty.ts'
import type { Faults } from './support/faulty.ts'
import { complete, directory as issuer, grouped } from './support/grouped.ts'
import { ownPassword } from './support/own-password.ts'
import { permissions, roles, worldIn } from './support/world.ts'
import type { Sessions } from './support/world.ts'

let redis: RedisServer
beforeAll(async () => {
  redis = await startRedis()
})
afterAll(() => redis.stop())

const nameOf = (i: number): string => `p${String(i).padStart(3, '0')}`
const row = { provider: 'ldap', group: 'ops', roles: ['runner'] }
const providers = { ldap: 'plain' } as const

/** A directory of so many people in `ops`, each with a user of the same name, whose groups are recorded. */
async function fill(store: Store, count: number) {
  const authorizer = createAuthorizer({ permissions, store, providers })
  const manager = authorizer.manage('tester')
  if ((await manager.mappings()).rows.length === 0)
    await manager.replaceMappings([row], { version: (await manager.mappings()).version })
  const directory = grouped()
  for (let i = 0; i < count; i++) {
    const id = nameOf(i)
    directory.people.set(id, { groups: complete('ops') })
    await authorizer.accounts('tester').create({
      id,
      origin: 'provisioned',
      ...linkEntries(id, { provider: 'ldap', issuer, id }),
    })
    await manager.recordGroups(id, 'ldap', { status: 'complete', groups: [{ name: 'ops' }] })
  }
  const runners = async (): Promise<string[]> => {
    const found: string[] = []
    for (let i = 0; i < count; i++)
      if ((await authorizer.access({ id: nameOf(i) })).can('job.run')) found.push(nameOf(i))
    return found
  }
  const sync = (options: Partial<SyncOptions> = {}) =>
    syncGroups({ authorizer, strategy: directory.strategy, ...options })
  return { store, authorizer, manager, directory, runners, sync }
}

const memory = (): Store => memoryStore({ roles })

beforeEach(() => vi.spyOn(process, 'emitWarning').mockImplementation(() => {}))
afterEach(() => vi.restoreAllMocks())

const kinds: readonly (readonly [string, () => Sessions])[] = [
  ['memory', () => ({ kind: 'memory' })],
  ['Redis', () => ({ kind: 'redis', port: redis.port })],
]

describe.each(kinds)('A pass over a directory, kept in %s', (_, sessions) => {
  it('writes what differs, confirms the rest, and asks for those it did not meet', async () => {
    const world = await worldIn(sessions())
    const { directory, manager, runners, sync } = await fill(world.store, 6)
    directory.people.set('p001', { groups: complete() })
    directory.people.set('p002', { groups: { status: 'unknown', why: 'no right' } })
    directory.people.set('p003', { groups: { status: 'gone' } })
    directory.people.delete('p004')
    directory.people.set('stranger', { groups: complete('ops') })
    const { epoch } = await manager.beginSession('p004')
    const lines = (await world.store.audit({ limit: 200 })).items.length
    const dry = await sync({ dryRun: true })
    expect(dry).toMatchObject({ dryRun: true, stopped: false, changed: 2, removals: 3, missing: 1, known: 6 })
    expect((await world.store.audit({ limit: 200 })).items).toHaveLength(lines)
    const result = await sync()
    expect(result).toEqual({
      provider: 'ldap',
      dryRun: false,
      stopped: false,
      resumed: false,
      known: 6,
      most: 10,
      accounts: 6,
      unlinked: 1,
      unknown: 1,
      changed: 2,
      removals: 3,
      gone: 2,
      missing: 1,
      stale: 0,
    })
    expect(await runners()).toEqual(['p000', 'p002', 'p005'])
    expect(directory.asked).toEqual(['p004'])
    expect((await manager.beginSession('p004')).epoch).not.toBe(epoch)
    expect((await world.store.users({ limit: 200 })).items).toHaveLength(6)
    // Again: nothing is left to do.
    const before = (await world.store.audit({ limit: 200 })).items.length
    expect(await sync()).toMatchObject({ changed: 0, removals: 0, gone: 0, missing: 0 })
    expect((await world.store.audit({ limit: 200 })).items).toHaveLength(before)
    await world.close()
  })

  it('stops before it writes anything where it would take away too much', async () => {
    const world = await worldIn(sessions())
    const { directory, runners, sync } = await fill(world.store, 12)
    for (let i = 0; i < 6; i++) directory.people.set(nameOf(i), { groups: complete('other') })
    for (let i = 6; i < 9; i++) directory.people.delete(nameOf(i))
    const limit = { maxRemovalShare: 0.5, minRemovals: 2 }
    await expect(sync(limit)).rejects.toMatchObject({
      code: 'TRILATCH_SYNC_STOPPED',
      status: 409,
      message:
        'The pass over "ldap" was stopped: it would take roles from 9 of 12 accounts, and at most 6 are allowed. Nothing was written. If that is meant, allow 9 removals.',
    })
    expect(await runners()).toHaveLength(12)
    expect(await sync({ ...limit, dryRun: true })).toMatchObject({ stopped: true, removals: 9, most: 6 })
    await expect(sync({ allowRemovals: 8 })).rejects.toMatchObject({ code: 'TRILATCH_SYNC_STOPPED' })
    expect(await sync({ allowRemovals: 9 })).toMatchObject({ removals: 9, gone: 3 })
    expect(await runners()).toEqual(['p009', 'p010', 'p011'])
    await world.close()
  })
})

describe('A pass over a directory', () => {
  it('warns when it stops, and counts a share of those whose groups are known', async () => {
    const { directory, sync } = await fill(memory(), 60)
    for (let i = 0; i < 12; i++) directory.people.set(nameOf(i), { groups: complete() })
    expect(await sync({ dryRun: true })).toMatchObject({ stopped: false, removals: 12, most: 12 })
    directory.people.set(nameOf(12), { groups: complete() })
    await expect(sync()).rejects.toMatchObject({ code: 'TRILATCH_SYNC_STOPPED' })
    expect(process.emitWarning).toHaveBeenCalledWith(
      expect.stringContaining('it would take roles from 13 of 60 accounts, and at most 12'),
      { type: 'TrilatchWarning', code: 'TRILATCH_SYNC_ALARM' },
    )
  })

  it('takes nobody for gone whom it did not meet and of whom the directory does not say so', async () => {
    const { directory, runners, sync } = await fill(memory(), 4)
    directory.people.delete('p001')
    directory.people.delete('p002')
    const inner = directory.strategy.groups.groupsOf
    directory.strategy.groups.groupsOf = async (account, ...rest) =>
      account.id === 'p001' ? { status: 'unknown', why: 'down' } : inner(account, ...rest)
    expect(await sync()).toMatchObject({ missing: 2, gone: 1, stale: 1 })
    expect(await runners()).toEqual(['p000', 'p001', 'p003'])
  })

  it('takes nobody for gone when the pass was not whole, and writes nothing when it could not measure', async () => {
    const { directory, runners, sync, store } = await fill(memory(), 6)
    directory.people.set('p000', { groups: complete() })
    directory.people.delete('p005')
    directory.breaksAt = 3
    const lines = (await store.audit({ limit: 200 })).items.length
    await expect(sync()).rejects.toThrow('the directory went away')
    expect((await store.audit({ limit: 200 })).items).toHaveLength(lines)
    expect([await runners(), directory.asked]).toEqual([Array.from({ length: 6 }, (_, i) => nameOf(i)), []])
  })

  it('asks for all whom it did not meet, however many they are', async () => {
    const { directory, runners, sync } = await fill(memory(), 1_005)
    for (let i = 0; i < 1_002; i++) directory.people.delete(nameOf(i))
    directory.strategy.groups.groupsOf = async ({ id }) =>
      id === 'p001' ? { status: 'unknown', why: 'down' } : { status: 'gone' }
    expect(await sync({ allowRemovals: 1_002 })).toMatchObject({ missing: 1_002, gone: 1_001, stale: 1 })
    expect(await runners()).toEqual(['p001', 'p1002', 'p1003', 'p1004'])
  })

  it('asks the store so often for each account, and no more, where nothing has changed', async () => {
    const asked = async (count: number): Promise<number> => {
      const store = memory()
      const { directory } = await fill(store, count)
      const faults: Faults & { at: number } = { asked: 0, at: Infinity }
      const authorizer = createAuthorizer({ permissions, store: faultyStore(store, faults), providers })
      await authorizer.ready()
      Object.assign(faults, { asked: 0, at: Infinity })
      expect(await syncGroups({ authorizer, strategy: directory.strategy })).toMatchObject({ changed: 0 })
      return faults.asked
    }
    // Twice: whose it is, by two entries, the policy and what is known. Then the policy and the record to confirm.
    expect((await asked(40)) - (await asked(20))).toBe(20 * 11)
  })

  it('goes on where it broke off', async () => {
    const { directory, runners, sync } = await fill(memory(), 30)
    for (let i = 0; i < 30; i += 10) directory.people.set(nameOf(i), { groups: complete() })
    let passes = 0
    const everyone = directory.strategy.groups.everyone?.bind(directory.strategy.groups)
    const asked: (string | undefined)[] = []
    directory.strategy.groups.everyone = function (options) {
      asked.push(options.after)
      // Measured whole, and gone in the middle of writing.
      directory.breaksAt = ++passes === 2 ? 15 : Infinity
      return everyone?.(options) as never
    }
    await expect(sync()).rejects.toThrow('the directory went away')
    expect((await runners()).length).toBe(28)
    expect(await sync()).toMatchObject({ resumed: true, missing: 0 })
    expect((await runners()).length).toBe(27)
    const [, , , resumedAt] = asked
    expect([asked.slice(0, 3), resumedAt !== undefined && resumedAt >= 'p005']).toEqual([
      [undefined, undefined, undefined],
      true,
    ])
    // The next one begins at the beginning.
    expect(await sync()).toMatchObject({ resumed: false, changed: 0 })
  })

  it('begins at the beginning again where the account that it was to go on behind is there no more', async () => {
    const { directory, runners, sync } = await fill(memory(), 30)
    directory.people.set('p029', { groups: complete() })
    const everyone = directory.strategy.groups.everyone?.bind(directory.strategy.groups)
    let passes = 0
    directory.strategy.groups.everyone = function (options) {
      if (options.after !== undefined) throw new Error('the account to go on behind is not there')
      directory.breaksAt = ++passes === 2 ? 15 : Infinity
      return everyone?.(options) as never
    }
    await expect(sync()).rejects.toThrow('the directory went away')
    await expect(sync()).rejects.toThrow('the account to go on behind is not there')
    expect(await sync()).toMatchObject({ resumed: false, changed: 1 })
    expect(await runners()).toHaveLength(29)
  })

  it('runs once at a time, and can be stopped', async () => {
    const { directory, sync } = await fill(memory(), 5)
    const ending = new AbortController()
    let second: Promise<unknown> | undefined
    const everyone = directory.strategy.groups.everyone?.bind(directory.strategy.groups)
    directory.strategy.groups.everyone = function (options) {
      second ??= sync().then(
        () => undefined,
        (error: unknown) => error,
      )
      return everyone?.(options) as never
    }
    const onProgress = (progress: SyncProgress): void => {
      if (progress.phase === 'write') ending.abort(new Error('enough'))
    }
    await expect(sync({ signal: ending.signal, onProgress })).rejects.toThrow('enough')
    expect(await second).toMatchObject({ code: 'TRILATCH_SYNC_RUNNING' })
    expect(await sync()).toMatchObject({ resumed: true })
  })

  it('leaves alone whose groups were recorded since it began', async () => {
    const { directory, manager, runners, sync } = await fill(memory(), 3)
    const everyone = directory.strategy.groups.everyone?.bind(directory.strategy.groups)
    let passes = 0
    directory.strategy.groups.everyone = async function* (options) {
      const writing = ++passes === 2
      for await (const account of everyone?.(options) ?? []) {
        if (writing && account.id === 'p001')
          await manager.recordGroups('p001', 'ldap', { status: 'complete', groups: [] })
        yield account
      }
    }
    await sync()
    expect(await runners()).toEqual(['p000', 'p002'])
  })

  it('says who would gain and lose what, and how far it is', async () => {
    const { directory, manager, sync } = await fill(memory(), 4)
    await manager.recordGroups('p003', 'ldap', { status: 'complete', groups: [] })
    directory.people.set('p000', { groups: complete() })
    directory.people.set('p001', { groups: { status: 'gone' } })
    directory.people.delete('p002')
    const [changes, progress]: [SyncChange[], SyncProgress[]] = [[], []]
    await sync({
      dryRun: true,
      onChange: (change) => void changes.push(change),
      onProgress: (one) => void progress.push(one),
    })
    const lost: RoleChanges = { gains: [], loses: [{ role: 'runner' }] }
    expect(changes.toSorted((a, b) => (a.subject < b.subject ? -1 : 1))).toEqual([
      { subject: 'p000', status: 'changed', ...lost },
      { subject: 'p001', status: 'gone', ...lost },
      { subject: 'p002', status: 'missing', ...lost },
      { subject: 'p003', status: 'changed', gains: [{ role: 'runner' }], loses: [] },
    ])
    expect(progress.map(({ phase, accounts }) => [phase, accounts])).toEqual([
      ['measure', 3],
      ['missing', 3],
    ])
  })

  it('counts nobody twice who is gone already', async () => {
    const { directory, sync } = await fill(memory(), 3)
    directory.people.set('p000', { groups: { status: 'gone' } })
    expect(await sync()).toMatchObject({ gone: 1, removals: 1 })
    expect(await sync({ maxRemovalShare: 0, minRemovals: 0 })).toMatchObject({ gone: 0, removals: 0 })
  })

  it('stops while it writes, should the directory have changed since it was measured', async () => {
    const { directory, runners, sync } = await fill(memory(), 20)
    let passes = 0
    const everyone = directory.strategy.groups.everyone?.bind(directory.strategy.groups)
    directory.strategy.groups.everyone = function (options) {
      if (++passes === 2) for (let i = 0; i < 20; i++) directory.people.set(nameOf(i), { groups: complete() })
      return everyone?.(options) as never
    }
    await expect(sync({ minRemovals: 3 })).rejects.toMatchObject({ code: 'TRILATCH_SYNC_STOPPED' })
    // A fifth of twenty.
    expect((await runners()).length).toBe(16)
  })

  it('takes away no more than was completed, whatever fails in the middle', async () => {
    const asked = await eachFault(async (at) => {
      const store = memory()
      const { directory, runners } = await fill(store, 3)
      directory.people.set('p000', { groups: complete() })
      directory.people.delete('p001')
      const faults: Faults & { at: number } = { asked: 0, at: Infinity }
      const authorizer = createAuthorizer({ permissions, store: faultyStore(store, faults), providers })
      await authorizer.ready()
      Object.assign(faults, { asked: 0, at })
      const done = await syncGroups({ authorizer, strategy: directory.strategy }).catch(() => undefined)
      const left = await runners()
      expect(['p002', 'p001,p002', 'p000,p001,p002']).toContain(left.join())
      if (done !== undefined) expect(left).toEqual(['p002'])
      expect((await store.users({ limit: 10 })).items).toHaveLength(3)
      expect(await userOfAccount(authorizer.accounts('t'), { issuer, id: 'p002' }).catch(() => 'p002')).toBe(
        'p002',
      )
      return { ...faults }
    })
    expect(asked).toBeGreaterThan(30)
  })

  it.each([
    [{ maxRemovalShare: 1.5 }, 'Cannot begin the pass: `maxRemovalShare` must be a number from 0 to 1.'],
    [{ minRemovals: -1 }, '`minRemovals` must be a number from 0'],
    [{ allowRemovals: Number.NaN }, '`allowRemovals` must be a number from 0'],
    [{ strategy: ownPassword }, 'Strategy "own" has no directory that lists everybody'],
  ])('is refused with %j', async (options, message) => {
    const { sync } = await fill(memory(), 0)
    await expect(sync(options)).rejects.toThrow(message)
  })
})
