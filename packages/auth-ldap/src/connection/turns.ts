import { DirectoryError, ended } from '../directory-error.ts'

/** Lets so many at once, and keeps so many waiting; who finds no place is told at once. */
export class Turns {
  readonly #waiting: (() => void)[] = []
  readonly #mostWaiting: number
  #free: number

  constructor(atOnce: number, mostWaiting: number) {
    this.#free = atOnce
    this.#mostWaiting = mostWaiting
  }

  /** @throws DirectoryError `busy` where too many wait, `aborted` where waiting ended */
  async run<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    await this.#take(signal)
    try {
      return await work()
    } finally {
      const next = this.#waiting.shift()
      if (next === undefined) this.#free++
      else next()
    }
  }

  #take(signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw ended(signal)
    if (this.#free > 0) {
      this.#free--
      return Promise.resolve()
    }
    if (this.#waiting.length >= this.#mostWaiting)
      throw new DirectoryError('busy', `${this.#mostWaiting} are waiting for the directory already.`)
    return new Promise((resolve, reject) => {
      const turn = (): void => {
        signal.removeEventListener('abort', give)
        resolve()
      }
      const give = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(turn), 1)
        reject(ended(signal))
      }
      this.#waiting.push(turn)
      signal.addEventListener('abort', give, { once: true })
    })
  }
}
