import { Redis } from 'ioredis'

/** A client whose replies can be held back: for what happens while something is on its way. */
export class GatedClient {
  readonly redis: Redis
  #holdReplies: Promise<void> | undefined
  #word: string | undefined

  constructor(port: number) {
    this.redis = new Redis(port)
  }

  /**
   * Replies to what is sent from now on come only after the returned function was called.
   *
   * @param word Only to commands with this argument: what the scripts are told first says what they are for.
   */
  holdReplies(word?: string): () => void {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#holdReplies = promise
    this.#word = word
    return () => {
      this.#holdReplies = undefined
      resolve()
    }
  }

  /** Holds back nothing that is sent from now on; what is held back stays so. */
  letPass(): void {
    this.#holdReplies = undefined
  }

  async call(name: string, ...args: string[]): Promise<unknown> {
    const replies = this.#word === undefined || args.includes(this.#word) ? this.#holdReplies : undefined
    const reply = await this.redis.call(name, ...args)
    await replies
    return reply
  }

  pipeline(commands: unknown[][]): { exec(): Promise<unknown> } {
    return this.redis.pipeline(commands)
  }

  disconnect(): void {
    this.redis.disconnect()
  }
}

/** A clock that goes forward when it is told to, with timers. */
export class HandClock {
  #now = 1_000
  #wall = 1_700_000_000_000
  readonly #timers = new Set<{ readonly at: number; readonly run: () => void }>()

  now = (): number => this.#now
  wall = (): number => this.#wall

  after = (ms: number, run: () => void): (() => void) => {
    const timer = { at: this.#now + ms, run }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  /** Lets time pass on both clocks; timers run unless the process is asleep. */
  pass(ms: number, { asleep = false } = {}): void {
    this.#now += ms
    this.#wall += ms
    if (asleep) return
    for (const timer of this.#timers) {
      if (timer.at > this.#now) continue
      this.#timers.delete(timer)
      timer.run()
    }
  }

  /** Moves the wall clock alone. */
  jump(ms: number): void {
    this.#wall += ms
  }
}
