import type { Lag } from '../events.ts'

const overlap = (lag: Lag, start: number, end: number): number =>
  Math.max(0, Math.min(lag.end, end) - Math.max(lag.start, start))

/**
 * How long processes did not get to run on a machine that had too much to do. It explains what took too long, and
 * never a wrong answer.
 */
export class Starvation {
  readonly #own = new Map<string, Lag[]>()
  readonly #all: readonly Lag[]

  constructor(lags: readonly Lag[]) {
    this.#all = lags.toSorted((a, b) => a.start - b.start)
    for (const lag of this.#all) this.#own.set(lag.process, [...(this.#own.get(lag.process) ?? []), lag])
  }

  /** Of one process between two moments, in milliseconds. */
  of(process: string, start: number, end: number): number {
    return (this.#own.get(process) ?? []).reduce((sum, lag) => sum + overlap(lag, start, end), 0)
  }

  /** Of the process that had it worst. */
  ofAny(start: number, end: number): number {
    return Math.max(0, ...Array.from(this.#own.keys(), (process) => this.of(process, start, end)))
  }
}
