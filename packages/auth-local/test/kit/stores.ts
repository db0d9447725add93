import { memoryStore } from '@trilatch/core'
import type { MemoryStoreContent, Store } from '@trilatch/core'
import { redisStore } from '@trilatch/store-redis'
import { Redis } from 'ioredis'
import { afterAll, beforeAll } from 'vitest'
import { startRedis } from '../../../../test/services/redis.ts'
import type { RedisServer } from '../../../../test/services/redis.ts'

/** A kind of store that flows are tried over. */
export interface Stores {
  readonly name: string
  /** A store of its own, just made, with roles in it. */
  make(content?: MemoryStoreContent): Promise<Store>
}

export const roles: NonNullable<MemoryStoreContent['roles']> = [
  { id: 'administrator', administrator: true, rules: [] },
  { id: 'reader', rules: [{ permission: 'job.run', state: 'granted' }] },
]

export const inMemory: Stores = {
  name: 'memory',
  make: async (content = { roles }) => memoryStore(content),
}

/** Redis for the tests of one file, and a namespace for each store. */
export function inRedis(): Stores & { readonly again: (of: Store) => Promise<Store>; client(): Redis } {
  let server: RedisServer
  let client: Redis
  let made = 0
  const opened: Store[] = []
  const namespaces = new WeakMap<Store, string>()
  beforeAll(async () => {
    server = await startRedis()
    client = new Redis(server.port)
  })
  afterAll(async () => {
    await Promise.all(opened.map((store) => store.close()))
    client.disconnect()
    await server.stop()
  })
  const open = async (namespace: string): Promise<Store> => {
    const store = redisStore({ client, namespace, create: true, deadlineMs: 5_000 })
    namespaces.set(store, namespace)
    opened.push(store)
    await store.ready()
    return store
  }
  return {
    name: 'Redis',
    client: () => client,
    make: async (content = { roles }) => {
      const store = await open(`t${++made}`)
      const operations = [
        ...(content.roles ?? []).map((role) => ({ kind: 'put-role' as const, role: Object.freeze(role) })),
        ...(content.assignments ?? []).map((assignment) => ({ kind: 'assign' as const, assignment })),
      ]
      const audit = {
        at: new Date().toISOString(),
        actor: 'test',
        action: 'seed',
        target: '',
        before: null,
        after: null,
      }
      const outcome = await store.write({
        tag: crypto.randomUUID().replaceAll('-', ''),
        expect: [],
        operations,
        audit,
      })
      if (outcome.status !== 'done') throw new Error(JSON.stringify(outcome))
      return store
    },
    again: (of) => open(namespaces.get(of) as string),
  }
}
