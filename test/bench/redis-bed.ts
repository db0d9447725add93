// A private Redis with a store of a stated size, and the ways into it that are measured.
import { createAuthorizer, defaultRoles, definePermissions, newTag } from '@trilatch/core'
import type { Authorizer, Operation, Store } from '@trilatch/core'
import { redisStore } from '@trilatch/store-redis'
import type { RedisStore, RedisStoreOptions } from '@trilatch/store-redis'
import { Redis } from 'ioredis'
import { startRedis } from '../services/redis.ts'
import type { RedisServer } from '../services/redis.ts'

export const permissions = definePermissions({
  report: 'Report',
  'report.view': { title: 'View Report', level: 'view' },
  'report.run': { title: 'Run Report', level: 'run' },
})

export const subjectOf = (i: number): string => `subject-${String(i).padStart(7, '0')}`

/** How often a write is sent whose end is not known: on a busy machine Redis may take seconds. */
const maxTries = 10

/** One write as a whole. @throws Error when it is not done. */
export async function write(store: Store, operations: readonly Operation[]): Promise<void> {
  const audit = {
    at: '2026-01-01T00:00:00.000Z',
    actor: 'bench',
    action: 'bench',
    target: '',
    before: null,
    after: null,
  }
  const change = { tag: newTag(), expect: [], operations, audit }
  let outcome = await store.write(change)
  for (let tries = 1; tries < maxTries && outcome.status === 'unknown'; tries++)
    outcome = await store.write(change)
  if (outcome.status !== 'done') throw new Error(`A write was not done: ${JSON.stringify(outcome)}`)
}

export const assign = (subject: string, role: string): Operation => ({
  kind: 'assign',
  assignment: { subject, role },
})
export const unassign = (subject: string, role: string): Operation => ({
  kind: 'unassign',
  assignment: { subject, role },
})

/** What is measured: a server, clients of it, and stores over them. */
export class Bed {
  readonly server: RedisServer
  readonly #open: { close(): unknown }[] = []

  private constructor(server: RedisServer) {
    this.server = server
  }

  /** A server and nothing in it. */
  static async empty(): Promise<Bed> {
    return new Bed(await startRedis())
  }

  /** A store with the default roles, `roles` more, and `subjects` subjects that hold two roles each. */
  static async make(subjects: number, roles: number): Promise<Bed> {
    const bed = await Bed.empty()
    const store = await bed.store({ create: true, notices: false })
    const more = Array.from({ length: roles }, (_, i): Operation => ({
      kind: 'put-role',
      role: { id: `role-${i}`, rules: [{ permission: 'report', state: 'granted', context: `area-${i}.*` }] },
    }))
    await write(store, [
      ...defaultRoles(permissions).map((role): Operation => ({ kind: 'put-role', role })),
      ...more,
    ])
    for (let from = 0; from < subjects; from += 1_000) {
      const some = Array.from({ length: Math.min(1_000, subjects - from) }, (_, i) => subjectOf(from + i))
      await write(
        store,
        some.map((id) => assign(id, 'reader')),
      )
      await write(
        store,
        some.map((id, i) => assign(id, `role-${i % roles}`)),
      )
    }
    return bed
  }

  /** A connection of its own. */
  client(): Redis {
    const client = new Redis(this.server.port)
    this.#open.push({ close: () => client.disconnect() })
    return client
  }

  /** A store over a connection of its own, or of somebody else. */
  async store(options: Partial<RedisStoreOptions> = {}): Promise<RedisStore> {
    const store = redisStore({ client: this.client(), deadlineMs: 5_000, ...options })
    this.#open.push(store)
    await store.ready()
    return store
  }

  async authorizer(store: Store): Promise<Authorizer<'report' | 'report.view' | 'report.run'>> {
    const authorizer = createAuthorizer({ permissions, store })
    await authorizer.ready()
    return authorizer
  }

  async stop(): Promise<void> {
    for (const one of this.#open.toReversed()) await one.close()
    await this.server.stop()
  }
}
