/** Thrown when so many wait already that one more would only time out. */
export class QueueFullError extends Error {
  /** When to try again. */
  readonly retryAfterSeconds = 2

  constructor() {
    super('Too many passwords wait to be hashed')
    this.name = 'QueueFullError'
  }
}

interface Waiting {
  readonly begin: () => void
}

/** How full a queue may be. */
export interface QueueLimits {
  /** How many are hashed at once, 1 to 64. Default 4, which is how many threads Node has for such work. */
  readonly concurrent: number
  /** How many wait, 0 to 10,000. Default 64. */
  readonly waiting: number
}

/**
 * Lets a few hash at once, lets some wait in the order they came, and refuses all others at once: each hash takes its
 * memory only while it runs.
 */
export class HashingQueue {
  readonly #limits: QueueLimits
  readonly #waiting = new Set<Waiting>()
  #running = 0

  constructor(limits: QueueLimits) {
    this.#limits = limits
  }

  /** How many run and wait now. */
  get load(): { readonly running: number; readonly waiting: number } {
    return { running: this.#running, waiting: this.#waiting.size }
  }

  /**
   * Runs work when its turn comes.
   *
   * @param signal Gives up the place in the queue; what runs already runs to its end, and keeps its place while it does.
   * @throws QueueFullError when there is no place; the signal's reason when it was given up.
   */
  async run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    await this.#turn(signal)
    try {
      return await work()
    } finally {
      this.#next()
    }
  }

  async #turn(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted()
    if (this.#running < this.#limits.concurrent) {
      this.#running += 1
      return
    }
    if (this.#waiting.size >= this.#limits.waiting) throw new QueueFullError()
    await new Promise<void>((resolve, reject) => {
      const giveUp = (): void => {
        this.#waiting.delete(waiting)
        reject(signal?.reason as Error)
      }
      const begin = (): void => {
        signal?.removeEventListener('abort', giveUp)
        resolve()
      }
      const waiting: Waiting = { begin }
      this.#waiting.add(waiting)
      signal?.addEventListener('abort', giveUp, { once: true })
    })
  }

  /** Hands the place on, so that nobody who comes now gets in between. */
  #next(): void {
    const [first] = this.#waiting
    if (first === undefined) {
      this.#running -= 1
      return
    }
    this.#waiting.delete(first)
    first.begin()
  }
}
