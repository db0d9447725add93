import { unavailable } from '@trilatch/core'
import type { StoreView } from '@trilatch/core'
import type { Clock } from './clock.ts'

/** The most accesses that may wait for Redis at the same time. */
const maxWaiting = 10_000

/** Somebody who waits for a read. */
export interface Waiter {
  readonly subject: string | null
  /** When they began to wait. */
  readonly since: number
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

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get size(): number {
    return this.#entries.size
  }

  /** @throws TrilatchError `TRILATCH_UNAVAILABLE` after the deadline, or at once when too many wait */
  add(subject: string | null, deadlineMs: number): Promise<StoreView> {
    if (this.#entries.size >= maxWaiting) return Promise.reject(unavailable('Too many wait for the store.'))
    return new Promise((resolve, reject) => {
      const cancel = this.#clock.after(deadlineMs, () => {
        this.#entries.delete(entry)
        reject(unavailable('The store did not answer in time.'))
      })
      const entry: Entry = { subject, since: this.#clock.now(), resolve, reject, cancel }
      this.#entries.add(entry)
    })
  }

  /** Different subjects that are waited for and not known, those first who wait longest. */
  subjects(most: number, isKnown: (subject: string) => boolean): readonly string[] {
    const found = new Set<string>()
    for (const { subject } of this.#entries) {
      if (found.size === most) break
      if (subject !== null && !isKnown(subject)) found.add(subject)
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

  /** Tells those who have waited since before a read was sent that it failed. */
  rejectUntil(moment: number, error: unknown): void {
    for (const entry of this.#entries) {
      if (entry.since > moment) continue
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
