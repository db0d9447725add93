import type { Authorizer } from '@trilatch/core'
import { kindOf, subjectOf } from '../cells.ts'
import type { Cell, FaultsAccess, Names } from '../cells.ts'
import type { Check } from '../events.ts'
import { now } from '../messages.ts'
import type { Journal } from './journal.ts'
import type { Seen, WatchedStore } from './watched-store.ts'

/** Asks as an application does, and notes what it was told and what that was made of. */
export class Asking {
  readonly #process: string
  readonly #authorizer: Authorizer<Names>
  readonly #watched: WatchedStore
  readonly #journal: Journal

  constructor(process: string, authorizer: Authorizer<Names>, watched: WatchedStore, journal: Journal) {
    this.#process = process
    this.#authorizer = authorizer
    this.#watched = watched
    this.#journal = journal
  }

  /** One check; resolves when it has been answered, also with "unavailable". */
  async ask(cell: Cell): Promise<void> {
    const seen: Seen = {}
    const start = now()
    const note = (outcome: Check['outcome'], version?: string): void =>
      this.#journal.note({
        type: 'check',
        process: this.#process,
        cell: cell.id,
        start,
        end: now(),
        outcome,
        ...(version === undefined ? {} : { seen: version }),
      })
    const answer = (access: FaultsAccess): void => {
      const { view } = seen
      if (view === undefined) throw new Error('an access was made of nothing')
      const { ask, version } = kindOf(cell)
      note(ask(cell.id, access, view), version?.(cell.id, view))
    }
    try {
      const access = this.#watched.watching(seen, () => this.#authorizer.obtain({ id: subjectOf(cell.id) }))
      // What is there at once is used at once: a turn later it would have another age.
      if ('then' in access) answer(await access)
      else answer(access)
    } catch (error) {
      if ((error as { status?: unknown }).status !== 503) throw error
      note('unavailable')
    }
  }
}
