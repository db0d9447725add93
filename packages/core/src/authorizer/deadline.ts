import { unavailable } from '../errors.ts'
import { isThenable } from '../maybe-promise.ts'
import type { MaybePromise } from '../maybe-promise.ts'

interface Waiter {
  readonly until: number
  readonly reject: (error: unknown) => void
}

/**
 * How long obtaining an access may take, whatever it waits for. What is late goes on, and what it fetches has limits of
 * its own. One timer does for all who wait: their time is the same, so they end in the order in which they began.
 */
export class Deadline {
  readonly #ms: number
  readonly #waiting = new Set<Waiter>()
  #timed = false

  /** @param ms `Infinity` for none. */
  constructor(ms: number) {
    this.#ms = ms
  }

  /** What it gives: at once where it is there, else rejected with `TRILATCH_UNAVAILABLE` when it takes longer. */
  of<T>(given: MaybePromise<T>): MaybePromise<T> {
    if (!isThenable(given) || this.#ms === Infinity) return given
    return new Promise((resolve, reject) => {
      const waiter = { until: performance.now() + this.#ms, reject }
      this.#waiting.add(waiter)
      if (!this.#timed) this.#time(this.#ms)
      given.then(
        (value) => {
          this.#waiting.delete(waiter)
          resolve(value)
        },
        (error: unknown) => {
          this.#waiting.delete(waiter)
          reject(error)
        },
      )
    })
  }

  #time(ms: number): void {
    this.#timed = true
    setTimeout(() => {
      this.#timed = false
      const now = performance.now()
      for (const waiter of this.#waiting) {
        if (waiter.until > now) return this.#time(Math.max(1, waiter.until - now))
        this.#waiting.delete(waiter)
        waiter.reject(unavailable('The store did not answer in time.'))
      }
    }, ms).unref()
  }
}
