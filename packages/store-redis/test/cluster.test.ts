import { Cluster } from 'ioredis'
import { Cluster as Cluster5 } from 'ioredis5'
import { createCluster as createCluster6 } from 'redis'
import { createCluster as createCluster5 } from 'redis5'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startCluster } from '../../../test/services/cluster.ts'
import type { RedisCluster } from '../../../test/services/cluster.ts'
import { storeContract } from '../../../test/contracts/store-contract.ts'
import { newNamespace, storeOf, write } from './support/content.ts'
import { assign, detailsOf, putRole, rolesOf, unassign } from './support/operations.ts'
import { until } from './support/until.ts'

let servers: RedisCluster
let ioredis6: Cluster
let ioredis5: Cluster5
let redis6: ReturnType<typeof createCluster6>
let redis5: ReturnType<typeof createCluster5>
beforeAll(async () => {
  servers = await startCluster()
  const nodes = servers.nodes.map(({ port }) => ({ host: '127.0.0.1', port }))
  const rootNodes = servers.nodes.map(({ port }) => ({ url: `redis://127.0.0.1:${port}` }))
  ioredis6 = new Cluster(nodes, { scaleReads: 'slave' })
  ioredis5 = new Cluster5(nodes, { scaleReads: 'slave' })
  redis6 = createCluster6({ rootNodes, useReplicas: true })
  redis5 = createCluster5({ rootNodes, useReplicas: true })
  for (const client of [ioredis6, ioredis5, redis6, redis5]) client.on('error', () => {})
  await Promise.all([redis6.connect(), redis5.connect()])
})
afterAll(async () => {
  ioredis6.disconnect()
  ioredis5.disconnect()
  redis6.destroy()
  redis5.destroy()
  await servers.stop()
})

storeContract('redisStore with ioredis 6 over a Cluster', (content) =>
  storeOf({ client: ioredis6, notices: false }, content),
)
storeContract('redisStore with ioredis 5 over a Cluster', (content) =>
  storeOf({ client: ioredis5, notices: false }, content),
)
storeContract('redisStore with node-redis 6 over a Cluster', (content) =>
  storeOf({ client: redis6, notices: false }, content),
)
storeContract('redisStore with node-redis 5 over a Cluster', (content) =>
  storeOf({ client: redis5, notices: false }, content),
)

describe('Over a Cluster', () => {
  it('notices are heard by all clients', async () => {
    const namespace = newNamespace()
    const stores = await Promise.all(
      [ioredis6, ioredis5, redis6, redis5].map((client) =>
        storeOf({ client, namespace, maxStalenessMs: 10_000 }),
      ),
    )
    const [first] = stores
    if (first === undefined) throw new Error('no store')
    await write(first, putRole('reader'), assign('ann', 'reader'))
    for (const store of stores) {
      await until(
        `${detailsOf(store).client} listens`,
        () => detailsOf(store).notices === 'listening',
        10_000,
      )
      await until('it has the grant', async () => (await rolesOf(store, 'ann')).length === 1)
    }
    await write(first, unassign('ann', 'reader'))
    for (const store of stores)
      await until('it is obeyed', async () => (await rolesOf(store, 'ann')).length === 0, 2_000)
    await Promise.all(stores.map((store) => store.close()))
  })

  it('a replica that is asked for and is not there gives no lease', async () => {
    for (const client of [ioredis6, ioredis5, redis6, redis5]) {
      const namespace = newNamespace()
      const made = await storeOf({ client, namespace, notices: false })
      await made.close()
      const store = await storeOf({
        client,
        namespace,
        notices: false,
        requireReplicas: 1,
        deadlineMs: 1_000,
      }).catch((error: unknown) => error)
      expect(store).toMatchObject({ message: 'Too few replicas confirmed the reading' })
    }
  })
})
