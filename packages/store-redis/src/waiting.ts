import { unavailable } from '@trilatch/core'
import type { StoreView } from '@trilatch/core'
import type { Clock } from './clock.ts'
import type { Counters } from './counters.ts'

/** The most accesses that may wait for Redis at the same time. */
const maxWaiting = 10_000

const tooLate = (): Error => unavailable('The store did not answer in time.')

/** Somebody who waits for a read. */
export interface Waiter {
  readonly subject: string | null
  /** Their number in the order of asking. */
  readonly turn: number
  /** Only a record that is read from now on will do, whatever is known already. */
  readonly anew: boolean
}

interface Entry extends Waiter {
  readonly deadlineMs: number
  /** When that is over, by the monotonic clock. */
  readonly until: number
  /** When they asked, by the wall clock. */
  readonly wall: number
  readonly promise: Promise<StoreView>
  readonly resolve: (view: StoreView | PromiseLike<StoreView>) => void
  readonly reject: (error: unknown) => void
}

/** Those who wait for a read, each until a deadline of its own. */
export class Waiting {
  readonly #clock: Clock
  readonly #counters: Pick<Counters, 'unavailable'>
  /** In the order of asking. */
  readonly #entries = new Set<Entry>()
  /** The lengths of deadlines that a timer is set for: those of one length end in the order of asking. */
  readonly #timed = new Set<number>()
  #turns = 0

  /** @param counters Whoever is rejected is counted. */
  constructor(clock: Clock, counters: Pick<Counters, 'unavailable'>) {
    this.#clock = clock
    this.#counters = counters
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
    if (this.#entries.size >= maxWaiting) {
      this.#counters.unavailable++
      return Promise.reject(unavailable('Too many wait for the store.'))
    }
    const [until, wall] = [this.#clock.now() + deadlineMs, this.#clock.wall()]
    if (!this.#timed.has(deadlineMs)) this.#time(deadlineMs, deadlineMs)
    const { promise, resolve, reject } = Promise.withResolvers<StoreView>()
    this.#entries.add({
      subject,
      turn: ++this.#turns,
      anew,
      deadlineMs,
      until,
      wall,
      promise,
      resolve,
      reject,
    })
    return promise
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

  /**
   * Answers those for whom there is a view, or an error of their own. Whose deadline is over gets none, also where the
   * timer has not run yet: when a stopped process goes on, replies may come before timers.
   */
  answer(viewOf: (waiter: Waiter) => StoreView | Error | undefined): void {
    const [now, wall] = [this.#clock.now(), this.#clock.wall()]
    for (const entry of this.#entries) {
      // As with the lease: while a virtual machine is suspended, only the wall clock goes on.
      if (now >= entry.until || Math.abs(wall - entry.wall) > entry.deadlineMs) {
        this.#reject(entry, tooLate())
        continue
      }
      const view = viewOf(entry)
      if (view === undefined) continue
      if (view instanceof Error) {
        this.#reject(entry, view)
        continue
      }
      this.#entries.delete(entry)
      entry.resolve(view)
    }
  }

  /** Tells those who had asked before a read was sent that it failed. */
  rejectUntil(turn: number, error: unknown): void {
    for (const entry of this.#entries) if (entry.turn <= turn) this.#reject(entry, error)
  }

  rejectAll(error: unknown): void {
    this.rejectUntil(Infinity, error)
  }

  #reject(entry: Entry, error: unknown): void {
    this.#counters.unavailable++
    this.#entries.delete(entry)
    // Whoever has gone away meanwhile must not end the process.
    entry.promise.catch(() => {})
    entry.reject(error)
  }

  /** Sets one timer for all deadlines of a length: one for each who asks would cost more than their share of a read. */
  #time(deadlineMs: number, ms: number): void {
    this.#timed.add(deadlineMs)
    this.#clock.after(ms, () => {
      this.#timed.delete(deadlineMs)
      const now = this.#clock.now()
      for (const entry of this.#entries) {
        if (entry.deadlineMs !== deadlineMs) continue
        if (entry.until > now) return this.#time(deadlineMs, Math.max(1, entry.until - now))
        this.#reject(entry, tooLate())
      }
    })
  }
}
