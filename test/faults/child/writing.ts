import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { TrilatchError } from '@trilatch/core'
import type { Store } from '@trilatch/core'
import { kindOf } from '../cells.ts'
import type { Cell, FaultsManager } from '../cells.ts'
import type { WriteEnd } from '../events.ts'
import type { Random } from '../../simulation/random.ts'
import { now } from '../messages.ts'
import type { FromProcess } from '../messages.ts'
import type { Asking } from './asking.ts'
import type { Journal } from './journal.ts'

export interface WritingParts {
  readonly process: string
  readonly cells: readonly Cell[]
  readonly manager: FaultsManager
  readonly store: Store
  readonly journal: Journal
  readonly asking: Asking
  readonly random: Random
  readonly tell: (message: FromProcess) => void
}

/** Gives and takes the rights that belong to this process, one after the other. */
export class Writing {
  readonly #parts: WritingParts
  readonly #granted = new Map<string, boolean>()
  #current = ''
  everyMs: number
  held = false

  constructor(parts: WritingParts, everyMs: number) {
    this.#parts = parts
    this.everyMs = everyMs
  }

  /** The write that is under way. */
  get current(): string {
    return this.#current
  }

  async run(): Promise<never> {
    const { random } = this.#parts
    for (;;) {
      await sleep(random.between(0.5, 1.5) * this.everyMs)
      if (!this.held) await this.#one(this.#choose())
    }
  }

  /** Of those that are granted and those that are not, in turn: so many are granted most of the time. */
  #choose(): Cell {
    const { cells, random } = this.#parts
    const taken = cells.filter((cell) => !this.#isGranted(cell))
    return taken.length > 0 && random.chance(0.5) ? random.of(taken) : random.of(cells)
  }

  /** By what was last tried; whether it came to pass is another matter. */
  #isGranted(cell: Cell): boolean {
    return this.#granted.get(cell.id) ?? kindOf(cell).initially === undefined
  }

  async #one(cell: Cell): Promise<void> {
    const { process, journal, tell, asking } = this.#parts
    const grants = !this.#isGranted(cell)
    this.#granted.set(cell.id, grants)
    this.#current = randomUUID()
    const start = now()
    const write = this.#current
    journal.noteNow({ type: 'begun', process, write, cell: cell.id, grants, start })
    const outcome = await this.#write(cell, grants)
    journal.noteNow({ type: 'ended', write, end: now(), outcome })
    tell({ say: 'wrote', process, cell: cell.id, grants, outcome, start })
    await asking.ask(cell)
  }

  async #write(cell: Cell, grants: boolean): Promise<WriteEnd> {
    const { manager, store } = this.#parts
    const { grant, revoke } = kindOf(cell)
    try {
      const { changed } = await (grants ? grant : revoke)(cell.id, manager, store)
      return changed ? 'done' : 'nothing'
    } catch (error) {
      if (!(error instanceof TrilatchError)) throw error
      return error.code === 'TRILATCH_WRITE_UNKNOWN' ? 'unknown' : 'refused'
    }
  }
}
