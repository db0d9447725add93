import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTcpProxy } from '../../../test/services/tcp-proxy.ts'
import { newNamespace, storeOf, write } from './support/content.ts'
import { assign, putRole, rolesOf, unassign } from './support/operations.ts'
import { startRedis } from './support/redis-server.ts'
import type { RedisServer } from './support/redis-server.ts'
import { startReplicated } from './support/topologies.ts'
import { until } from './support/until.ts'
import { changeOf } from './support/whole-write.ts'

let server: RedisServer
let redis: Redis
beforeAll(async () => {
  server = await startRedis()
  redis = new Redis(server.port)
})
afterAll(async () => {
  redis.disconnect()
  await server.stop()
})

it('A write that is sent again, was found to be done, and is lost by a failover right then is done anew', async () => {
  const namespace = newNamespace()
  let beforeWriting = async (): Promise<unknown> => undefined
  const client = {
    call: async (...command: [string, ...string[]]): Promise<unknown> => {
      if (command.includes('writing')) await beforeWriting()
      return redis.call(...command)
    },
    pipeline: (commands: unknown[][]) => redis.pipeline(commands),
    disconnect: () => {},
  }
  const store = await storeOf({ client, namespace, notices: false, maxStalenessMs: 0 })
  const change = changeOf('again', [assign('ann', 'reader')])
  await write(store, putRole('reader'))
  expect((await store.write(change)).status).toBe('done')
  await write(store, unassign('ann', 'reader'))
  expect((await store.write(change)).status).toBe('done')
  expect(await rolesOf(store, 'ann')).toEqual([])
  // What the planner has just seen is not there any more when its plan arrives.
  beforeWriting = () => redis.zrem(`{${namespace}}:2:tags`, change.tag)
  expect((await store.write(change)).status).toBe('done')
  expect(await rolesOf(store, 'ann')).toEqual(['reader'])
  await store.close()
})

it('A write that was carried out, and that the client sends again to what is a replica by now, is not told to be refused', async () => {
  const servers = await startReplicated()
  const link = await startTcpProxy({ host: '127.0.0.1', port: servers.primary.port })
  const given = new Redis({ port: link.port, retryStrategy: () => 10 })
  given.on('error', () => {})
  let whenSent = async (): Promise<void> => {}
  const client = {
    call: (...command: [string, ...string[]]): Promise<unknown> => {
      const reply = given.call(...command)
      if (command.includes('writing')) void whenSent()
      return reply
    },
    pipeline: (commands: unknown[][]) => given.pipeline(commands),
    disconnect: () => {},
  }
  const namespace = newNamespace()
  const store = await storeOf({ client, namespace, notices: false, maxStalenessMs: 100, deadlineMs: 1_500 })
  try {
    await write(store, putRole('reader'), assign('ann', 'reader'))
    const log = (): Promise<string> => servers.primary.command('XLEN', `{${namespace}}:2:log`)
    const before = await log()
    whenSent = async () => {
      await link.cut('toClient')
      await until('it is carried out', async () => (await log()) !== before)
      await link.leadTo({ host: '127.0.0.1', port: servers.replica.port })
      await link.pass()
    }
    const outcome = await store.write(changeOf('resent', [unassign('ann', 'reader')]))
    expect(outcome).toMatchObject({
      status: 'unknown',
      detail: expect.stringContaining('READONLY') as string,
    })
    await link.leadTo({ host: '127.0.0.1', port: servers.primary.port })
    await until('it answers again', () =>
      rolesOf(store, 'ann').then(
        (roles) => roles.length === 0,
        () => false,
      ),
    )
    whenSent = async () => {}
    expect(await store.write(changeOf('resent', [unassign('ann', 'reader')]))).toMatchObject({
      status: 'done',
    })
  } finally {
    await store.close()
    given.disconnect()
    await link.stop()
    await servers.stop()
  }
})

it('A write that was carried out before an alarm was raised is not told to be refused because of it', async () => {
  const namespace = newNamespace()
  const store = await storeOf({ client: redis, namespace, notices: false })
  const change = changeOf('alarm', [putRole('reader')])
  expect((await store.write(change)).status).toBe('done')
  const raise = async (): Promise<unknown> => redis.set(`{${namespace}}:2:alarm`, 'writes-lost: a test')
  const client = {
    call: async (...command: [string, ...string[]]): Promise<unknown> => {
      if (command.includes('writing')) await raise()
      return redis.call(...command)
    },
    pipeline: (commands: unknown[][]) => redis.pipeline(commands),
    disconnect: () => {},
  }
  const other = await storeOf({ client, namespace, notices: false })
  expect(await other.write(change)).toMatchObject({
    status: 'unknown',
    detail: 'it was done, and an alarm has been raised',
  })
  await redis.del(`{${namespace}}:2:alarm`)
  expect(await other.write(changeOf('later', [putRole('writer')]))).toMatchObject({
    status: 'refused',
    reason: 'unavailable',
  })
  await store.close()
  await other.close()
})
