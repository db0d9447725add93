// Each client with what it is given by default, and what could make a difference: notices, a seal, a prefix, asking each time.
import { Redis as Redis6 } from 'ioredis'
import { Redis as Redis5 } from 'ioredis5'
import { createClient as createClient6 } from 'redis'
import { createClient as createClient5 } from 'redis5'
import { afterAll, beforeAll } from 'vitest'
import { storeContract } from '../../../test/contracts/store-contract.ts'
import { storeOf } from './support/content.ts'
import { startRedis } from './support/redis-server.ts'
import type { RedisServer } from './support/redis-server.ts'

const hmacKey = 'a secret that is long enough to be one'

let server: RedisServer
let ioredis5: Redis5
let ioredis6: Redis6
let prefixed: Redis6
let redis5: ReturnType<typeof createClient5>
let redis6: ReturnType<typeof createClient6>
beforeAll(async () => {
  server = await startRedis()
  ioredis5 = new Redis5(server.port)
  ioredis6 = new Redis6(server.port)
  prefixed = new Redis6(server.port, { keyPrefix: 'app:' })
  redis5 = createClient5({ url: `redis://127.0.0.1:${server.port}` })
  redis6 = createClient6({ url: `redis://127.0.0.1:${server.port}` })
  await Promise.all([redis5.connect(), redis6.connect()])
})
afterAll(async () => {
  for (const client of [ioredis5, ioredis6, prefixed]) client.disconnect()
  for (const client of [redis5, redis6]) client.destroy()
  await server.stop()
})

storeContract('redisStore with ioredis 5', (content) => storeOf({ client: ioredis5 }, content))
storeContract('redisStore with node-redis 5', (content) => storeOf({ client: redis5 }, content))
storeContract('redisStore with node-redis 6', (content) => storeOf({ client: redis6 }, content))
storeContract('redisStore with sealed values', (content) => storeOf({ client: ioredis6, hmacKey }, content))
storeContract('redisStore with a prefix of the client', (content) =>
  storeOf({ client: prefixed, notices: false }, content),
)
storeContract('redisStore that asks each time', (content) =>
  storeOf({ client: redis6, maxStalenessMs: 0, notices: false }, content),
)
