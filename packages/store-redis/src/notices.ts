import { warn } from '@trilatch/core'
import type { Clock } from './clock.ts'
import type { DuplicatePort, RedisPort } from './client/port.ts'

/** How long one command may wait for an entry, in milliseconds. */
const blockMs = 2_000
/** How long to wait after a failure before listening again. */
const againMs = 1_000
/** How often it is said that nothing is heard, in milliseconds. */
const warnEveryMs = 60_000

/** Where a process is in the log, and how often it has read everything anew: then the log may be another one. */
export interface Origin {
  /** Whether the last read was answered. */
  readonly answered: boolean
  readonly loads: number
  readonly position: string | undefined
}

/**
 * Hears of new entries of the change log on a second connection, and has them read. Only that: a notice renews
 * nothing, and one that is lost costs time and no correctness.
 */
export class Notices {
  readonly #port: RedisPort
  readonly #clock: Clock
  readonly #log: string
  readonly #onNotice: () => void
  readonly #origin: () => Origin
  #other: DuplicatePort | undefined
  #listening = false
  #closed = false
  /** Whether it has ever worked: where it cannot, that is said once. */
  #heard = false
  #warnedAt: number | undefined

  /** @param origin Where this process is in the log; asked again and again. */
  constructor(port: RedisPort, clock: Clock, log: string, onNotice: () => void, origin: () => Origin) {
    this.#port = port
    this.#clock = clock
    this.#log = log
    this.#onNotice = onNotice
    this.#origin = origin
  }

  get listening(): boolean {
    return this.#listening
  }

  start(): void {
    void this.#listen()
  }

  close(): void {
    this.#closed = true
    this.#listening = false
    this.#other?.close()
  }

  async #listen(): Promise<void> {
    while (!this.#closed) {
      try {
        const other = await this.#port.duplicate()
        this.#other = other
        if (this.#closed) other.close()
        await this.#hear(other)
      } catch (error) {
        this.#failed(error)
      }
      this.#listening = false
      this.#other?.close()
      this.#other = undefined
      if (!this.#closed) await new Promise<void>((resolve) => this.#clock.after(againMs, resolve))
    }
  }

  async #hear(other: DuplicatePort): Promise<void> {
    let epoch: number | undefined
    let from = '$'
    while (!this.#closed) {
      const origin = this.#origin()
      if (epoch !== origin.loads) from = origin.position ?? '$'
      epoch = origin.loads
      // The first one does not wait: it shows that listening works.
      const waitMs = this.#listening ? blockMs : 1
      const reply = await this.#within(
        other.send(['XREAD', 'COUNT', '100', 'BLOCK', String(waitMs), 'STREAMS', this.#log, from], this.#log),
      )
      this.#listening = true
      this.#heard = true
      // Behind the last one that was heard, so that nothing is missed that comes between two calls.
      const heard = lastId(reply)
      if (heard !== undefined) {
        from = heard
        this.#onNotice()
      }
    }
  }

  #within(reply: Promise<unknown>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const cancel = this.#clock.after(2 * blockMs, () => reject(new Error('nothing came back')))
      reply.then(resolve, reject).finally(cancel)
    })
  }

  #failed(error: unknown): void {
    if (this.#closed) return
    const now = this.#clock.now()
    if (this.#warnedAt !== undefined && (!this.#heard || now - this.#warnedAt < warnEveryMs)) return
    this.#warnedAt = now
    const why = error instanceof Error ? error.message : String(error)
    const { answered, position } = this.#origin()
    const rest =
      answered && position !== undefined ? ' As long as it is answered, nothing is wrong but the delay.' : ''
    warn(
      'TRILATCH_NOTICES_DOWN',
      `Changes are not announced to this process (${why}); it asks for them instead.${rest}`,
    )
  }
}

/** The id of the last entry in a reply of XREAD: pairs of stream and entries, in a list of pairs, a flat list or a map. */
function lastId(reply: unknown): string | undefined {
  if (typeof reply !== 'object' || reply === null) return undefined
  const pairs: readonly unknown[] = Array.isArray(reply)
    ? reply.flatMap((item: unknown, i) => (Array.isArray(item) && i === 0 ? item : [item]))
    : reply instanceof Map
      ? [...reply].flat()
      : Object.entries(reply).flat()
  const entries = pairs[1]
  const last: unknown = Array.isArray(entries) ? entries.at(-1) : undefined
  const id: unknown = Array.isArray(last) ? last[0] : undefined
  return typeof id === 'string' ? id : undefined
}
