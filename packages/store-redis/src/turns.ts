import type { Clock } from './clock.ts'

/** How many steps of sign-in are with Redis at once: a burst must not take the places of reads that decide. */
const atOnce = 6
/** The most that wait for their turn. */
const maxWaiting = 1_000

/**
 * Has steps wait for each other instead of failing when many come at once. Whoever has waited too long, and whoever
 * comes when too many wait, is rejected: nothing was sent for them.
 */
export class Turns {
  readonly #clock: Clock
  readonly #waitMs: number
  #running = 0
  readonly #waiting = new Set<() => void>()

  /** @param waitMs The longest wait, in milliseconds. */
  constructor(clock: Clock, waitMs: number) {
    this.#clock = clock
    this.#waitMs = waitMs
  }

  async take<T>(step: () => Promise<T>): Promise<T> {
    if (this.#running >= atOnce) await this.#wait()
    else this.#running++
    try {
      return await step()
    } finally {
      const next = this.#waiting.values().next().value
      // A place is handed on, and only given back where nobody waits for it.
      if (next === undefined) this.#running--
      else next()
    }
  }

  #wait(): Promise<void> {
    if (this.#waiting.size >= maxWaiting)
      return Promise.reject(new Error(`${maxWaiting} steps wait for Redis already`))
    return new Promise((resolve, reject) => {
      const cancel = this.#clock.after(this.#waitMs, () => {
        this.#waiting.delete(begin)
        reject(new Error(`Redis was too busy for ${this.#waitMs} ms`))
      })
      const begin = (): void => {
        this.#waiting.delete(begin)
        cancel()
        resolve()
      }
      this.#waiting.add(begin)
    })
  }
}
