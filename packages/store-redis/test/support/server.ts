import { Redis } from 'ioredis'
import { redisStore } from '@trilatch/store-redis'
import type { RedisStore, RedisStoreOptions } from '@trilatch/store-redis'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { storeOf } from './content.ts'
import { startRedis } from './redis-server.ts'
import type { RedisServer } from './redis-server.ts'

type Options = Partial<RedisStoreOptions>

/** A server for all tests of a file, with ways to stores over it. What a test has opened is closed after it. */
export interface Used {
  readonly server: RedisServer
  /** One client for all tests. */
  readonly client: Redis
  /** A client of a test's own, as another process would have. */
  ownClient(): Redis
  /** A store that is ready, over the client of all tests. */
  store(options?: Options): Promise<RedisStore>
  /** A store that is ready, over a client of its own. */
  ownStore(options?: Options): Promise<RedisStore>
  /** A store over a client of its own that nobody has asked anything yet. */
  freshStore(options?: Options): RedisStore
  /** Scripts that were carried out. */
  scripts(): Promise<number>
}

/** Starts and stops a server around the tests of a file. @param defaults Options of all stores */
export function useRedis(defaults: Options = {}): Used {
  let server: RedisServer
  let client: Redis
  const open: { close(): unknown }[] = []
  beforeAll(async () => {
    server = await startRedis()
    client = new Redis(server.port)
  })
  afterEach(async () => {
    for (const one of open.splice(0).toReversed()) await one.close()
  })
  afterAll(async () => {
    client.disconnect()
    await server.stop()
  })
  const ownClient = (): Redis => {
    const own = new Redis(server.port)
    own.on('error', () => {})
    open.push({ close: () => own.disconnect() })
    return own
  }
  const ready = async (given: Redis, options: Options): Promise<RedisStore> => {
    const store = await storeOf({ client: given, ...defaults, ...options })
    open.push(store)
    return store
  }
  return {
    get server() {
      return server
    },
    get client() {
      return client
    },
    ownClient,
    store: (options = {}) => ready(client, options),
    ownStore: (options = {}) => ready(ownClient(), options),
    freshStore: (options = {}) => {
      const store = redisStore({
        client: options.client ?? ownClient(),
        deadlineMs: 5_000,
        ...defaults,
        ...options,
      })
      open.push(store)
      return store
    },
    scripts: () => server.calls('evalsha'),
  }
}
