import { unavailable } from '../errors.ts'
import { isThenable } from '../maybe-promise.ts'
import type { MaybePromise } from '../maybe-promise.ts'

const tooLate = (): Error => unavailable('The store did not answer in time.')

interface Waiter {
  readonly until: number
  readonly reject: (error: unknown) => void
  before: Waiter | undefined
  after: Waiter | undefined
}

/**
 * How long obtaining an access may take, whatever it waits for. What is late goes on, and what it fetches has limits of
 * its own. One timer does for all who wait: their time is the same, so they end in the order in which they began.
 *
 * They are a list of their own making and no `Set`: thousands that come and go in a second would leave a trail of outgrown
 * tables, which keep what they once held in memory until everything is looked through.
 */
export class Deadline {
  readonly #ms: number
  #first: Waiter | undefined
  #last: Waiter | undefined
  #timed = false

  /** @param ms `Infinity` for none. */
  constructor(ms: number) {
    this.#ms = ms
  }

  /** What it gives: at once where it is there, else rejected with `TRILATCH_UNAVAILABLE` when it takes longer. */
  of<T>(given: MaybePromise<T>): MaybePromise<T> {
    if (!isThenable(given) || this.#ms === Infinity) return given
    return new Promise((resolve, reject) => {
      const waiter = this.#add(reject)
      given.then(
        (value) => {
          this.#remove(waiter)
          // When a stopped process goes on, what it waited for may come before the timer.
          if (performance.now() < waiter.until) resolve(value)
          else reject(tooLate())
        },
        (error: unknown) => {
          this.#remove(waiter)
          reject(error)
        },
      )
    })
  }

  #add(reject: Waiter['reject']): Waiter {
    const until = performance.now() + this.#ms
    const waiter: Waiter = { until, reject, before: this.#last, after: undefined }
    if (this.#last === undefined) this.#first = waiter
    else this.#last.after = waiter
    this.#last = waiter
    if (!this.#timed) this.#time(this.#ms)
    return waiter
  }

  #remove(waiter: Waiter): void {
    const { before, after } = waiter
    if (before === undefined && this.#first !== waiter) return
    if (before === undefined) this.#first = after
    else before.after = after
    if (after === undefined) this.#last = before
    else after.before = before
    // Who has gone must not keep those alive who came later.
    waiter.before = waiter.after = undefined
  }

  #time(ms: number): void {
    this.#timed = true
    setTimeout(() => {
      this.#timed = false
      const now = performance.now()
      for (let waiter = this.#first; waiter !== undefined; waiter = this.#first) {
        if (waiter.until > now) return this.#time(Math.max(1, waiter.until - now))
        this.#remove(waiter)
        waiter.reject(tooLate())
      }
    }, ms).unref()
  }
}
