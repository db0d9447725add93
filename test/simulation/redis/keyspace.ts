import { Status } from './reply.ts'
import type { Reply } from './reply.ts'
import { append, range } from './stream.ts'
import type { Stream, StreamEntry } from './stream.ts'

type Value =
  | { readonly type: 'string'; text: string }
  | { readonly type: 'hash'; readonly fields: Map<string, string> }
  | { readonly type: 'set'; readonly members: Set<string> }
  | { readonly type: 'zset'; readonly scores: Map<string, number> }
  | ({ readonly type: 'stream' } & Stream)

const ok = new Status('OK')

/** Commands that change something: a replica refuses them, and a primary sends them on. */
export const writing: ReadonlySet<string> = new Set(
  'SET DEL HSET HDEL SADD SREM ZADD ZREM ZREMRANGEBYRANK XADD'.split(' '),
)

/** The commands that the store uses, over keys in memory. Proven equal to a real Redis by redis.test.ts. */
export class Keyspace {
  readonly #values = new Map<string, Value>()

  /** A copy that shares nothing that changes. */
  copy(): Keyspace {
    const made = new Keyspace()
    for (const [key, value] of this.#values) made.#values.set(key, structuredClone(value))
    return made
  }

  /** @param now Milliseconds of the clock of this Redis, for ids. @throws Error as Redis would say it */
  run(name: string, args: readonly string[], now: number): Reply {
    const [key = '', ...rest] = args
    switch (name) {
      case 'TIME':
        return [String(Math.floor(now / 1_000)), String(Math.floor(now % 1_000) * 1_000)]
      case 'GET':
        return this.#find(key, 'string')?.text ?? null
      case 'MGET':
        return args.map((each) => {
          const value = this.#values.get(each)
          return value?.type === 'string' ? value.text : null
        })
      case 'SET':
        this.#values.set(key, { type: 'string', text: rest[0] ?? '' })
        return ok
      case 'DEL':
        return args.filter((each) => this.#values.delete(each)).length
      case 'EXISTS':
        return args.filter((each) => this.#values.has(each)).length
      case 'TYPE':
        return new Status(this.#values.get(key)?.type ?? 'none')
      case 'HGET':
        return this.#find(key, 'hash')?.fields.get(rest[0] ?? '') ?? null
      case 'HEXISTS':
        return Number(this.#find(key, 'hash')?.fields.has(rest[0] ?? '') ?? false)
      case 'HSET':
        return this.#setFields(key, rest)
      case 'HDEL':
        return this.#removed(key, this.#find(key, 'hash')?.fields, rest)
      case 'SADD':
        return this.#addMembers(key, rest)
      case 'SREM':
        return this.#removed(key, this.#find(key, 'set')?.members, rest)
      case 'SCARD':
        return this.#find(key, 'set')?.members.size ?? 0
      case 'SISMEMBER':
        return Number(this.#find(key, 'set')?.members.has(rest[0] ?? '') ?? false)
      case 'SMEMBERS':
        return [...(this.#find(key, 'set')?.members ?? [])]
      case 'ZADD':
        return this.#addScores(key, rest)
      case 'ZREM':
        return this.#removed(key, this.#find(key, 'zset')?.scores, rest)
      case 'ZCARD':
        return this.#find(key, 'zset')?.scores.size ?? 0
      case 'ZSCORE': {
        const score = this.#find(key, 'zset')?.scores.get(rest[0] ?? '')
        return score === undefined ? null : String(score)
      }
      case 'ZRANGE': {
        if (rest.join(' ') !== '-1 -1 WITHSCORES') throw new Error('ERR this Redis knows the last one only')
        const last = this.#ranked(key).at(-1)
        return last === undefined ? [] : [last, String(this.#find(key, 'zset')?.scores.get(last) ?? 0)]
      }
      case 'ZRANGEBYLEX':
        return this.#byLex(key, rest)
      case 'ZREMRANGEBYRANK': {
        const size = this.#find(key, 'zset')?.scores.size ?? 0
        const at = (text = ''): number => (Number(text) < 0 ? size + Number(text) : Number(text))
        const ranked = at(rest[1]) < 0 ? [] : this.#ranked(key)
        return this.#removed(key, this.#find(key, 'zset')?.scores, ranked.slice(at(rest[0]), at(rest[1]) + 1))
      }
      case 'XADD':
        return append(this.#make(key, { type: 'stream', entries: [], last: [0, 0] }), rest, now)
      case 'XLEN':
        return this.#entries(key).length
      case 'XRANGE':
        return range(this.#entries(key), rest[0] ?? '-', rest[1] ?? '+', Number(rest[3] ?? Infinity))
      case 'XREVRANGE': {
        const most = Number(rest[3] ?? Infinity)
        const all = this.#entries(key)
        if (rest[0] === '+' && rest[1] === '-') return all.slice(Math.max(0, all.length - most)).toReversed()
        return range(all, rest[1] ?? '-', rest[0] ?? '+', Infinity)
          .toReversed()
          .slice(0, most)
      }
      case 'INFO':
        return 'maxmemory_policy:noeviction\r\n'
      default:
        throw new Error(`ERR this Redis does not know ${name}`)
    }
  }

  /** Id of the newest entry that a stream ever had. */
  lastId(key: string): string {
    return (this.#find(key, 'stream')?.last ?? [0, 0]).join('-')
  }

  #find<T extends Value['type']>(key: string, type: T): Extract<Value, { type: T }> | undefined {
    const value = this.#values.get(key)
    if (value === undefined) return undefined
    if (value.type !== type)
      throw new Error('WRONGTYPE Operation against a key holding the wrong kind of value')
    return value as Extract<Value, { type: T }>
  }

  #entries(key: string): readonly StreamEntry[] {
    return this.#find(key, 'stream')?.entries ?? []
  }

  #make<T extends Value & { type: Value['type'] }>(key: string, value: T): T {
    const found = this.#find(key, value.type)
    if (found !== undefined) return found as T
    this.#values.set(key, value)
    return value
  }

  #removed(
    key: string,
    from: { delete(item: string): boolean; readonly size: number } | undefined,
    items: readonly string[],
  ): number {
    const count = items.filter((item) => from?.delete(item) === true).length
    if (from?.size === 0) this.#values.delete(key)
    return count
  }

  #setFields(key: string, pairs: readonly string[]): number {
    const { fields } = this.#make(key, { type: 'hash', fields: new Map<string, string>() })
    const before = fields.size
    for (let i = 0; i < pairs.length; i += 2) fields.set(pairs[i] ?? '', pairs[i + 1] ?? '')
    return fields.size - before
  }

  #addMembers(key: string, added: readonly string[]): number {
    const { members } = this.#make(key, { type: 'set', members: new Set<string>() })
    const before = members.size
    for (const member of added) members.add(member)
    return members.size - before
  }

  #addScores(key: string, pairs: readonly string[]): number {
    const { scores } = this.#make(key, { type: 'zset', scores: new Map<string, number>() })
    const before = scores.size
    for (let i = 0; i < pairs.length; i += 2) scores.set(pairs[i + 1] ?? '', Number(pairs[i]))
    return scores.size - before
  }

  #ranked(key: string): readonly string[] {
    const scores = [...(this.#find(key, 'zset')?.scores ?? [])]
    return scores
      .toSorted(([a, x], [b, y]) => x - y || (a < b ? -1 : Number(a > b)))
      .map(([member]) => member)
  }

  #byLex(key: string, [from = '-', to = '+', , skip = '0', most]: readonly string[]): readonly string[] {
    const lower = from === '-' ? '' : from.slice(1)
    if (to !== '+') throw new Error('ERR this Redis knows no other end of a range than +')
    const found = this.#ranked(key).filter((member) =>
      from.startsWith('(') ? member > lower : member >= lower,
    )
    return found.slice(Number(skip), most === undefined ? undefined : Number(skip) + Number(most))
  }
}
