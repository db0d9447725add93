import { unavailable } from '@trilatch/core'
import type { StoreView } from '@trilatch/core'
import type { Clock } from './clock.ts'

/** The most accesses that may wait for Redis at the same time. */
const maxWaiting = 10_000

/** Somebody who waits for a read. */
export interface Waiter {
  readonly subject: string | null
  /** Their number in the order of asking. */
  readonly turn: number
  /** Only a record that is read from now on will do, whatever is known already. */
  readonly anew: boolean
}

interface Entry extends Waiter {
  readonly resolve: (view: StoreView) => void
  readonly reject: (error: unknown) => void
  readonly cancel: () => void
}

/** Those who wait for a read, each until a deadline of its own. */
export class Waiting {
  readonly #clock: Clock
  readonly #entries = new Set<Entry>()
  #turns = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** How many have ever asked: whoever comes later has a higher turn. Times would not do, for two may be the same. */
  get turns(): number {
    return this.#turns
  }

  get size(): number {
    return this.#entries.size
  }

  /** @throws TrilatchError `TRILATCH_UNAVAILABLE` after the deadline, or at once when too many wait */
  add(subject: string | null, deadlineMs: number, anew = false): Promise<StoreView> {
    if (this.#entries.size >= maxWaiting) return Promise.reject(unavailable('Too many wait for the store.'))
    return new Promise((resolve, reject) => {
      const cancel = this.#clock.after(deadlineMs, () => {
        this.#entries.delete(entry)
        reject(unavailable('The store did not answer in time.'))
      })
      const entry: Entry = { subject, turn: ++this.#turns, anew, resolve, reject, cancel }
      this.#entries.add(entry)
    })
  }

  /** Different subjects that are waited for and have to be read, those first who wait longest. */
  subjects(most: number, isKnown: (subject: string) => boolean): readonly string[] {
    const found = new Set<string>()
    for (const { subject, anew } of this.#entries) {
      if (found.size === most) break
      if (subject !== null && (anew || !isKnown(subject))) found.add(subject)
    }
    return [...found]
  }

  /** Answers those for whom there is a view, or an error of their own. */
  answer(viewOf: (waiter: Waiter) => StoreView | Error | undefined): void {
    for (const entry of this.#entries) {
      const view = viewOf(entry)
      if (view === undefined) continue
      this.#end(entry)
      if (view instanceof Error) entry.reject(view)
      else entry.resolve(view)
    }
  }

  /** Tells those who had asked before a read was sent that it failed. */
  rejectUntil(turn: number, error: unknown): void {
    for (const entry of this.#entries) {
      if (entry.turn > turn) continue
      this.#end(entry)
      entry.reject(error)
    }
  }

  rejectAll(error: unknown): void {
    this.rejectUntil(Infinity, error)
  }

  #end(entry: Entry): void {
    entry.cancel()
    this.#entries.delete(entry)
  }
}
