import { BoundedMap } from '../bounded-map.ts'
import { nobody } from '../decision/subject.ts'
import type { ReadSubject } from '../decision/subject.ts'
import type { Snapshot } from '../decision/snapshot.ts'
import { andThen, isThenable } from '../maybe-promise.ts'
import type { MaybePromise } from '../maybe-promise.ts'
import type { LeanView } from '../store/on-demand.ts'
import { tickNow } from './clock.ts'

/** How long a second look counts, in milliseconds: a session that has ended must not cost a read each time. */
const looksLastMs = 1_000
/** The most second looks that are remembered; twice as many at most. */
const keptLooks = 10_000

/** What of a view two looks depend on. */
type Shown = Pick<LeanView, 'subject'>

/** Whether the session the subject comes with, if any, still holds. */
function sessionHolds({ epoch }: ReadSubject, view: Shown): boolean {
  return epoch === undefined || epoch === view.subject?.epoch
}

/** What a view comes to, if it has come to something. */
export interface Judged {
  /** There were roles that have lapsed. */
  readonly beforeLapse?: Snapshot | undefined
}

/**
 * Turns what a store shows into snapshots, and looks once more where a record that is a moment old could be why
 * somebody is refused: a session that another process has just begun, groups that another process has confirmed.
 */
export class SecondLook<View extends Shown, Made extends Judged> {
  readonly #reread: (id: string) => MaybePromise<View>
  readonly #make: (view: View, subject: ReadSubject, now: number) => Made
  readonly #done = new BoundedMap<string, number>(keptLooks)
  readonly #pending = new Map<string, Promise<View>>()

  /**
   * @param reread The newest view of a subject.
   * @param make What a view comes to at a moment; for a session that has ended, asked about nobody.
   */
  constructor(
    reread: (id: string) => MaybePromise<View>,
    make: (view: View, subject: ReadSubject, now: number) => Made,
  ) {
    this.#reread = reread
    this.#make = make
  }

  /** @throws what reading the store throws */
  snapshot(view: View, subject: ReadSubject): MaybePromise<Made> {
    const holds = sessionHolds(subject, view)
    const made = this.#judge(view, subject, holds)
    if (holds && made.beforeLapse === undefined) return made
    const { id, epoch } = subject
    const again = this.#again(id as string, JSON.stringify(holds ? [id] : [id, epoch]))
    if (again === undefined) return made
    return andThen(again, (found) => this.#judge(found, subject, sessionHolds(subject, found)))
  }

  #judge(view: View, subject: ReadSubject, holds: boolean): Made {
    return holds
      ? this.#make(view, subject, tickNow())
      : this.#make({ ...view, subject: null }, nobody, tickNow())
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
