import { TrilatchError } from '@trilatch/core'
import { ioredisPort, isIoredis } from './ioredis.ts'
import type { IoredisClient } from './ioredis.ts'
import { isNodeRedis, nodeRedisPort } from './node-redis.ts'
import type { NodeRedisClient } from './node-redis.ts'
import { plainHost } from './plain-host.ts'
import type { RedisPort } from './port.ts'

/** A client that is handed in: ioredis or node-redis, 5 or 6; a single node, Sentinel or Cluster. */
export type RedisClient = IoredisClient | NodeRedisClient

/** Tells by its methods which client it is. @throws TrilatchError `TRILATCH_OPTION_INVALID` */
export function recogniseClient(client: unknown): RedisPort {
  if (typeof client === 'object' && client !== null) {
    const host = plainHost(client)
    const told = host === undefined ? {} : { plainHost: host }
    if (isIoredis(client)) return { ...ioredisPort(client), ...told }
    if (isNodeRedis(client)) return { ...nodeRedisPort(client), ...told }
  }
  throw new TrilatchError(
    'TRILATCH_OPTION_INVALID',
    'Cannot make a store: `client` must be a client of ioredis or node-redis (package `redis`), 5 or 6',
  )
}
