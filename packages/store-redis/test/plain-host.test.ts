// Whether a client talks to another machine without encryption, by the clients themselves; none of them connects.
import { Cluster, Redis } from 'ioredis'
import { createClient, createCluster } from 'redis'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { WarningEvent } from '@trilatch/core'
import { expect, it } from 'vitest'
import { plainHost } from '../src/client/plain-host.ts'
import { storeOf } from './support/content.ts'
import { startRedis } from './support/redis-server.ts'

const lazy = { lazyConnect: true }
const far = { host: 'db.example', port: 6379 }

it.each<readonly [string, () => object]>([
  ['ioredis', () => new Redis({ ...far, ...lazy })],
  ['ioredis by address', () => new Redis('redis://user:secret@db.example:6379', lazy)],
  ['ioredis with Sentinel', () => new Redis({ sentinels: [far], name: 'main', ...lazy })],
  ['ioredis with a Cluster', () => new Cluster([{ host: '127.0.0.1', port: 1 }, far], lazy)],
  ['ioredis with a Cluster by address', () => new Cluster(['redis://db.example:6379'], lazy)],
  ['node-redis', () => createClient({ socket: far })],
  ['node-redis by address', () => createClient({ url: 'redis://db.example:6379' })],
  ['node-redis with a Cluster', () => createCluster({ rootNodes: [{ url: 'redis://db.example:6379' }] })],
])('%s without TLS is known by its host', (_, make) => {
  expect(plainHost(make())).toBe('db.example')
})

it.each<readonly [string, () => object]>([
  ['ioredis with TLS', () => new Redis({ ...far, tls: {}, ...lazy })],
  ['ioredis by address with TLS', () => new Redis('rediss://db.example:6379', lazy)],
  ['ioredis on this machine', () => new Redis({ host: '127.0.0.1', ...lazy })],
  ['ioredis as it is', () => new Redis(lazy)],
  ['ioredis over a socket', () => new Redis({ path: '/run/redis.sock', ...lazy })],
  ['ioredis with a Cluster and TLS', () => new Cluster([far], { ...lazy, redisOptions: { tls: {} } })],
  ['node-redis with TLS', () => createClient({ url: 'rediss://db.example:6379' })],
  ['node-redis on this machine', () => createClient({ url: 'redis://[::1]:6379' })],
  ['node-redis as it is', () => createClient()],
  ['node-redis over a socket', () => createClient({ socket: { path: '/run/redis.sock', tls: false } })],
  [
    'node-redis with a Cluster and TLS',
    () =>
      createCluster({
        rootNodes: [{ url: 'redis://db.example:6379' }],
        defaults: { socket: { tls: true } },
      }),
  ],
  ['what tells nothing', () => ({})],
])('%s is no reason to warn', (_, make) => {
  expect(plainHost(make())).toBe(undefined)
})

it('A start says so, once, and says what may be thrown away', async () => {
  const server = await startRedis()
  const codes: string[] = []
  const note = (event: unknown): void => void codes.push((event as WarningEvent).code)
  subscribe('trilatch:warning', note)
  // Not known to be this machine, and it is.
  const client = new Redis({ host: '0.0.0.0', port: server.port })
  try {
    await server.command('CONFIG', 'SET', 'maxmemory-policy', 'volatile-lru')
    const store = await storeOf({ client })
    await store.ready()
    expect(codes).toEqual(['TRILATCH_REDIS_EVICTS', 'TRILATCH_REDIS_PLAIN'])
    await store.close()
  } finally {
    unsubscribe('trilatch:warning', note)
    client.disconnect()
    await server.stop()
  }
})
