import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newNamespace, storeOf, write } from './support/content.ts'
import { assign, putRole, rolesOf, unassign } from './support/operations.ts'
import { startRedis } from './support/redis-server.ts'
import type { RedisServer } from './support/redis-server.ts'
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
  beforeWriting = () => redis.zrem(`{${namespace}}:1:tags`, change.tag)
  expect((await store.write(change)).status).toBe('done')
  expect(await rolesOf(store, 'ann')).toEqual(['reader'])
  await store.close()
})
