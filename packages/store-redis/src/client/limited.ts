import type { Clock } from '../clock.ts'
import type { Counters } from '../counters.ts'
import type { Command, RedisPort } from './port.ts'

/** The most commands that may be without a reply. */
export const maxPending = 16

/** Redis did not answer in time, or so much waits for it already that nothing more was sent. */
export class RedisLate extends Error {
  override readonly name = 'RedisLate'
  /** Whether the command was handed to the client, so that it may still be carried out. */
  readonly sent: boolean

  constructor(message: string, sent: boolean) {
    super(message)
    this.sent = sent
  }
}

/** A reply, with the number of replicas that have confirmed what was written before it. */
export interface Answer {
  readonly reply: unknown
  readonly confirmed: number
}

export interface SendOptions {
  readonly key: string
  readonly timeoutMs: number
  /** Wait on the same connection until so many replicas have it; default none. */
  readonly replicas?: number
  /** How long to wait for them; the connection does nothing else meanwhile. */
  readonly waitMs?: number
}

/**
 * A client with limits of our own, whatever its options are: every command ends in time, and at most 16 are without a
 * reply. A command that is late counts until its reply comes, so a frozen Redis cannot fill the memory of
 * this process; its late reply goes to nobody.
 */
export class LimitedRedis {
  readonly #port: RedisPort
  readonly #clock: Clock
  readonly #counters: Pick<Counters, 'late' | 'shed'>
  #pending = 0

  constructor(port: RedisPort, clock: Clock, counters: Pick<Counters, 'late' | 'shed'>) {
    this.#port = port
    this.#clock = clock
    this.#counters = counters
  }

  get name(): string {
    return this.#port.name
  }

  get plainHost(): string | undefined {
    return this.#port.plainHost
  }

  /** Commands without a reply. */
  get pending(): number {
    return this.#pending
  }

  /** Whether nothing more is sent until a reply comes. */
  get isFull(): boolean {
    return this.#pending >= maxPending
  }

  /** @throws RedisLate, and what the client throws */
  send(command: Command, options: SendOptions): Promise<Answer> {
    const { timeoutMs } = options
    if (this.isFull) {
      this.#counters.shed++
      return Promise.reject(new RedisLate(`${this.#pending} commands wait for Redis already`, false))
    }
    this.#pending++
    const until = this.#clock.now() + timeoutMs
    return new Promise((resolve, reject) => {
      let isLate = false
      const late = (): void => {
        // The timer, and a reply after all: one command is late once.
        if (isLate) return
        isLate = true
        this.#counters.late++
        reject(new RedisLate(`Redis did not answer within ${timeoutMs} ms`, true))
      }
      const cancel = this.#clock.after(timeoutMs, late)
      const ended = (): void => {
        this.#pending--
        cancel()
      }
      this.#start(command, options).then(
        (answer) => {
          ended()
          // When a stopped process goes on, replies may come before timers.
          if (this.#clock.now() < until) resolve(answer)
          else late()
        },
        (error: unknown) => {
          ended()
          reject(error instanceof Error ? error : new Error(String(error)))
        },
      )
    })
  }

  async #start(command: Command, { key, replicas = 0, waitMs = 1 }: SendOptions): Promise<Answer> {
    if (replicas === 0) return { reply: await this.#port.send(command, key), confirmed: 0 }
    const [reply, confirmed] = await this.#port.sendAndWait(command, key, replicas, waitMs)
    return { reply, confirmed }
  }
}
