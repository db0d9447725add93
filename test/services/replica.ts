import type { Address } from './address.ts'
import { startRedis } from './redis.ts'
import type { RedisOptions, RedisServer } from './redis.ts'
import { until } from './until.ts'

export interface ReplicaOptions extends RedisOptions {
  /** A proxy in front of the primary, for a link that can be cut. Default: none. */
  readonly through?: Address
}

/** Starts a replica of a Redis; resolves when it has a copy and follows. Its password is that of the primary. */
export async function startReplica(
  primary: RedisServer,
  { through = primary, config = {}, ...options }: ReplicaOptions = {},
): Promise<RedisServer> {
  const { password } = primary
  const replica = await startRedis({
    ...(password === undefined ? {} : { password }),
    ...options,
    config: { replicaof: `${through.host} ${through.port}`, ...config },
  })
  try {
    await linked(replica)
  } catch (error) {
    await replica.stop()
    throw error
  }
  return replica
}

/** Resolves when a replica follows its primary. */
export async function linked(replica: RedisServer): Promise<void> {
  await until(
    `${replica.name} to follow its primary`,
    async () => (await replica.info('replication')).get('master_link_status') === 'up',
    { detail: replica.endOfLog },
  )
}

/** Makes a replica a primary. What it had not received is lost. */
export async function promote(replica: RedisServer): Promise<void> {
  await replica.command('REPLICAOF', 'NO', 'ONE')
}

/** Makes a Redis a replica of another, or of what a proxy leads to; resolves when it follows. */
export async function follow(replica: RedisServer, primary: Address): Promise<void> {
  await replica.command('REPLICAOF', primary.host, primary.port)
  await linked(replica)
}
