import { Redis } from 'ioredis'
import { Redis as Redis5 } from 'ioredis5'
import { createClient as createClient6 } from 'redis'
import { createClient as createClient5 } from 'redis5'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { redisStore } from '@trilatch/store-redis'
import type { RedisClient, RedisStore, RedisStoreOptions } from '@trilatch/store-redis'
import { startRedis as startPrivate } from '../../../test/services/redis.ts'
import { startReplica } from '../../../test/services/replica.ts'
import { startTcpProxy } from '../../../test/services/tcp-proxy.ts'
import { newNamespace, storeOf, write } from './support/content.ts'
import { dumpOf } from './support/dump.ts'
import { assign, detailsOf, putRole, rolesOf, unassign } from './support/operations.ts'
import { startRedis } from './support/redis-server.ts'
import { stillClock } from './support/still-clock.ts'
import { startReplicated } from './support/topologies.ts'
import type { Replicated } from './support/topologies.ts'
import { until } from './support/until.ts'
import { beforeIt, changeOf, wholeWrite } from './support/whole-write.ts'

let servers: Replicated
const closing: (() => unknown)[] = []
beforeAll(async () => {
  servers = await startReplicated()
})
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})
afterAll(() => servers.stop())

const kinds: Record<string, (port: number) => Promise<RedisClient>> = {
  'ioredis 6': async (port) => {
    const client = new Redis(port)
    closing.push(() => client.disconnect())
    return client
  },
  'ioredis 5': async (port) => {
    const client = new Redis5(port)
    closing.push(() => client.disconnect())
    return client
  },
  'node-redis 6': async (port) => {
    const client = createClient6({ url: `redis://127.0.0.1:${port}` })
    await client.connect()
    closing.push(() => client.destroy())
    return client
  },
  'node-redis 5': async (port) => {
    const client = createClient5({ url: `redis://127.0.0.1:${port}` })
    await client.connect()
    closing.push(() => client.destroy())
    return client
  },
}

async function make(kind: string, options: Partial<RedisStoreOptions> = {}): Promise<RedisStore> {
  const client = await (kinds[kind] as (port: number) => Promise<RedisClient>)(servers.primary.port)
  const store = await storeOf({ client, notices: false, maxStalenessMs: 100, deadlineMs: 1_500, ...options })
  closing.push(() => store.close())
  return store
}
const answers = (store: RedisStore): Promise<boolean> =>
  Promise.resolve(store.view(null)).then(
    () => true,
    () => false,
  )

describe.each(Object.keys(kinds))('With requireReplicas and %s', (kind) => {
  it('a write that the replica has is done, and one that it does not confirm is unknown; nothing is answered meanwhile', async () => {
    const store = await make(kind, { requireReplicas: 1 })
    expect((await write(store, putRole('reader'), assign('ann', 'reader'))).status).toBe('done')
    expect(await rolesOf(store, 'ann')).toEqual(['reader'])
    await servers.replica.freeze()
    try {
      const outcome = await write(store, unassign('ann', 'reader'))
      expect(outcome).toEqual({ status: 'unknown', detail: '0 of 1 replicas have confirmed it' })
      await until('its lease has ended', () => !detailsOf(store).leased)
      for (let i = 0; i < 2; i++) expect(await answers(store)).toBe(false)
      await until('it is counted', () => (detailsOf(store).counters['unconfirmed'] ?? 0) > 0)
    } finally {
      servers.replica.thaw()
    }
    await until('it answers again', () => answers(store))
    expect(await rolesOf(store, 'ann')).toEqual([])
  })

  it('of a replica nothing is ever read: it refuses the read', async () => {
    const namespace = newNamespace()
    await make(kind, { namespace })
    const client = await (kinds[kind] as (port: number) => Promise<RedisClient>)(servers.replica.port)
    const store = redisStore({ client, namespace, notices: false })
    closing.push(() => store.close())
    await expect(store.ready()).rejects.toThrow('READONLY')
    await expect(Promise.resolve(store.view(null))).rejects.toThrow('READONLY')
    expect(await write(store, putRole('x'))).toMatchObject({ status: 'refused', reason: 'unavailable' })
  })
})

describe('With requireReplicas and a replica whose link is cut', () => {
  it.each(['blackHole', 'drop'] as const)(
    'every write is unknown and none refused (%s); healed, each is done once when it is sent again',
    async (fault) => {
      const primary = await startPrivate()
      closing.push(() => primary.stop())
      const link = await startTcpProxy(primary)
      closing.push(() => link.stop())
      const replica = await startReplica(primary, { through: link })
      closing.push(() => replica.stop())
      const client = new Redis(primary.port)
      closing.push(() => client.disconnect())
      const options = { notices: false, requireReplicas: 1, deadlineMs: 200, maxStalenessMs: 0 }
      const namespace = newNamespace()
      // Made with time to spare: here a replica is only slow, and that is not what is looked at.
      const made = await storeOf({ client, namespace, requireReplicas: 1, notices: false })
      expect(await made.write(changeOf('before', beforeIt))).toMatchObject({ status: 'done' })
      await made.close()
      const store = redisStore({ client, namespace, ...options })
      closing.push(() => store.close())
      await until('it answers', () => answers(store))
      await link[fault]()
      const changes = wholeWrite.map((operation, i) => changeOf(`cut${i}x`, [operation]))
      for (const change of changes)
        expect(await store.write(change)).toEqual({
          status: 'unknown',
          detail: '0 of 1 replicas have confirmed it',
        })
      await link.pass()
      // The replica follows again some time after its link does; until then nothing is answered.
      await until('it answers again', () => answers(store))
      const { length } = (await store.audit({ limit: 99 })).items
      for (const change of changes)
        await until('it is done', async () => (await store.write(change)).status === 'done')
      expect((await store.audit({ limit: 99 })).items).toHaveLength(length)
      const other = new Redis(replica.port)
      closing.push(() => other.disconnect())
      expect(await dumpOf(other, namespace)).toEqual(await dumpOf(client, namespace))
    },
  )
})

describe('What no replica has yet', () => {
  it('is not served while the lease still holds: with the primary it would be gone again', async () => {
    const options = { namespace: newNamespace(), requireReplicas: 1, maxStalenessMs: 10_000 }
    const writer = await make('ioredis 6', options)
    const reader = await make('ioredis 6', { ...options, deadlineMs: 300, clock: stillClock })
    await write(writer, putRole('reader'), assign('ann', 'reader'))
    await until('it is read', async () => (await rolesOf(reader, 'ann')).length === 1)
    await servers.replica.freeze()
    try {
      expect((await write(writer, unassign('ann', 'reader'))).status).toBe('unknown')
      await expect(Promise.resolve(reader.view('ben'))).rejects.toThrow('Too few replicas')
      expect(detailsOf(reader).leased).toBe(true)
      expect(await rolesOf(reader, 'ann')).toEqual(['reader'])
    } finally {
      servers.replica.thaw()
    }
    await until('it is confirmed', async () => (await rolesOf(reader, 'ben')).length === 0)
    expect(await rolesOf(reader, 'ann')).toEqual([])
  })
})

describe('A primary that becomes a replica', () => {
  it('answers a running process nothing more', async () => {
    const server = await startRedis()
    closing.push(() => server.stop())
    const client = new Redis(server.port)
    closing.push(() => client.disconnect())
    const store = await storeOf({ client, notices: false, maxStalenessMs: 0, clock: stillClock })
    closing.push(() => store.close())
    await write(store, putRole('reader'), assign('ann', 'reader'))
    expect(await rolesOf(store, 'ann')).toEqual(['reader'])
    // Of a primary that is not there: it keeps its data, and would answer whoever only reads.
    await server.command('REPLICAOF', '127.0.0.1', '1')
    await expect(Promise.resolve(store.view('ann'))).rejects.toThrow('READONLY')
    await expect(store.user('ann')).rejects.toThrow('READONLY')
    expect(await write(store, unassign('ann', 'reader'))).toMatchObject({
      status: 'refused',
      reason: 'unavailable',
    })
    await server.command('REPLICAOF', 'NO', 'ONE')
    expect(await rolesOf(store, 'ann')).toEqual(['reader'])
  })
})

describe('Without requireReplicas', () => {
  it('a start says so when Redis has replicas', async () => {
    const warned = vi.fn<(warning: Error) => void>()
    process.on('warning', warned)
    closing.push(() => process.off('warning', warned))
    await make('ioredis 6')
    await until('it is said', () =>
      warned.mock.calls.some(
        ([warning]) => (warning as { code?: string }).code === 'TRILATCH_REPLICAS_OPTIONAL',
      ),
    )
  })
})
