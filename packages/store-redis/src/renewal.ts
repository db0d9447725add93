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
  /** Whether somebody has asked since the last reading. */
  #asked = false
  #askedAt = 0
  #idle = false
  #cancel: (() => void) | undefined

  /** @param busyMs How often while there is traffic; asked each time. */
  constructor(clock: Clock, busyMs: () => number, run: () => void) {
    this.#clock = clock
    this.#run = run
    this.#busyMs = busyMs
  }

  /** Somebody has asked. Called for every access, so it does not look at the clock. */
  touch(): void {
    this.#asked = true
    if (this.#cancel !== undefined && !this.#idle) return
    this.stop()
    this.#plan()
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = undefined
  }

  #plan(): void {
    const now = this.#clock.now()
    if (this.#asked) this.#askedAt = now
    this.#asked = false
    this.#idle = now - this.#askedAt > idleAfterMs
    this.#cancel = this.#clock.after(this.#idle ? idleMs : this.#busyMs(), () => {
      this.#plan()
      this.#run()
    })
  }
}
