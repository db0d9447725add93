import type { Clock } from './clock.ts'

/** When a command was handed to the client, by both clocks. */
export interface Sent {
  readonly now: number
  readonly wall: number
  /** How many had asked before: they are answered by what was read later. */
  readonly turns: number
}

/**
 * How long what is held may be served: `maxStalenessMs` from the moment the read was sent that showed it to be
 * current, never from when its reply came. It is compared with the clock whenever it is used; a flag set by a
 * timer would still stand when a stopped process goes on.
 */
export class Lease {
  readonly #clock: Clock
  readonly #ms: number
  #sent: Sent | undefined

  constructor(clock: Clock, ms: number) {
    this.#clock = clock
    this.#ms = ms
  }

  /** The moment a read is sent. Taken before the command is handed to the client. */
  stamp(turns: number): Sent {
    return { now: this.#clock.now(), wall: this.#clock.wall(), turns }
  }

  renew(sent: Sent): void {
    this.#sent = sent
  }

  end(): void {
    this.#sent = undefined
  }

  holds(): boolean {
    if (this.#sent === undefined) return false
    if (this.#clock.now() >= this.#sent.now + this.#ms) return false
    // The monotonic clock stands still while a virtual machine is suspended; the wall clock then shows it.
    return Math.abs(this.#clock.wall() - this.#sent.wall) <= this.#ms
  }

  /** Milliseconds since the read was sent that it counts from; `null` without one. */
  age(): number | null {
    return this.#sent === undefined ? null : this.#clock.now() - this.#sent.now
  }
}
