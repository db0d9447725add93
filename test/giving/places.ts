import { randomBytes } from 'node:crypto'
import { memoryStore, newTag } from '@trilatch/core'
import type { Operation } from '@trilatch/core'
import { redisStore } from '@trilatch/store-redis'
import type { Redis } from 'ioredis'
import { assignments, roles } from './firm.ts'
import type { Place } from './sequence.ts'

/** Two clients in one process over one store in memory. */
export function inMemory(): Place {
  const store = memoryStore({ roles, assignments })
  return { clients: [store, store], observer: store, close: async () => {} }
}

/** Two stores as two processes have them, over one namespace in Redis; a third one asks each time. */
export async function inRedis(client: Redis): Promise<Place> {
  const namespace = `g${randomBytes(6).toString('hex')}`
  const options = { client, namespace, notices: false, deadlineMs: 5_000 }
  const first = redisStore({ ...options, create: true })
  await first.ready()
  const operations: readonly Operation[] = [
    ...roles.map((role) => ({ kind: 'put-role' as const, role })),
    ...assignments.map((assignment) => ({ kind: 'assign' as const, assignment })),
  ]
  const audit = {
    at: new Date(0).toISOString(),
    actor: 'program',
    action: 'begin',
    target: '',
    before: null,
    after: null,
  }
  const outcome = await first.write({ tag: newTag(), expect: [], operations, audit })
  if (outcome.status !== 'done') throw new Error(`Cannot begin: ${JSON.stringify(outcome)}`)
  const stores = [first, redisStore(options), redisStore({ ...options, maxStalenessMs: 0 })] as const
  return {
    clients: [stores[0], stores[1]],
    observer: stores[2],
    close: async () => {
      for (const store of stores) await store.close()
    },
  }
}
