import { isAfter } from './position.ts'
import type { Position } from './position.ts'

/** The most entries that a process remembers to look for after a failover. */
const maxKnown = 1_000

/**
 * Writes that this process knows to be in the log: those that take something away, to notice when Redis loses
 * them, and those of its own that it has not read back yet.
 */
export class KnownWrites {
  #restricting: Position[] = []
  /** Read, and not yet known to be on as many replicas as required: their loss would break no promise. */
  #unconfirmed: Position[] = []
  readonly #own = new Map<string, { readonly tag: string; readonly remembered: boolean }>()
  #reached: Position | undefined

  /** A position that a whole reading began with. */
  reached(position: Position): void {
    this.#reached = position
  }

  /** An entry that was read. */
  seen(entry: Position, restricts: boolean): void {
    this.#reached = entry
    const own = this.#own.get(entry.id)
    const isOwn = own?.tag === entry.tag
    if (isOwn) this.#own.delete(entry.id)
    if (restricts && !(isOwn && own.remembered)) this.#unconfirmed.push({ id: entry.id, tag: entry.tag })
    if (this.#unconfirmed.length > maxKnown) this.#unconfirmed.shift()
  }

  /** What was read behind a position has not been kept, and will be read again if it stays. */
  readAgainFrom(position: Position | undefined): void {
    this.#reached = position
    this.#unconfirmed = this.#unconfirmed.filter(
      ({ id }) => position !== undefined && !isAfter(id, position.id),
    )
  }

  /** As many replicas as required have all that was read. */
  confirmed(): void {
    for (const entry of this.#unconfirmed) this.#remember(entry)
    this.#unconfirmed = []
  }

  /** A write of this process. @param promised Whether it took something away and is done: replicas have it. */
  made(entry: Position, promised: boolean): void {
    if (this.#reached !== undefined && !isAfter(entry.id, this.#reached.id)) return
    if (promised) this.#remember(entry)
    this.#own.set(entry.id, { tag: entry.tag, remembered: promised })
  }

  /** Whether a write of this process should have been read back by now, and was not. */
  get missesOwn(): boolean {
    return this.#own.size > 0
  }

  /** What to look for, as the script takes it. */
  toVerify(): string {
    return JSON.stringify(this.#restricting.map(({ id, tag }) => [id, tag]))
  }

  /** After what is lost has been told, or found to be nothing that restricts. */
  forget(all: boolean): void {
    this.#own.clear()
    this.#unconfirmed = []
    this.#reached = undefined
    if (all) this.#restricting = []
  }

  #remember({ id, tag }: Position): void {
    this.#restricting.push({ id, tag })
    if (this.#restricting.length > 2 * maxKnown) this.#restricting = this.#restricting.slice(-maxKnown)
  }
}
