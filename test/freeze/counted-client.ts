import { Redis } from 'ioredis'
import { createClient } from 'redis'
import type { RedisClient } from '@trilatch/store-redis'

export type ClientKind = 'ioredis' | 'node-redis'

/** A client that counts its commands without a reply, whatever the store says about itself. */
export interface CountedClient {
  readonly client: RedisClient
  /** Now, and the most there ever were. */
  readonly pending: () => number
  readonly mostPending: () => number
  close(): void
}

export async function countedClient(kind: ClientKind, port: number): Promise<CountedClient> {
  let [pending, most] = [0, 0]
  const counted = <A extends readonly unknown[]>(
    send: (...args: A) => Promise<unknown>,
  ): ((...args: A) => Promise<unknown>) => {
    return async (...args) => {
      most = Math.max(most, ++pending)
      try {
        return await send(...args)
      } finally {
        pending--
      }
    }
  }
  const rest = { pending: () => pending, mostPending: () => most }
  if (kind === 'ioredis') {
    const redis = new Redis(port, '127.0.0.1')
    redis.on('error', () => {})
    const client = Object.assign(redis, { call: counted(redis.call.bind(redis) as RedisCall) })
    return { client, ...rest, close: () => redis.disconnect() }
  }
  const redis = createClient({ url: `redis://127.0.0.1:${port}` })
  redis.on('error', () => {})
  await redis.connect()
  const client = Object.assign(redis, { sendCommand: counted(redis.sendCommand.bind(redis)) })
  return { client, ...rest, close: () => redis.destroy() }
}

type RedisCall = (command: string, ...args: string[]) => Promise<unknown>
