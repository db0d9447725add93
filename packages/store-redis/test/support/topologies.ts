// Replicas and Sentinels of test/services, as the tests of this package talk to them.
import { startRedis } from '../../../../test/services/redis.ts'
import { startReplica } from '../../../../test/services/replica.ts'
import { withRawReplies } from './redis-server.ts'
import type { RedisServer } from './redis-server.ts'
import { until } from './until.ts'

export interface Replicated {
  readonly primary: RedisServer
  readonly replica: RedisServer
  stop(): Promise<void>
}

/** A primary with one replica that follows it, and confirms. */
export async function startReplicated(): Promise<Replicated> {
  const first = await startRedis()
  const copy = await startReplica(first)
  const [primary, replica] = [withRawReplies(first), withRawReplies(copy)]
  await until(
    'the replica confirms',
    async () => (await primary.command('WAIT', '1', '100')).includes(':1'),
    10_000,
  )
  return {
    primary,
    replica,
    stop: async () => {
      await replica.stop()
      await primary.stop()
    },
  }
}
