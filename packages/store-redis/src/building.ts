import type { StoredPolicy } from '@trilatch/core'
import type { LogEntry } from './log-entry.ts'
import { changedPolicy } from './policy-image.ts'
import { positionText } from './position.ts'
import type { Position } from './position.ts'
import type { Seal } from './seal.ts'

/** What a process holds, all of it true at one instant. Replaced and never edited. */
export interface Held {
  readonly store: string
  readonly position: Position
  readonly policy: StoredPolicy
}

/** What a read brought. */
export interface Progress {
  readonly entries: readonly LogEntry[]
  readonly head: Position
  readonly roles: ReadonlyMap<string, string | null>
  readonly mappings: string | null
  /** Asked for where the roles are not. */
  readonly administrators: string | null
}

/**
 * The next state on its way. Documents are as of when they were read, the position may be behind that; so it may be
 * served only when it has reached the end of the log, and when every end of the log that was seen on the way
 * has been found in it: otherwise a document may be of a write that a failover has lost meanwhile.
 */
export class Building {
  readonly #seal: Seal
  /** Subjects whose records may have changed on the way. */
  touched: Set<string> | '*'
  held: Held
  #heads: Set<string>

  constructor(seal: Seal, held: Held, touched: '*' | 'none', heads: readonly Position[] = []) {
    this.#seal = seal
    this.held = held
    this.touched = touched === '*' ? '*' : new Set()
    this.#heads = new Set(heads.map(positionText))
    this.#heads.delete(positionText(held.position))
  }

  /** Takes in what a read brought. @throws GarbledError */
  advance({ entries, head, roles, mappings, administrators }: Progress): void {
    this.#heads.add(positionText(head))
    this.#heads.delete(positionText(this.held.position))
    let { version, position = '' } = this.held.policy
    for (const entry of entries) {
      this.#heads.delete(positionText(entry))
      if (entry.m || entry.r.length > 0) [version, position] = [entry.tag, positionText(entry)]
      if (entry.s === '*') this.touched = '*'
      else if (this.touched !== '*') for (const id of entry.s) this.touched.add(id)
    }
    const last = entries.at(-1)
    if (last === undefined) return
    const before = this.held.policy
    const change = {
      version,
      position,
      roles,
      ...(mappings === null ? {} : { mappings }),
      ...(administrators === null ? {} : { administrators }),
    }
    const policy = version === before.version ? before : changedPolicy(this.#seal, before, change)
    this.held = { store: this.held.store, position: { id: last.id, tag: last.tag }, policy }
  }

  /** Whether every end of the log that was seen has been reached. */
  get proven(): boolean {
    return this.#heads.size === 0
  }
}
