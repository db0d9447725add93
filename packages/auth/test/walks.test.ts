import { afterAll, beforeAll } from 'vitest'
import { startRedis } from '../../../test/services/redis.ts'
import type { RedisServer } from '../../../test/services/redis.ts'
import { crossSite } from './cross-site.ts'
import { startExpress } from './setups/express.ts'
import { startKoa } from './setups/koa.ts'
import { startNestExpress, startNestFastify } from './setups/nest.ts'
import type { Sessions } from './support/world.ts'
import { walk } from './walk.ts'

let redis: RedisServer
beforeAll(async () => {
  redis = await startRedis()
})
afterAll(() => redis.stop())

const memory = (): Sessions => ({ kind: 'memory' })
const inRedis = (): Sessions => ({ kind: 'redis', port: redis.port })

for (const [name, start] of [
  ['Express', startExpress],
  ['Koa', startKoa],
  ['Nest on Express', startNestExpress],
  ['Nest on Fastify', startNestFastify],
] as const) {
  walk(`${name}, sessions in memory`, start, memory)
  walk(`${name}, sessions in Redis`, start, inRedis)
  crossSite(name, start)
}
