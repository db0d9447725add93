// What a check costs whose roles came from a directory: commands to Redis, and operations of the directory.
import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { GroupSource } from '@trilatch/auth'
import { createAuthorizer } from '@trilatch/core'
import type { Authorizer } from '@trilatch/core'
import { redisStore } from '@trilatch/store-redis'
import { department, groupDn, password } from '../../packages/auth-ldap/test/kit/people.ts'
import { permissions, plainly, ports, request, strategyFor } from '../../packages/auth-ldap/test/kit/place.ts'
import { startRedis } from './redis.ts'
import type { RedisServer } from './redis.ts'
import { startSlapd } from './slapd.ts'
import type { SlapdServer } from './slapd.ts'

let directory: SlapdServer
let redis: RedisServer
let probe: Redis
const closing: (() => Promise<unknown>)[] = []
beforeAll(async () => {
  ;[directory, redis] = await Promise.all([startSlapd(department), startRedis()])
  probe = new Redis(redis.port, '127.0.0.1')
})
afterAll(async () => {
  for (const close of closing.toReversed()) await close()
  probe?.disconnect()
  await Promise.all([directory?.stop(), redis?.stop()])
})

/** An application as another process has it, ready. */
async function application(policy: 'all' | 'on-demand' = 'all', create = false): Promise<Authorizer> {
  const client = new Redis(redis.port, '127.0.0.1')
  // Time stands still for the store, so that no lease ends and nothing is asked but what the test asks for.
  const clock = { now: () => 1_000, wall: () => 1_700_000_000_000, after: () => () => {} }
  const store = redisStore({ client, create, notices: false, deadlineMs: 10_000, clock })
  closing.push(async () => {
    await authorizer.close()
    await store.close()
    client.disconnect()
  })
  const groups = { providers: { ldap: 'dn' as const }, newUserRoles: { created: [] } }
  const authorizer = createAuthorizer({
    permissions,
    store,
    ...groups,
    ...(policy === 'all' ? {} : { policy }),
  })
  return authorizer
}

/** Commands that clients have sent, without those by which a connection begins. */
async function sent(work: () => Promise<void>): Promise<number> {
  const watching = probe.duplicate()
  const monitor = await watching.monitor()
  const names: string[] = []
  const { promise, resolve } = Promise.withResolvers<void>()
  monitor.on('monitor', (_time: string, [name = ''], source: string) => {
    if (name.toLowerCase() === 'echo') resolve()
    // What scripts do is no command of a client.
    else if (source !== 'lua') names.push(name.toLowerCase())
  })
  await work()
  await probe.echo('done')
  await promise
  monitor.disconnect()
  watching.disconnect()
  return names.filter((name) => !['hello', 'client', 'info', 'select', 'auth'].includes(name)).length
}

/** Operations of the directory, without the one by which it is asked. */
async function operations(): Promise<number> {
  const [binds, searches] = [await directory.completed('Bind'), await directory.completed('Search')]
  return binds + searches
}

/** What something costs. */
async function costOf(work: () => Promise<void>): Promise<{ redis: number; directory: number }> {
  const [first, second] = [await operations(), await operations()]
  const commands = await sent(work)
  // Asking costs the same each time.
  return { redis: commands, directory: (await operations()) - second - (second - first) }
}

it('a check asks neither Redis nor the directory, and somebody new costs one command and no question to the directory', async () => {
  const first = await application('all', true)
  const manager = first.manage('program')
  await manager.createRole({ id: 'runner', rules: [{ permission: 'job.run', state: 'granted' }] })
  const { version } = await manager.mappings()
  const row = { provider: 'ldap', group: groupDn('etl'), roles: ['runner'] }
  await manager.replaceMappings([row], { version })

  const strategy = strategyFor(directory, { server: plainly(directory) })
  const signIn = async (): Promise<void> => {
    const outcome = await strategy.authenticate(request('alice', password), ports())
    if (outcome.outcome !== 'success') throw new Error(outcome.outcome)
    const { issuer, id } = outcome.identity
    const source = strategy.groups as GroupSource
    const found = await source.groupsOf(
      { issuer, id, subject: 'alice' },
      ports(),
      new AbortController().signal,
    )
    if (found.status !== 'complete') throw new Error(found.status)
    const groups = found.groups.map(({ name }) => ({ name }))
    await manager.createUser({ id: 'alice' })
    await manager.recordGroups('alice', 'ldap', { status: 'complete', groups })
  }
  // That the directory's operations are counted shows here.
  expect((await costOf(signIn)).directory).toBeGreaterThan(1)

  const check = (authorizer: Authorizer) => async (): Promise<void> => {
    expect((await authorizer.access({ id: 'alice' })).can('job.run')).toBe(true)
  }
  const second = await application()
  await second.ready()
  await second.access(null)
  expect(await costOf(check(second))).toEqual({ redis: 1, directory: 0 })
  const warm = async (): Promise<void> => {
    for (let i = 0; i < 500; i++) await check(second)()
  }
  expect(await costOf(warm)).toEqual({ redis: 0, directory: 0 })

  // Another process has made the bundle; this one begins with nothing.
  await check(await application('on-demand'))()
  const cold = await application('on-demand')
  const cost = await costOf(check(cold))
  expect(cost.directory).toBe(0)
  expect(cost.redis).toBeLessThanOrEqual(2)
  expect(await costOf(check(cold))).toEqual({ redis: 0, directory: 0 })
})
