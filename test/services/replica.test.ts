import { beforeAll, expect, it } from 'vitest'
import { startRedis } from './redis.ts'
import type { RedisServer } from './redis.ts'
import { follow, linked, promote, startReplica } from './replica.ts'
import { until } from './until.ts'

let primary: RedisServer
let replica: RedisServer

beforeAll(async () => {
  primary = await startRedis({ password: 'secret' })
  return () => primary.stop()
})
beforeAll(async () => {
  await primary.command('SET', 'early', 1)
  replica = await startReplica(primary)
  return () => replica.stop()
})

it('a replica has what its primary had, gets what it writes, and refuses writes', async () => {
  expect(await replica.command('GET', 'early')).toBe('1')
  await primary.command('SET', 'late', 2)
  expect(await primary.command('WAIT', 1, 10_000)).toBe(1)
  expect(await replica.command('GET', 'late')).toBe('2')
  await expect(replica.command('SET', 'a', 1)).rejects.toThrow('READONLY')
})

it('a frozen replica confirms nothing', async () => {
  await replica.freeze()
  await primary.command('SET', 'unconfirmed', 1)
  expect(await primary.command('WAIT', 1, 100)).toBe(0)
  replica.thaw()
  await linked(replica)
})

it('a replica becomes a primary of its own, and follows again with its own writes lost', async () => {
  await promote(replica)
  await replica.command('SET', 'own', 1)
  await follow(replica, primary)
  await until('the write to be gone', async () => (await replica.command('EXISTS', 'own')) === 0)
})
