import { Redis } from 'ioredis'
import type { Change, Operation, Precondition, WriteOutcome } from '@trilatch/core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { RedisStore } from '@trilatch/store-redis'
import { newNamespace, storeOf, write } from './support/content.ts'
import { intactTrail } from './support/intact-trail.ts'
import { assign, putRole, unassign } from './support/operations.ts'
import { startRedis } from './support/redis-server.ts'
import type { RedisServer } from './support/redis-server.ts'
import { startStoreProcess } from './support/store-processes.ts'
import type { StoreProcess } from './support/store-processes.ts'
import { changeOf } from './support/whole-write.ts'

const namespace = newNamespace()
let server: RedisServer
let client: Redis
let store: RedisStore
let processes: readonly StoreProcess[] = []
beforeAll(async () => {
  server = await startRedis()
  client = new Redis(server.port)
  store = await storeOf({ client, namespace, notices: false, maxStalenessMs: 0 })
  processes = await Promise.all(
    (['ioredis', 'ioredis', 'node-redis', 'node-redis'] as const).map((kind, i) =>
      startStoreProcess({ port: server.port, namespace, name: `p${i}`, client: kind }),
    ),
  )
})
afterAll(async () => {
  await Promise.all(processes.map((each) => each.kill()))
  await store.close()
  client.disconnect()
  await server.stop()
})

/** Has four processes make a hundred writes that rely on the same version. @returns How each of them ended */
async function race(
  expected: Precondition,
  operationsOf: (n: number) => readonly Operation[],
): Promise<readonly WriteOutcome[]> {
  const changes = Array.from({ length: 100 }, (_, n): Change => {
    const change = changeOf(`${expected.kind}${n}x`, operationsOf(n))
    return { ...change, expect: [expected] }
  })
  const outcomes = await Promise.all(
    processes.map(async (each, i) => {
      const said = each.hear() as Promise<readonly WriteOutcome[]>
      each.write(changes.slice(25 * i, 25 * (i + 1)))
      return said
    }),
  )
  return outcomes.flat()
}

/** Which of a hundred writes was done. Fails unless the ninety-nine others were conflicts. */
function winnerOf(outcomes: readonly WriteOutcome[]): number {
  const done = outcomes.findIndex(({ status }) => status === 'done')
  expect(outcomes.toSpliced(done, 1)).toEqual(
    Array.from({ length: 99 }, () => expect.objectContaining({ status: 'refused', reason: 'conflict' })),
  )
  return done
}

describe('A hundred writes of four processes at once', () => {
  beforeEach(async () => {
    await write(store, putRole('team'), ...Array.from({ length: 50 }, (_, i) => assign(`old${i}`, 'team')))
  })

  it('that each replace one list of members leave one of their lists; the other ninety-nine are conflicts', async () => {
    const { version } = await store.members('team', { limit: 1 })
    const lines = (await store.audit({ limit: 1 })).items[0]?.sequence ?? 0
    const outcomes = await race({ kind: 'members', id: 'team', version }, (n) => [
      ...Array.from({ length: 50 }, (_, i) => unassign(`old${i}`, 'team')),
      ...Array.from({ length: 3 }, (_, i) => assign(`new${n}-${i}`, 'team')),
    ])
    const winner = winnerOf(outcomes)
    const { items } = await store.members('team', { limit: 200 })
    expect(items).toEqual([0, 1, 2].map((i) => `new${winner}-${i}`))
    expect((await store.audit({ limit: 1 })).items[0]?.sequence).toBe(lines + 1)
  })

  it('that each edit one role leave one of their roles; the other ninety-nine are conflicts', async () => {
    const { policy } = await store.view(null)
    const version = policy.roles.get('team')?.version ?? ''
    const outcomes = await race({ kind: 'role', id: 'team', version }, (n) => [
      putRole('team', { title: `T${n}` }),
    ])
    const winner = winnerOf(outcomes)
    expect((await store.view(null)).policy.roles.get('team')?.role.title).toBe(`T${winner}`)
  })

  it('that have nothing to do with each other are all done, and the trail is one chain', async () => {
    const before = await intactTrail(store)
    const outcomes = await race({ kind: 'user', id: 'nobody', version: null }, (n) => [
      assign(`other${n}`, 'team'),
    ])
    expect(outcomes.filter(({ status }) => status !== 'done')).toEqual([])
    expect(await intactTrail(store)).toBe(before + 100)
  })
})
