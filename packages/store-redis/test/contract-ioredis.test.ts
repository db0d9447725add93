import { Redis } from 'ioredis'
import { afterAll, beforeAll } from 'vitest'
import { administrationContract } from '../../../test/contracts/administration-contract.ts'
import { mappingContract } from '../../../test/contracts/mapping-contract.ts'
import { storeContract } from '../../../test/contracts/store-contract.ts'
import { newNamespace, storeOf } from './support/content.ts'
import { startRedis } from './support/redis-server.ts'
import type { RedisServer } from './support/redis-server.ts'

let server: RedisServer
let client: Redis
beforeAll(async () => {
  server = await startRedis()
  client = new Redis(server.port)
})
afterAll(async () => {
  client.disconnect()
  await server.stop()
})

storeContract('redisStore with ioredis 6', (content) => storeOf({ client, notices: false }, content))
mappingContract('redisStore with ioredis 6', (content) => storeOf({ client, notices: false }, content))
administrationContract('redisStore with ioredis 6', async (content) => {
  const options = { client, notices: false, namespace: newNamespace() }
  return [await storeOf(options, content), await storeOf(options)]
})
