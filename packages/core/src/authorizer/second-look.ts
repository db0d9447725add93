import { BoundedMap } from '../bounded-map.ts'
import { nobody } from '../decision/subject.ts'
import type { ReadSubject } from '../decision/subject.ts'
import { andThen, isThenable } from '../maybe-promise.ts'
import type { MaybePromise } from '../maybe-promise.ts'
import type { LeanView } from '../store/on-demand.ts'
import { tickNow } from './clock.ts'

/** How long a second look counts, in milliseconds: a session that has ended must not cost a read each time. */
const looksLastMs = 1_000
/** The most second looks that are remembered; twice as many at most. */
const keptLooks = 10_000

/** Whether the session the subject comes with, if any, still holds. */
function sessionHolds({ epoch }: ReadSubject, view: LeanView): boolean {
  return epoch === undefined || epoch === view.subject?.epoch
}

/**
 * Turns what a store shows into snapshots, and looks once more where a record that is a moment old could be why
 * somebody is refused: a session that another process has just begun.
 */
export class SecondLook<View extends LeanView, Made> {
  readonly #reread: (id: string) => MaybePromise<View>
  readonly #make: (view: View, subject: ReadSubject) => Made
  readonly #done = new BoundedMap<string, number>(keptLooks)
  readonly #pending = new Map<string, Promise<View>>()

  /**
   * @param reread The newest view of a subject.
   * @param make What a view comes to; for a session that has ended, asked about nobody.
   */
  constructor(reread: (id: string) => MaybePromise<View>, make: (view: View, subject: ReadSubject) => Made) {
    this.#reread = reread
    this.#make = make
  }

  /** @throws what reading the store throws */
  snapshot(view: View, subject: ReadSubject): MaybePromise<Made> {
    if (sessionHolds(subject, view)) return this.#make(view, subject)
    const again = this.#again(subject.id as string, JSON.stringify([subject.id, subject.epoch]))
    return andThen(again ?? view, (found) =>
      sessionHolds(subject, found)
        ? this.#make(found, subject)
        : this.#make({ ...found, subject: null }, nobody),
    )
  }

  /** The newest there is; `undefined` when that was looked for a moment ago. Those who ask at the same time share a look. */
  #again(id: string, reason: string): MaybePromise<View> | undefined {
    const pending = this.#pending.get(reason)
    if (pending !== undefined) return pending
    const last = this.#done.get(reason)
    if (last !== undefined && tickNow() < last + looksLastMs) return undefined
    const found = this.#reread(id)
    if (!isThenable(found)) return found
    const look = Promise.resolve(found)
      .then((view) => {
        this.#done.set(reason, tickNow())
        return view
      })
      .finally(() => this.#pending.delete(reason))
    this.#pending.set(reason, look)
    return look
  }
}
