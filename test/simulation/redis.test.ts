import { deepStrictEqual, strictEqual } from 'node:assert'
import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Redis } from 'ioredis'
import { redisStore } from '@trilatch/store-redis'
import type { Operation } from '@trilatch/core'
import { startRedis } from '../../packages/store-redis/test/support/redis-server.ts'
import type { RedisServer } from '../../packages/store-redis/test/support/redis-server.ts'
import { Random } from './random.ts'
import { Keyspace } from './redis/keyspace.ts'
import { Status } from './redis/reply.ts'
import type { Reply } from './redis/reply.ts'
import { runScript } from './redis/scripting.ts'

let server: RedisServer
let real: Redis
beforeAll(async () => {
  server = await startRedis()
  real = new Redis(server.port, '127.0.0.1')
})
afterAll(async () => {
  real?.disconnect()
  await server?.stop()
})

const log = '{trilatch}:2:log'

/** Carries every command out twice, in a real Redis and in the simulated one, and compares the replies. */
class Twice {
  readonly #keyspace = new Keyspace()
  readonly #texts = new Map<string, string>()
  #last = '0-0'
  compared = 0
  readonly scripts = new Set<string>()

  async call(name: string, ...args: string[]): Promise<unknown> {
    const [source = '', count, ...rest] = args
    if (name === 'EVAL') this.#texts.set(createHash('sha1').update(source).digest('hex'), source)
    const [found, newest] = await Promise.all([
      real.call(name, ...args),
      real.xrevrange(log, '+', '-', 'COUNT', 1),
    ])
    // The simulated clock shows what the real one showed when it gave the last id.
    const last = newest[0]?.[0] ?? '0-0'
    const now = last === this.#last ? 0 : Number.parseInt(last, 10)
    this.#last = last
    const text = this.#texts.get(name === 'EVAL' ? createHash('sha1').update(source).digest('hex') : source)
    if (text === undefined) throw new Error('the simulated Redis does not know the script')
    const keys = rest.slice(0, Number(count))
    const values = rest.slice(Number(count))
    const reply = runScript(text, keys, values, (each, given) => this.#keyspace.run(each, given, now))
    const unordered = values.some((value) => value.includes('SMEMBERS'))
    deepStrictEqual(comparable(reply, unordered), comparable(found as Reply, unordered), text)
    this.compared++
    this.scripts.add(text)
    return found
  }

  pipeline(): never {
    throw new Error('nothing waits for replicas here')
  }

  /** All that both hold. */
  async dumps(): Promise<readonly [unknown, unknown]> {
    const keys = (await real.keys('*')).toSorted()
    const read: Record<string, readonly string[]> = {
      string: ['GET'],
      hash: ['HGETALL'],
      set: ['SMEMBERS'],
      zset: ['ZRANGEBYLEX', '-', '+'],
      stream: ['XRANGE', '-', '+'],
    }
    const reals: unknown[] = []
    const simulated: unknown[] = []
    for (const key of keys) {
      const type = await real.type(key)
      const [name = '', ...rest] = read[type] ?? []
      const own = this.#keyspace.run('TYPE', [key], 0)
      strictEqual(own instanceof Status && own.text, type, key)
      if (type === 'hash') {
        const fields = await real.hgetall(key)
        reals.push([key, Object.entries(fields)])
        simulated.push([
          key,
          Object.keys(fields).map((field) => [field, this.#keyspace.run('HGET', [key, field], 0)]),
        ])
      } else {
        reals.push([key, comparable((await real.call(name, key, ...rest)) as Reply, type === 'set')])
        simulated.push([key, comparable(this.#keyspace.run(name, [key, ...rest], 0), type === 'set')])
      }
    }
    return [reals, simulated]
  }
}

function comparable(reply: Reply, unordered: boolean): unknown {
  if (reply instanceof Status) return reply.text
  // Of what INFO says, the simulated one tells only whether it throws keys away.
  if (typeof reply === 'string')
    return /^(?:# (?:Memory|Replication)|maxmemory_policy:noeviction)/.test(reply) ? 'INFO' : reply
  if (!Array.isArray(reply)) return reply
  const list = (reply as readonly Reply[]).map((item) => comparable(item, unordered))
  // Clocks differ, and what they show is all that does.
  const isTime = list.length === 2 && list.every((item) => typeof item === 'string' && /^\d+$/.test(item))
  if (isTime) return 'time'
  return unordered && list.every((item) => typeof item === 'string') ? list.toSorted() : list
}

function operation(random: Random): Operation {
  const role = random.of(['a', 'b', 'c', 'd'])
  const subject = random.of(['s', 't', 'u', 'v', 'w'])
  const provider = random.of(['ldap', 'gitlab'])
  const scope = random.chance(0.3) ? { scope: 'x.*' } : {}
  switch (random.below(12)) {
    case 0:
      return { kind: 'remove-role', id: role }
    case 1:
    case 2: {
      const marked = random.chance(0.2) ? { administrator: true } : {}
      const rules = [{ permission: 'p', state: random.of(['granted', 'forbidden'] as const) }]
      return { kind: 'put-role', role: { id: role, ...marked, rules } }
    }
    case 3:
      return { kind: 'unassign', assignment: { subject, role, ...scope } }
    case 4:
      return {
        kind: 'put-user',
        user: {
          id: subject,
          suspended: random.chance(0.3),
          createdAt: '2026-01-01T00:00:00.000Z',
          email: `${random.of(['k', 'l'])}@x.org`,
        },
      }
    case 5:
      return random.chance(0.5) ? { kind: 'remove-user', id: subject } : { kind: 'put-mappings', rows: [] }
    case 6:
      return { kind: 'new-epoch', subject }
    case 7:
      return { kind: 'put-groups', subject, provider, groups: random.chance(0.3) ? [] : [{ name: 'cn=ops' }] }
    case 8:
      return { kind: 'remove-groups', subject, provider }
    default:
      return { kind: 'assign', assignment: { subject, role, ...scope } }
  }
}

describe('the simulated Redis', () => {
  it('carries out every script as a real one does', async () => {
    const twice = new Twice()
    const random = new Random(7)
    const clock = { now: () => performance.now(), wall: () => Date.now(), after: () => () => {} }
    const client = twice as unknown as Parameters<typeof redisStore>[0]['client']
    const [one, other] = [0, 1].map(() =>
      redisStore({ client, clock, create: true, notices: false, deadlineMs: 10_000 }),
    ) as [ReturnType<typeof redisStore>, ReturnType<typeof redisStore>]
    await one.ready()
    await other.ready()
    const outcomes = new Set<string>()
    for (let i = 0; i < 400; i++) {
      const operations = Array.from({ length: 1 + random.below(3) }, () => operation(random))
      const tag = random.chance(0.05) ? 'again' : randomBytes(8).toString('hex')
      const audit = { at: '', actor: '', action: '', target: '', before: null, after: null }
      const version = random.chance(0.1) ? 'other' : undefined
      const expected = version === undefined ? [] : [{ kind: 'role' as const, id: 'a', version }]
      const outcome = await random.of([one, other]).write({ tag, expect: expected, operations, audit })
      outcomes.add(outcome.status === 'refused' ? outcome.reason : outcome.status)
      const { subject } = await random.of([one, other]).view(random.of(['s', 't', 'u']))
      if (subject !== null && random.chance(0.2))
        await one.touchGroups({ subject: subject.id, provider: 'ldap', version: subject.version })
      if (random.chance(0.1)) await one.members(random.of(['a', 'b']), { limit: 2 })
      if (random.chance(0.1)) await one.users({ limit: 2, after: 's' })
      if (random.chance(0.1)) await one.audit({ limit: 3 })
    }
    expect([...outcomes]).toEqual(expect.arrayContaining(['done', 'conflict', 'last-administrator']))
    const [reals, simulated] = await twice.dumps()
    expect(simulated).toEqual(reals)
    expect(twice.compared).toBeGreaterThan(1_000)
    expect(twice.scripts.size).toBeGreaterThanOrEqual(7)
  })
})
