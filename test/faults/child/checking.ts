import type { Cell } from '../cells.ts'
import type { Random } from '../../simulation/random.ts'
import { now } from '../messages.ts'
import type { Asking } from './asking.ts'

/** How long after a write it is asked about more than about others, in milliseconds. */
const looksMs = 1_500
/** When it is looked at for sure: to see how soon it is obeyed. */
const looksAtMs = [0, 5, 15, 30, 60, 120, 250]

/** Checks all the time: half of them about what was written lately, wherever. */
export class Checking {
  readonly #asking: Asking
  readonly #cells: ReadonlyMap<string, Cell>
  readonly #all: readonly Cell[]
  readonly #random: Random
  readonly #lately = new Map<string, number>()

  constructor(asking: Asking, cells: readonly Cell[], random: Random) {
    this.#asking = asking
    this.#all = cells
    this.#cells = new Map(cells.map((cell) => [cell.id, cell]))
    this.#random = random
  }

  start(everyMs: number): void {
    setTimeout(
      () => {
        this.start(everyMs)
        void this.#asking.ask(this.#choose())
      },
      this.#random.between(0.5, 1.5) * everyMs,
    )
  }

  /** Something was written: look at it now, and more often for a while. */
  look(cell: string): void {
    this.#lately.set(cell, now() + looksMs)
    const found = this.#cells.get(cell)
    if (found === undefined) return
    for (const ms of looksAtMs) setTimeout(() => void this.#asking.ask(found), ms)
  }

  /** Many identical checks at once. */
  async crowd(cell: string, count: number): Promise<void> {
    const found = this.#cells.get(cell)
    if (found !== undefined) await Promise.all(Array.from({ length: count }, () => this.#asking.ask(found)))
  }

  #choose(): Cell {
    const time = now()
    for (const [cell, until] of this.#lately) if (until < time) this.#lately.delete(cell)
    const lately = [...this.#lately.keys()]
    const chosen =
      lately.length > 0 && this.#random.chance(0.5) ? this.#cells.get(this.#random.of(lately)) : undefined
    return chosen ?? this.#random.of(this.#all)
  }
}
