import { Redis } from 'ioredis'
import { Redis as Redis5 } from 'ioredis5'
import { createSentinel as createSentinel6 } from 'redis'
import { createSentinel as createSentinel5 } from 'redis5'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSentinel } from '../../../test/services/sentinel.ts'
import type { SentinelGroup } from '../../../test/services/sentinel.ts'
import { storeContract } from '../../../test/contracts/store-contract.ts'
import { storeOf, write } from './support/content.ts'
import { assign, detailsOf, putRole, rolesOf, unassign } from './support/operations.ts'
import { until } from './support/until.ts'

let servers: SentinelGroup
let ioredis6: Redis
let ioredis5: Redis5
let redis6: ReturnType<typeof createSentinel6>
let redis5: ReturnType<typeof createSentinel5>
beforeAll(async () => {
  servers = await startSentinel()
  const { name } = servers
  const sentinels = servers.addresses.map(({ host, port }) => ({ host, port }))
  ioredis6 = new Redis({ sentinels, name })
  ioredis5 = new Redis5({ sentinels, name })
  redis6 = createSentinel6({ name, sentinelRootNodes: sentinels, scanInterval: 500 })
  redis5 = createSentinel5({ name, sentinelRootNodes: sentinels, scanInterval: 500 })
  const clients: { on(event: 'error', listener: () => void): unknown }[] = [
    ioredis6,
    ioredis5,
    redis6,
    redis5,
  ]
  for (const client of clients) client.on('error', () => {})
  await Promise.all([redis6.connect(), redis5.connect()])
})
afterAll(async () => {
  ioredis6.disconnect()
  ioredis5.disconnect()
  await Promise.all([redis6.destroy(), redis5.destroy()])
  await servers.stop()
})

storeContract('redisStore with ioredis 6 over Sentinel', (content) =>
  storeOf({ client: ioredis6, notices: false }, content),
)
storeContract('redisStore with ioredis 5 over Sentinel', (content) =>
  storeOf({ client: ioredis5, notices: false }, content),
)
storeContract('redisStore with node-redis 6 over Sentinel', (content) =>
  storeOf({ client: redis6, notices: false }, content),
)
storeContract('redisStore with node-redis 5 over Sentinel', (content) =>
  storeOf({ client: redis5, notices: false }, content),
)

// Last: it takes the primary away.
describe('A failover', () => {
  it('is survived by all clients, with all that the replica had confirmed', async () => {
    const clients = { ioredis6, ioredis5, redis6, redis5 }
    const stores = await Promise.all(
      Object.values(clients).map((client) =>
        storeOf({
          client,
          namespace: 'failover',
          maxStalenessMs: 300,
          deadlineMs: 1_000,
          requireReplicas: 1,
        }),
      ),
    )
    const [first] = stores
    if (first === undefined) throw new Error('no store')
    await write(first, putRole('reader'), assign('ann', 'reader'), assign('ben', 'reader'))
    expect((await write(first, unassign('ann', 'reader'))).status).toBe('done')
    for (const store of stores)
      await until('it is obeyed', async () => (await rolesOf(store, 'ann')).length === 0)
    await Promise.all(stores.map((store) => store.close()))

    // The promoted one has no replica of its own, so from here on nobody asks for one.
    const after = await Promise.all(
      Object.values(clients).map((client) =>
        storeOf({ client, namespace: 'failover', create: false, deadlineMs: 1_000 }),
      ),
    )
    await (await servers.primary()).kill()
    for (const store of after) {
      await until(
        `${detailsOf(store).client} answers again`,
        () =>
          rolesOf(store, 'ben').then(
            (roles) => roles[0] === 'reader',
            () => false,
          ),
        20_000,
      )
      expect(await rolesOf(store, 'ann')).toEqual([])
    }
    const outcomes = await Promise.all(after.map((store, i) => write(store, assign(`late${i}`, 'reader'))))
    expect(outcomes.map(({ status }) => status)).toEqual(['done', 'done', 'done', 'done'])
    await Promise.all(after.map((store) => store.close()))
  }, 60_000)
})
