/** An entry of a stream: its id, and names and values in turn. */
export type StreamEntry = readonly [string, readonly string[]]

interface Stream {
  readonly entries: StreamEntry[]
  last: readonly [number, number]
}

type Value =
  | { readonly type: 'string'; text: string }
  | { readonly type: 'hash'; readonly fields: Map<string, string> }
  | { readonly type: 'set'; readonly members: Set<string> }
  | { readonly type: 'zset'; readonly scores: Map<string, number> }
  | ({ readonly type: 'stream' } & Stream)

/** A status, as `TYPE` and `SET` give it. */
export class Status {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

export type Reply = string | number | null | Status | readonly Reply[]

const ok = new Status('OK')

/** Commands that change something: a replica refuses them, and a primary sends them on. */
export const writing: ReadonlySet<string> = new Set(
  'SET DEL HSET HDEL SADD SREM ZADD ZREM ZREMRANGEBYRANK XADD'.split(' '),
)

function parts(id: string): readonly [number, number] {
  const [ms, count = '0'] = id.split('-')
  return [Number(ms), Number(count)]
}

const compared = (a: readonly [number, number], b: readonly [number, number]): number =>
  a[0] - b[0] || a[1] - b[1]

/** First place in a stream whose id is not before this one. */
function placeOf(entries: readonly StreamEntry[], id: readonly [number, number]): number {
  let [low, high] = [0, entries.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (compared(parts(entries[middle]?.[0] ?? ''), id) < 0) low = middle + 1
    else high = middle
  }
  return low
}

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
      case 'GET':
        return this.#find(key, 'string')?.text ?? null
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
      case 'ZRANGEBYLEX':
        return this.#byLex(key, rest)
      case 'ZREMRANGEBYRANK': {
        const size = this.#find(key, 'zset')?.scores.size ?? 0
        const at = (text = ''): number => (Number(text) < 0 ? size + Number(text) : Number(text))
        const ranked = at(rest[1]) < 0 ? [] : this.#ranked(key)
        return this.#removed(key, this.#find(key, 'zset')?.scores, ranked.slice(at(rest[0]), at(rest[1]) + 1))
      }
      case 'XADD':
        return this.#append(key, rest, now)
      case 'XLEN':
        return this.#find(key, 'stream')?.entries.length ?? 0
      case 'XRANGE':
        return this.#range(key, rest[0] ?? '-', rest[1] ?? '+', Number(rest[3] ?? Infinity))
      case 'XREVRANGE': {
        const most = Number(rest[3] ?? Infinity)
        const all = this.#find(key, 'stream')?.entries ?? []
        if (rest[0] === '+' && rest[1] === '-') return all.slice(Math.max(0, all.length - most)).toReversed()
        return this.#range(key, rest[1] ?? '-', rest[0] ?? '+', Infinity)
          .toReversed()
          .slice(0, most)
      }
      case 'INFO':
        return ''
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

  #append(key: string, args: readonly string[], now: number): string {
    const rest = [...args]
    let keep = Infinity
    if (rest[0] === 'MAXLEN') {
      keep = Number(rest[2])
      rest.splice(0, 3)
    }
    const [wanted = '*', ...fields] = rest
    const empty: Stream & { type: 'stream' } = { type: 'stream', entries: [], last: [0, 0] }
    const stream = this.#make(key, empty)
    const next = [Math.floor(now), 0] as const
    const id =
      wanted !== '*'
        ? parts(wanted)
        : compared(next, stream.last) > 0
          ? next
          : ([stream.last[0], stream.last[1] + 1] as const)
    if (compared(id, stream.last) <= 0)
      throw new Error('ERR The ID specified in XADD is equal or smaller than the target stream top item')
    stream.last = id
    stream.entries.push([id.join('-'), fields])
    // `~`: whole nodes of a hundred.
    if (stream.entries.length >= keep + 100) stream.entries.splice(0, 100)
    return id.join('-')
  }

  #range(key: string, from: string, to: string, most: number): readonly StreamEntry[] {
    const entries = this.#find(key, 'stream')?.entries ?? []
    const begin = from === '-' ? 0 : placeOf(entries, parts(from.replace('(', '')))
    const exclusive = from.startsWith('(') && entries[begin]?.[0] === from.slice(1)
    const [ms, count] = to === '+' ? [Infinity, 0] : parts(to)
    const end = to === '+' ? entries.length : placeOf(entries, [ms, count + 1])
    const first = begin + Number(exclusive)
    return entries.slice(first, Math.min(end, first + most))
  }
}
