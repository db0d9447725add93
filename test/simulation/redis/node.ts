import { createHash } from 'node:crypto'
import type { Random } from '../random.ts'
import type { Scheduler } from '../scheduler.ts'
import { Keyspace, writing } from './keyspace.ts'
import type { Reply } from './reply.ts'
import { runScript } from './scripting.ts'

/** A change on its way to a replica. */
interface Sent {
  readonly at: number
  readonly offset: number
  readonly name: string
  readonly args: readonly string[]
}

interface Listener {
  readonly key: string
  readonly from: string
  readonly end: (reply: Reply | Error) => void
}

const readOnly = "READONLY You can't write against a read only replica."

/** Half of all notices get lost: who listens hears of an entry only when asking anew. */
const lostNotices = 0.5

/** One Redis: a primary, a replica that is behind, or down. */
export class RedisNode {
  readonly name: string
  readonly #scheduler: Scheduler
  readonly #random: Random
  readonly #skew: number
  #keyspace = new Keyspace()
  readonly #scripts = new Map<string, string>()
  role: 'primary' | 'replica' | 'down' = 'replica'
  /** How many changes it has. */
  offset = 0
  /** How far behind it gets, at most, in milliseconds. */
  lag = 2
  /** Nothing is carried out before this time. */
  frozenUntil = 0
  replicas: RedisNode[] = []
  #queue: Sent[] = []
  /** When what the primary is carrying out gets here. */
  #arrives = 0
  #listeners: Listener[] = []

  constructor(name: string, scheduler: Scheduler, random: Random) {
    this.name = name
    this.#scheduler = scheduler
    this.#random = random
    // Clocks of machines differ; ids of entries must not depend on that.
    this.#skew = 1_700_000_000_000 + random.between(-500, 500)
  }

  /** Carries out one command. @throws Error as Redis would say it */
  run([name = '', ...args]: readonly string[]): Reply {
    this.catchUp()
    // What a script changes reaches a replica as a whole, as a transaction does.
    const { now } = this.#scheduler
    for (const replica of this.replicas) replica.#arrives = now + this.#random.between(0.1, replica.lag)
    if (name !== 'EVAL' && name !== 'EVALSHA') return this.#one(name, args)
    const [source = '', count, ...rest] = args
    const text = name === 'EVAL' ? source : this.#scripts.get(source)
    if (text === undefined) throw new Error('NOSCRIPT No matching script. Please use EVAL.')
    if (name === 'EVAL') this.#scripts.set(createHash('sha1').update(text).digest('hex'), text)
    const keys = rest.slice(0, Number(count))
    return runScript(text, keys, rest.slice(Number(count)), (each, values) => this.#one(each, values))
  }

  #one(name: string, args: readonly string[]): Reply {
    const writes = writing.has(name)
    if (writes && this.role !== 'primary') throw new Error(readOnly)
    const reply = this.#keyspace.run(name, args, this.#scheduler.now + this.#skew)
    if (!writes) return reply
    this.offset++
    const star = name === 'XADD' ? args.indexOf('*') : -1
    const exact = star === -1 ? args : args.with(star, reply as string)
    for (const replica of this.replicas) replica.#receive(this.offset, name, exact)
    if (name === 'XADD') this.#wake(args[0] ?? '')
    return reply
  }

  #receive(offset: number, name: string, args: readonly string[]): void {
    const soonest = this.#queue.at(-1)?.at ?? 0
    const at = Math.max(soonest, this.#arrives)
    this.#queue.push({ at, offset, name, args })
  }

  /** Takes in what has arrived by now. */
  catchUp(): void {
    let taken = 0
    for (const { at, offset, name, args } of this.#queue) {
      if (at > this.#scheduler.now) break
      this.#keyspace.run(name, args, 0)
      this.offset = offset
      taken++
    }
    this.#queue.splice(0, taken)
  }

  /** When a change will have arrived here. */
  arrival(offset: number): number {
    return this.#queue.find((sent) => sent.offset >= offset)?.at ?? this.#scheduler.now
  }

  /** Loses its link to the primary, and what was on its way. */
  cut(): void {
    this.catchUp()
    this.#queue = []
  }

  /** Becomes a replica with all that another one has. */
  follow(primary: RedisNode): void {
    this.#keyspace = primary.#keyspace.copy()
    this.offset = primary.offset
    this.#queue = []
    this.#become('replica')
    primary.replicas.push(this)
  }

  promote(): void {
    this.#become('primary')
  }

  stop(): void {
    this.#become('down')
    this.#scripts.clear()
  }

  #become(role: RedisNode['role']): void {
    this.role = role
    this.replicas = []
    const listeners = this.#listeners
    this.#listeners = []
    for (const { end } of listeners) end(new Error('UNBLOCKED the role of this Redis has changed'))
  }

  /** How many of its replicas have so many changes. */
  confirmed(offset: number): number {
    for (const replica of this.replicas) replica.catchUp()
    return this.replicas.filter((replica) => replica.offset >= offset).length
  }

  /** `XREAD BLOCK` on one stream. */
  listen(key: string, from: string, blockMs: number, end: (reply: Reply | Error) => void): void {
    this.catchUp()
    const after = from === '$' ? this.#keyspace.lastId(key) : from
    const found = this.#keyspace.run('XRANGE', [key, `(${after}`, '+'], 0)
    if (Array.isArray(found) && found.length > 0) return end([[key, found]])
    const listener: Listener = { key, from: after, end }
    this.#listeners.push(listener)
    this.#scheduler.in(blockMs, () => {
      if (!this.#listeners.includes(listener)) return false
      this.#listeners = this.#listeners.filter((each) => each !== listener)
      end(null)
      return true
    })
  }

  #wake(key: string): void {
    const woken = this.#listeners.filter((each) => each.key === key && !this.#random.chance(lostNotices))
    this.#listeners = this.#listeners.filter((each) => !woken.includes(each))
    for (const { from, end } of woken) end([[key, this.#keyspace.run('XRANGE', [key, `(${from}`, '+'], 0)]])
  }
}
