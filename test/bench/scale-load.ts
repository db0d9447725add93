import type { Operation, Role, Store } from '@trilatch/core'
import { defaultRoles } from '@trilatch/core'
import type { RedisServer } from '../services/redis.ts'
import { assign, permissions, subjectOf, write } from './redis-bed.ts'

/** How much a store is filled with. */
export interface ScaleSize {
  readonly subjects: number
  readonly roles: number
  readonly users: number
  /** How many hold the role `crowd`. */
  readonly crowd: number
}

/** Bytes for each, by what Redis says of its memory. */
export interface ScaleBytes {
  readonly role: number
  /** With two roles, and its entries in the indexes. */
  readonly subject: number
  /** Of which the record itself, with its key. */
  readonly record: number
  /** Of which one entry in the members of a role. */
  readonly membership: number
  /** With its own record of a subject, an address and a title. */
  readonly user: number
  readonly total: number
}

const perWrite = 1_000

const roleOf = (i: number): Role => ({
  id: `role-${i}`,
  title: `Role ${i}`,
  rules: [
    { permission: 'report.view', state: 'granted', context: `area-${i}.*` },
    { permission: 'report.run', state: 'granted', context: `area-${i}.daily` },
  ],
})

const memory = async (server: RedisServer): Promise<number> =>
  Number((await server.info('memory')).get('used_memory'))

const usage = async (server: RedisServer, key: string, samples = 0): Promise<number> =>
  Number(await server.command('MEMORY', 'USAGE', `{trilatch}:2:${key}`, 'SAMPLES', samples))

/** Fills a store as any program would: by writes, a thousand subjects in each. */
export async function fill(
  server: RedisServer,
  store: Store,
  size: ScaleSize,
  progress: (text: string) => void,
): Promise<ScaleBytes> {
  const inWrites = async (
    what: string,
    count: number,
    operations: (i: number) => readonly Operation[],
  ): Promise<number> => {
    const before = await memory(server)
    for (let from = 0; from < count; from += perWrite) {
      progress(`${what}: ${from.toLocaleString('en')} of ${count.toLocaleString('en')}`)
      const some = Array.from({ length: Math.min(perWrite, count - from) }, (_, i) => from + i)
      await write(store, some.flatMap(operations))
    }
    return ((await memory(server)) - before) / Math.max(1, count)
  }
  const put = (role: Role): Operation => ({ kind: 'put-role', role })
  await write(store, [...defaultRoles(permissions).map(put), put({ id: 'crowd', rules: [] })])
  const role = await inWrites('roles', size.roles, (i) => [put(roleOf(i))])
  const subject = await inWrites('subjects', size.subjects, (i) => [
    assign(subjectOf(i), `role-${i % size.roles}`),
    assign(subjectOf(i), i < size.crowd ? 'crowd' : `role-${(i * 7 + 1) % size.roles}`),
  ])
  const user = await inWrites('users', size.users, (i) => [
    {
      kind: 'put-user',
      user: {
        id: `user-${String(i).padStart(7, '0')}`,
        email: `person${i}@example.org`,
        title: `Person ${i}`,
        suspended: false,
        createdAt: '2026-01-01T00:00:00.000Z',
      },
    },
  ])
  return {
    role,
    subject,
    record: await usage(server, `subject:${subjectOf(size.subjects - 1)}`),
    membership: (await usage(server, 'members:crowd', 1_000)) / size.crowd,
    user,
    total: await memory(server),
  }
}
