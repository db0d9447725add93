import { Redis } from 'ioredis'
import { memoryStore } from '@trilatch/core'
import type { Store } from '@trilatch/core'
import { redisStore } from '@trilatch/store-redis'
import { startRedis } from '../redis.ts'

/** An empty store of a kind: `memory`, or `redis` with a server of its own. */
export async function openStore(
  kind: string,
): Promise<{ readonly store: Store; readonly close: () => Promise<void> }> {
  if (kind === 'memory') return { store: memoryStore({}), close: async () => undefined }
  if (kind !== 'redis') throw new Error(`there is no store ${kind}`)
  const server = await startRedis()
  const client = new Redis(server.port, '127.0.0.1')
  // A machine that has much else to do is slow, and not broken.
  const store = redisStore({ client, create: true, deadlineMs: 10_000 })
  return {
    store,
    close: async () => {
      await store.close()
      client.disconnect()
      await server.stop()
    },
  }
}
