import type { Keys } from './keys.ts'
import type { KeptArguments } from './trail-end.ts'

/** The kind of a key, as the write script names it. */
type KeyType = 's' | 'h' | 'z' | 'S' | 'x'

/** A comparison that the script makes before it writes; what is false is left out. */
interface Check {
  readonly k: number
  readonly f?: string
  readonly v?: string
  readonly t?: true
}

/** Commands that take several members or fields at once. */
const manifold = new Set(['ZADD', 'ZREM', 'SADD', 'SREM', 'HSET', 'HDEL'])
/** The most arguments of one command; Lua hands over a few thousand at most. */
const maxArguments = 1_000

/** Where a value is kept: a string, or a field of a hash. */
export interface Place {
  readonly key: string
  readonly field?: string
}

/** What the script is told to do; keys are collected on the way. */
export class PlannedWrite {
  readonly keys: [string, ...string[]]
  #types: string
  readonly #places = new Map<string, number>()
  readonly expect: Check[] = []
  readonly rely: Check[] = []
  readonly counts: [number, number][] = []
  readonly scoped: [number, number][] = []
  readonly join: string[] = []
  readonly leave: string[] = []
  readonly data: (string | number)[][] = []
  /** The hash of the policy, if the policy becomes another. */
  #at: number | false = false
  /** The last command of each name for each key. */
  readonly #latest = new Map<string, (string | number)[]>()
  /** It was found to be done, so nothing was planned: should it be gone, by a failover, it is planned anew. */
  already = false
  /** Why it is refused, if all that it relies on holds. */
  verdict: 'email-taken' | false = false

  constructor(keys: Keys) {
    this.keys = [keys.meta, keys.alarm, keys.log, keys.audit, keys.tags, keys.admins, keys.proc]
    this.#types = 'hsxxzSs'
    for (const [i, key] of this.keys.entries()) this.#places.set(key, i + 1)
  }

  /** The write is refused as a conflict unless this is there; only its version is compared where there is one. */
  expects(place: Place, value: string | null, part: 'tag' | 'whole'): void {
    this.expect.push(this.#check(place, value, part))
  }

  /** The plan was made from this; it is made anew when it has changed. */
  relies(place: Place, value: string | null, part: 'tag' | 'whole'): void {
    this.rely.push(this.#check(place, value, part))
  }

  /** The plan was made from a list of so many. */
  countsOn(type: 'z' | 'S', key: string, size: number): void {
    this.counts.push([this.#key(key, type), size])
  }

  /** A set that has to be empty after the write changed its size by so much. */
  empties(key: string, change: number): void {
    this.scoped.push([this.#key(key, 'S'), change])
  }

  /** The policy in this hash becomes another: where in the log that was is noted there. */
  marks(key: string): void {
    this.#at = this.#key(key, 'h')
  }

  /** A command to carry out. No plan names a field or member twice, so those of one key may be done together. */
  does(type: KeyType, name: string, key: string, ...args: readonly string[]): void {
    const k = this.#key(key, type)
    const latest = this.#latest.get(`${name} ${k}`)
    if (latest !== undefined && manifold.has(name) && latest.length + args.length <= maxArguments) {
      latest.push(...args)
      return
    }
    const command = [name, k, ...args]
    this.data.push(command)
    this.#latest.set(`${name} ${k}`, command)
  }

  text(rest: {
    readonly tag: string
    readonly store: string
    readonly log: readonly [string, string] | false
    readonly audit: KeptArguments
  }): string {
    const { expect, rely, already, verdict, counts, scoped, join, leave, data } = this
    return JSON.stringify({
      ...rest,
      types: this.#types,
      expect,
      rely,
      already,
      verdict,
      counts,
      scoped,
      join,
      leave,
      data,
      at: this.#at,
    })
  }

  #check({ key, field }: Place, value: string | null, part: 'tag' | 'whole'): Check {
    const k = this.#key(key, field === undefined ? 's' : 'h')
    return {
      k,
      ...(field === undefined ? {} : { f: field }),
      ...(value === null ? {} : { v: value }),
      ...(part === 'tag' ? { t: true as const } : {}),
    }
  }

  #key(key: string, type: KeyType): number {
    const known = this.#places.get(key)
    if (known !== undefined) return known
    this.keys.push(key)
    this.#types += type
    this.#places.set(key, this.keys.length)
    return this.keys.length
  }
}
