// What the memory store says after a history of writes, both stores in Redis say too: the one that keeps and the one that asks each time.
import { memoryStore, newTag } from '@trilatch/core'
import type { Operation, Store, SubjectRecord, WriteOutcome } from '@trilatch/core'
import fc from 'fast-check'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newNamespace, storeOf } from './support/content.ts'
import { startRedis } from './support/redis-server.ts'
import type { RedisServer } from './support/redis-server.ts'

let server: RedisServer
let client: Redis
beforeAll(async () => {
  server = await startRedis()
  client = new Redis(server.port)
})
afterAll(async () => {
  client.disconnect()
  await server.stop()
})

const subjects = ['ann', 'ben', '\u{1F600}', '\uFB00', '__proto__']
const roles = ['admin', 'reader', 'writer', 'constructor']
const subject = fc.constantFrom(...subjects)
const role = fc.constantFrom(...roles)
const scope = fc.option(fc.constantFrom('eu.*', 'us.*'), { nil: undefined })
const assignment = fc
  .record({ subject, role, scope })
  .map(({ scope: limit, ...rest }) => (limit === undefined ? rest : { ...rest, scope: limit }))
const email = fc.option(fc.constantFrom('a@x.org', 'A@x.org', 'b@x.org'), { nil: undefined })
const title = fc.option(fc.constantFrom('Ada', '\u00c0da L', 'a@x.org', '\uFB00'), { nil: undefined })

const groups = [{ name: 'cn=ops' }, { name: 'acme/dev', access: 'owner' as const }, { name: '__proto__' }]

const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 4, arbitrary: assignment.map((given) => ({ kind: 'assign', assignment: given }) as const) },
  { weight: 2, arbitrary: assignment.map((given) => ({ kind: 'unassign', assignment: given }) as const) },
  fc
    .record({ id: role, administrator: fc.boolean(), title: fc.constantFrom('x', 'y') })
    .map(({ administrator, ...rest }) => ({
      kind: 'put-role' as const,
      role: { ...rest, rules: [], ...(administrator ? { administrator } : {}) },
    })),
  role.map((id) => ({ kind: 'remove-role', id }) as const),
  fc
    .record({ id: subject, suspended: fc.boolean(), email, title })
    .map(({ email: address, title: name, ...rest }) => ({
      kind: 'put-user' as const,
      user: {
        ...rest,
        ...(name === undefined ? {} : { title: name }),
        createdAt: '2026-01-01T00:00:00.000Z',
        ...(address === undefined ? {} : { email: address }),
      },
    })),
  subject.map((id) => ({ kind: 'remove-user', id }) as const),
  subject.map((id) => ({ kind: 'new-epoch', subject: id }) as const),
  fc
    .record({
      subject,
      provider: fc.constantFrom('ldap', 'gitlab', '__proto__'),
      groups: fc.subarray(groups),
    })
    .map((given) => ({ kind: 'put-groups' as const, ...given })),
  fc
    .record({ subject, provider: fc.constantFrom('ldap', 'gitlab') })
    .map((given) => ({ kind: 'remove-groups' as const, ...given })),
  role.map((id) => ({
    kind: 'put-mappings' as const,
    rows: [{ provider: 'ldap', group: 'cn=ops', roles: [id] }],
  })),
)
const history = fc.array(fc.array(operation, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 12 })

/** Ids of the users that a search finds, page by page. */
async function found(store: Store, search: string): Promise<readonly string[]> {
  const ids: string[] = []
  for (let after: string | undefined, begun = false; !begun || after !== undefined; begun = true) {
    const page = await store.users({ search, limit: 2, ...(after === undefined ? {} : { after }) })
    ids.push(...page.items.map(({ user }) => user.id))
    after = page.next
  }
  return ids
}

/** A record without the times at which groups were verified. */
const timeless = (record: SubjectRecord | null): unknown =>
  record && { ...record, groups: record.groups.map((entry) => ({ ...entry, verifiedAt: 0 })) }

/** All that a store shows; what it began with has versions of its own. */
async function shown(store: Store, begun: ReadonlySet<string>): Promise<unknown> {
  const known = (version: string): string => (begun.has(version) ? 'begun' : version)
  const { policy } = await store.view(null)
  return {
    roles: [...policy.roles].toSorted(([a], [b]) => (a < b ? -1 : 1)),
    versions: [known(policy.version), known(policy.mappingsVersion)],
    mappings: policy.mappings,
    subjects: await Promise.all(subjects.map(async (id) => timeless((await store.view(id)).subject))),
    members: await Promise.all(
      roles.map(async (id) => [await store.members(id, { limit: 3 }), await store.held(id)]),
    ),
    users: await store.users({ limit: 3 }),
    found: await Promise.all(['a', 'A@X', '\u{1F600}', '_', 'ada'].map((search) => found(store, search))),
    each: await Promise.all(subjects.map((id) => store.user(id))),
  }
}

it('A history of writes ends the same in memory, in Redis, and in Redis asked each time', async () => {
  await fc.assert(
    fc.asyncProperty(history, async (writes) => {
      const namespace = newNamespace()
      const memory = memoryStore()
      const writer = await storeOf({ client, namespace, notices: false, maxStalenessMs: 10_000 })
      const asking = await storeOf({ client, namespace, notices: false, maxStalenessMs: 0 })
      const stores = [memory, writer, asking]
      try {
        const begun = new Set<string>()
        for (const store of stores) begun.add((await store.view(null)).policy.version)
        for (const operations of writes) {
          const tag = newTag()
          const audit = { at: '', actor: 'a', action: 'b', target: 'c', before: null, after: null }
          const change = { tag, expect: [], operations, audit }
          const outcomes: WriteOutcome[] = [await memory.write(change), await writer.write(change)]
          const [expected, given] = outcomes.map((outcome) =>
            outcome.status === 'refused' ? outcome.reason : outcome.status,
          )
          expect(given).toBe(expected)
          const wanted = await shown(memory, begun)
          expect(await shown(writer, begun)).toEqual(wanted)
          expect(await shown(asking, begun)).toEqual(wanted)
        }
      } finally {
        await Promise.all([writer.close(), asking.close()])
      }
    }),
    { numRuns: Number(process.env['TRILATCH_CASES'] ?? 60) },
  )
}, 120_000)
