import { Cluster } from 'ioredis'
import { beforeAll, expect, it } from 'vitest'
import { startCluster } from './cluster.ts'
import type { RedisCluster } from './cluster.ts'

let cluster: RedisCluster

beforeAll(async () => {
  cluster = await startCluster()
  return () => cluster.stop()
})

it('a cluster leads a client to the node of each key', async () => {
  const client = new Cluster(cluster.addresses.map((address) => ({ ...address })))
  client.on('error', () => {})
  try {
    const keys = Array.from({ length: 30 }, (_, n) => `key ${n}`)
    await Promise.all(keys.map((key) => client.set(key, key)))
    for (const key of keys) expect(await (await cluster.nodeOf(key)).command('GET', key)).toBe(key)
    const sizes = await Promise.all(cluster.nodes.map((node) => node.command('DBSIZE')))
    expect(sizes.every((size) => Number(size) > 0)).toBe(true)
    expect(sizes.reduce<number>((sum, size) => sum + Number(size), 0)).toBe(30)
  } finally {
    client.disconnect()
  }
})

it('a node refuses what is not its own, and keys of several slots in one command', async () => {
  const node = await cluster.nodeOf('a')
  expect(await cluster.nodeOf('b')).not.toBe(node)
  await expect(node.command('GET', 'b')).rejects.toThrow(/^MOVED \d+ 127\.0\.0\.1:/)
  await expect(node.command('MGET', 'a', 'b')).rejects.toThrow('CROSSSLOT')
  expect(await (await cluster.nodeOf('{a}1')).command('MGET', '{a}1', '{a}2')).toEqual([null, null])
})
