import { concerns } from '../events.ts'
import type { Apart, Check, Loss } from '../events.ts'
import type { Write } from './run-log.ts'

const within = (write: Write, loss: Loss): boolean => write.end > loss.from && write.start < loss.to

/** All that was ever written to one cell, and which of it a check may show. */
export class History {
  readonly #versions: readonly Write[]
  readonly #done: readonly Write[]
  readonly #byTag = new Map<string, Write>()
  readonly #losses: readonly Loss[]
  readonly #apart: readonly Apart[]

  /** @param writes Of this cell, by the moment they began. */
  constructor(writes: readonly Write[], losses: readonly Loss[], apart: readonly Apart[]) {
    // A write that found nothing to do replaces nothing, and none that was refused may be seen.
    this.#versions = writes.filter(({ outcome }) => outcome === 'done' || outcome === 'unknown')
    this.#done = writes.filter(({ outcome }) => outcome === 'done')
    for (const write of writes) for (const tag of write.tags) this.#byTag.set(tag, write)
    this.#losses = losses
    this.#apart = apart
  }

  ofTag(tag: string): Write | undefined {
    return this.#byTag.get(tag)
  }

  /** What a check may have seen, by what it answered and by when it ended. */
  candidates({ outcome, end }: Check): readonly Write[] {
    return this.#versions.filter(({ grants, start }) => grants === (outcome === 'granted') && start <= end)
  }

  /** From when a write binds a check; `undefined` when it does not, for Redis has lost it. */
  #bindsFrom(write: Write, { process, end }: Check): number | undefined {
    const lost = this.#losses.some(
      (loss) =>
        within(write, loss) &&
        concerns(loss.by, write.process) &&
        concerns(loss.observers, process) &&
        end >= loss.at,
    )
    if (lost) return undefined
    const late = this.#apart.filter(
      ({ by, observers, from, to }) =>
        by.includes(write.process) && observers.includes(process) && write.end > from && write.start < to,
    )
    return Math.max(write.end, ...late.map(({ to }) => to))
  }

  /**
   * How much too late a check still saw this version, in milliseconds; 0 or less when it might.
   *
   * @returns Also how old what it saw was, and whether the write that replaced it was its own.
   */
  lateness(version: Write, check: Check, boundMs: number): { late: number; age: number; own: boolean } {
    let worst = { late: -Infinity, age: -Infinity, own: false }
    const consider = (from: number, bound: number, own: boolean): void => {
      const age = check.start - from
      if (age - bound > worst.late) worst = { late: age - bound, age, own }
    }
    for (const write of this.#done) {
      // Of two at the same time it is not known which came last.
      if (write.start < version.end || write === version || write.start > check.start) continue
      const from = this.#bindsFrom(write, check)
      if (from === undefined) continue
      const own = write.process === check.process && from === write.end
      consider(from, own ? 0 : boundMs, own)
    }
    for (const loss of this.#losses)
      // What was lost for good is not seen again once everybody has read what is left.
      if (
        version.start > loss.surelyFrom &&
        version.end < loss.surelyTo &&
        concerns(loss.by, version.process) &&
        concerns(loss.observers, check.process)
      )
        consider(loss.accepted, boundMs, false)
    return worst
  }
}
