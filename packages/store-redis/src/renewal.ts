import type { Clock } from './clock.ts'

/** How long after the last access a process counts as idle, in milliseconds. */
const idleAfterMs = 10_000
/** How often an idle process shows that it is there. */
const idleMs = 3_000

/**
 * Has reads made while nobody waits for them, so that nobody has to: every third of the bound while there is traffic,
 * seldom when there is none.
 */
export class Renewal {
  readonly #clock: Clock
  readonly #run: () => void
  readonly #busyMs: () => number
  #touched: number
  #cancel: (() => void) | undefined

  /** @param busyMs How often while there is traffic; asked each time. */
  constructor(clock: Clock, busyMs: () => number, run: () => void) {
    this.#clock = clock
    this.#busyMs = busyMs
    this.#run = run
    this.#touched = clock.now()
  }

  /** Somebody has asked. */
  touch(): void {
    const now = this.#clock.now()
    const wasIdle = now - this.#touched > idleAfterMs
    this.#touched = now
    if (this.#cancel !== undefined && !wasIdle) return
    this.stop()
    this.#plan()
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = undefined
  }

  #plan(): void {
    const idle = this.#clock.now() - this.#touched > idleAfterMs
    this.#cancel = this.#clock.after(idle ? idleMs : this.#busyMs(), () => {
      this.#plan()
      this.#run()
    })
  }
}
