// Groups in Redis: verified by its clock, counted by that of the process, confirmed without a write.
import { createAuthorizer, definePermissions } from '@trilatch/core'
import type { GroupMembership, Operation, SubjectRecord } from '@trilatch/core'
import { describe, expect, it } from 'vitest'
import type { RedisStoreOptions } from '@trilatch/store-redis'
import { inProcessTime, redisMs } from '../src/redis-time.ts'
import { newNamespace, write } from './support/content.ts'
import { GatedClient, HandClock } from './support/gated-client.ts'
import { assign, putRole } from './support/operations.ts'
import { useRedis } from './support/server.ts'
import { still } from './support/still-clock.ts'

const permissions = definePermissions({ 'job.run': 'Run Job' })
const ops: readonly GroupMembership[] = [{ name: 'cn=ops' }]
const hmacKey = 'a secret that is long enough to be one'
const used = useRedis({ ...still, hmacKey })
async function make(namespace = newNamespace(), options: Partial<RedisStoreOptions> = {}) {
  const store = await used.store({ namespace, ...options })
  const authorizer = createAuthorizer({ permissions, store, maxGroupAgeMs: 5_000 })
  await authorizer.ready()
  const manager = authorizer.manage('sync')
  const record = (groups: readonly GroupMembership[]) =>
    manager.recordGroups('ann', 'ldap', { status: 'complete', groups })
  return { namespace, store, authorizer, manager, record }
}
const put = (groups: readonly GroupMembership[]): Operation => ({
  kind: 'put-groups',
  subject: 'ann',
  provider: 'ldap',
  groups,
})
const keyOf = (namespace: string): string => `{${namespace}}:2:subject:ann`
const verified = (record: SubjectRecord | null): number => record?.groups[0]?.verifiedAt ?? Number.NaN

/** Puts a record in its place as if its groups had been verified earlier; the seal is left out. */
async function makeOlder(namespace: string, ms: number): Promise<void> {
  const [tag, , ...rest] = ((await used.client.get(keyOf(namespace))) ?? '').split(' ')
  const data = JSON.parse(rest.join(' ')) as { groups: [string, number, unknown][] }
  for (const entry of data.groups) entry[1] -= ms
  await used.client.set(keyOf(namespace), `${tag} - ${JSON.stringify(data)}`)
}

describe('Groups that were confirmed', () => {
  it('leave no entry in the log and no audit line, keep their version, and cost two commands', async () => {
    const { namespace, store, manager, record } = await make()
    await record(ops)
    await store.view('ann')
    const lengths = async () => [
      await used.client.xlen(`{${namespace}}:2:log`),
      await used.client.xlen(`{${namespace}}:2:audit`),
      await used.client.zcard(`{${namespace}}:2:tags`),
    ]
    const [before, count] = [await lengths(), await used.scripts()]
    const { version } = (await store.view('ann')).subject ?? {}
    expect(await record(ops)).toEqual({ version, changed: false })
    expect(await used.scripts()).toBe(count + 2)
    expect(await lengths()).toEqual(before)
    expect((await store.view('ann')).subject?.version).toBe(version)
    expect((await manager.audit()).items.filter(({ action }) => action === 'subject.groups')).toHaveLength(1)
  })

  it('are seen by another process before it refuses, for one command', async () => {
    const { namespace, store, record } = await make(newNamespace(), { hmacKey: undefined } as never)
    await write(store, putRole('runner'))
    const { version } = (await store.view(null)).policy
    await write(store, {
      kind: 'put-mappings',
      rows: [{ provider: 'ldap', group: 'cn=ops', roles: ['runner'] }],
    })
    expect(version).toBeDefined()
    await record(ops)
    await makeOlder(namespace, 10_000)
    const there = await make(namespace, { hmacKey: undefined } as never)
    expect((await there.authorizer.access({ id: 'ann' })).can('job.run')).toBe(false)
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    await store.touchGroups({
      subject: 'ann',
      provider: 'ldap',
      version: (await store.reread('ann')).subject?.version ?? '',
    })
    const before = await used.scripts()
    expect((await there.authorizer.access({ id: 'ann' })).can('job.run')).toBe(true)
    expect(await used.scripts()).toBe(before + 1)
    for (let i = 0; i < 20; i++) await there.authorizer.access({ id: 'ann' })
    expect(await used.scripts()).toBe(before + 1)
  })

  it('are refused while an alarm stands, and where the record is another one', async () => {
    const { namespace, store, record } = await make()
    const { version } = await record(ops)
    const touched = { subject: 'ann', provider: 'ldap', version }
    await write(store, assign('ann', 'reader'))
    expect(await store.touchGroups(touched)).toMatchObject({ status: 'refused', reason: 'conflict' })
    await used.client.set(`{${namespace}}:2:alarm`, 'writes-lost: for a test')
    expect(await store.touchGroups(touched)).toMatchObject({ status: 'refused', reason: 'unavailable' })
  })

  it('are refused when a write comes between reading the record and putting it back, and that write stays', async () => {
    const gated = new GatedClient(used.server.port)
    const { namespace, store, record } = await make()
    const { version } = await record(ops)
    const there = await make(namespace, { client: gated })
    await there.store.view('ann')
    const letGo = gated.holdReplies('reading')
    const touching = there.store.touchGroups({ subject: 'ann', provider: 'ldap', version })
    await new Promise((resolve) => setTimeout(resolve, 50))
    await write(store, put([]))
    letGo()
    expect(await touching).toMatchObject({ status: 'refused', reason: 'conflict' })
    expect((await store.reread('ann')).subject?.groups[0]?.groups).toEqual([])
    gated.disconnect()
  })

  it('stay sealed: a record that somebody made younger is not believed', async () => {
    const { namespace, store, record } = await make()
    await record(ops)
    await record(ops)
    expect(verified((await store.reread('ann')).subject)).toBeLessThanOrEqual(performance.now())
    await makeOlder(namespace, -10_000)
    await expect(store.reread('ann')).rejects.toThrow('subject "ann"')
  })
})

describe('Recorded groups', () => {
  it('name the subject in the log, and as a sync take nothing away that would be missed', async () => {
    const { namespace, record, manager, store } = await make()
    const last = async () => {
      const [entry] = await used.client.xrevrange(`{${namespace}}:2:log`, '+', '-', 'COUNT', 1)
      return JSON.parse(entry?.[1][3] ?? '') as unknown
    }
    await record(ops)
    expect(await last()).toEqual({ r: [], m: false, s: ['ann'], x: false })
    await record([])
    expect(await last()).toEqual({ r: [], m: false, s: ['ann'], x: false })
    await manager.recordGroups('ann', 'ldap', { status: 'gone' })
    expect(await last()).toEqual({ r: [], m: false, s: ['ann'], x: false })
    await manager.endSessions('ann')
    expect(await last()).toEqual({ r: [], m: false, s: ['ann'], x: true })
    await write(store, put([]))
    expect(await last()).toEqual({ r: [], m: false, s: ['ann'], x: true })
  })

  it('are obeyed elsewhere as any write', async () => {
    const { namespace, store, record } = await make()
    const there = await make(namespace, { maxStalenessMs: 100 })
    await write(store, putRole('runner'))
    await write(store, {
      kind: 'put-mappings',
      rows: [{ provider: 'ldap', group: 'cn=ops', roles: ['runner'] }],
    })
    await record(ops)
    expect((await there.authorizer.access({ id: 'ann' })).can('job.run')).toBe(true)
    await record([])
    await new Promise((resolve) => setTimeout(resolve, 101))
    expect((await there.authorizer.access({ id: 'ann' })).can('job.run')).toBe(false)
  })
})

describe('The time of groups', () => {
  const record = (verifiedAt: number): SubjectRecord => ({
    id: 'ann',
    version: 'v',
    suspended: false,
    epoch: 'e',
    assignments: [],
    groups: [{ provider: 'ldap', groups: ops, verifiedAt }],
  })
  const [sentAt, redisNow] = [500, 1_700_000_000_000]

  it.each([
    ['now', redisNow, sentAt],
    ['an hour ago', redisNow - 3_600_000, sentAt - 3_600_000],
    ['a little ahead, as clocks of nodes differ', redisNow + 1_000, sentAt],
    ['a minute ahead', redisNow + 60_000, sentAt],
    ['more than a minute ahead: it has lapsed', redisNow + 60_001, -Infinity],
  ])('that were verified %s', (_, verifiedAt, expected) => {
    expect(verified(inProcessTime(record(verifiedAt), sentAt, redisNow))).toBe(expected)
  })

  it('is read from what Redis gives, and nothing else', () => {
    expect(redisMs(['1700000000', '123456'])).toBe(1_700_000_000_123)
    for (const given of [undefined, null, '1700000000', [], ['x', '1']])
      expect(() => redisMs(given)).toThrow('the time of Redis')
  })

  it('costs nothing where there are no groups', () => {
    const without = { ...record(0), groups: [] }
    expect(inProcessTime(without, sentAt, redisNow)).toBe(without)
  })

  it('counts from when the read was sent, by a clock that the wall clock has no part in', async () => {
    const clock = new HandClock()
    const { namespace, record: say } = await make()
    const there = await make(namespace, { clock })
    await say(ops)
    const first = verified((await there.store.view('ann')).subject)
    expect(first).toBeLessThanOrEqual(clock.now())
    expect(first).toBeGreaterThan(clock.now() - 5_000)
    clock.jump(3_600_000)
    expect(verified((await there.store.reread('ann')).subject)).toBeLessThanOrEqual(clock.now())
    clock.jump(-7_200_000)
    expect(verified((await there.store.reread('ann')).subject)).toBeLessThanOrEqual(clock.now())
  })

  it('is read anew for all records when a clock has stood still or was moved', async () => {
    const clock = new HandClock()
    const { namespace, store, record: say } = await make()
    await say(ops)
    await write(store, assign('ben', 'reader'))
    const there = await make(namespace, { clock })
    await there.store.view('ann')
    await there.store.view('ben')
    const before = await used.scripts()
    await there.store.reread('ben')
    expect(await there.store.view('ann')).toBeDefined()
    expect(await used.scripts()).toBe(before + 1)
    // Ten seconds pass for this process, and none for Redis: the same as the other way round.
    clock.pass(10_000, { asleep: true })
    await there.store.reread('ben')
    await there.store.view('ann')
    expect(await used.scripts()).toBe(before + 3)
  })
})
