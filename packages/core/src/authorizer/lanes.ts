/** Runs so many things at the same time, and lets so many more wait for their turn. */
export class Lanes {
  readonly #most: number
  readonly #mostWaiting: number
  readonly #waiting: (() => void)[] = []
  #running = 0

  constructor(most: number, mostWaiting: number) {
    this.#most = most
    this.#mostWaiting = mostWaiting
  }

  /** What `start` gives when its turn has come; `undefined` when too many wait already. */
  run<T>(start: () => Promise<T>): Promise<T> | undefined {
    if (this.#running < this.#most) {
      this.#running++
      return this.#go(start)
    }
    if (this.#waiting.length >= this.#mostWaiting) return undefined
    return new Promise<void>((resolve) => this.#waiting.push(resolve)).then(() => this.#go(start))
  }

  async #go<T>(start: () => Promise<T>): Promise<T> {
    try {
      return await start()
    } finally {
      // Who waits takes the lane over: nobody can come in between.
      const next = this.#waiting.shift()
      if (next === undefined) this.#running--
      else next()
    }
  }
}
