// Random policies over Redis: a process without the policy says what one with it says, and what the memory store says.
import fc from 'fast-check'
import { Redis } from 'ioredis'
import { createAuthorizer, memoryStore } from '@trilatch/core'
import type { Access, Authorizer } from '@trilatch/core'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { catalogueOf } from '../../../test/differential/real.ts'
import { worldWithQuestions } from '../../../test/specification/arbitraries.ts'
import { newNamespace, storeOf, write } from './support/content.ts'
import { assign } from './support/operations.ts'
import { startRedis } from './support/redis-server.ts'
import type { RedisServer } from './support/redis-server.ts'

let server: RedisServer
let client: Redis
beforeAll(async () => {
  vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
  server = await startRedis()
  client = new Redis(server.port)
})
afterAll(async () => {
  client.disconnect()
  await server.stop()
})

it('A process without the policy, one with it, and the memory store say the same about random policies', async () => {
  await fc.assert(
    fc.asyncProperty(worldWithQuestions(8), async ({ world, questions }) => {
      const permissions = catalogueOf(world)
      const { roles, subject } = world
      const namespace = newNamespace()
      const still = { client, namespace, notices: false, maxStalenessMs: 10_000 }
      const [first, second] = [await storeOf(still, { roles }), await storeOf(still)]
      const memory = memoryStore({ roles })
      try {
        // Those that may be stored are assigned; the rest is handed in.
        const held = subject.roles.filter(({ role }) => roles.some(({ id }) => id === role))
        const operations = held.map(({ role, scope }) => assign('somebody', role, scope))
        const rest = subject.roles.filter((one) => !held.includes(one))
        for (const store of [first, memory]) if (operations.length > 0) await write(store, ...operations)
        const asked = { id: 'somebody', roles: rest, suspended: subject.suspended === true }
        const make = (store: typeof memory, policy: 'full' | 'on-demand'): Authorizer =>
          createAuthorizer({ permissions, store, policy })
        const wanted = await make(memory, 'full').access(asked)
        const accesses: Access[] = []
        for (const store of [first, second])
          for (const policy of ['full', 'on-demand'] as const)
            accesses.push(await make(store, policy).access(asked))
        for (const access of accesses) {
          for (const { permission, resource } of questions) {
            const question = [permission, ...resource] as [string, string]
            const { decision, ...way } = access.explain(...question)
            const { decision: expected, ...wantedWay } = wanted.explain(...question)
            expect({ ...decision, version: '' }).toEqual({ ...expected, version: '' })
            expect(way).toEqual(wantedWay)
            expect(access.can(...question)).toBe(wanted.can(...question))
          }
          expect(access.permissions()).toEqual(wanted.permissions())
        }
      } finally {
        await Promise.all([first.close(), second.close()])
      }
    }),
    { numRuns: Number(process.env['TRILATCH_CASES'] ?? 25) },
  )
}, 120_000)
