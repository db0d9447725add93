import { BoundedMap } from '../bounded-map.ts'
import { nobody } from '../decision/subject.ts'
import type { ReadSubject } from '../decision/subject.ts'
import type { Snapshot } from '../decision/snapshot.ts'
import { isThenable } from '../maybe-promise.ts'
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

/** Does something with what a store shows, and with what belongs to it, once that is ready; with what is shown then. */
export type Use<View, Ready, Made> = (
  show: () => MaybePromise<View>,
  use: (ready: Ready, view: View) => MaybePromise<Made>,
) => MaybePromise<Made>

/**
 * Turns what a store shows into snapshots, and looks once more where a record that is a moment old could be why
 * somebody is refused: a session that another process has just begun, groups that another process has confirmed.
 */
export class SecondLook<View extends Shown, Ready, Made extends Judged> {
  readonly #reread: (id: string) => MaybePromise<View>
  readonly #use: Use<View, Ready, Made>
  readonly #make: (ready: Ready, view: View, subject: ReadSubject, now: number) => Made
  readonly #done = new BoundedMap<string, number>(keptLooks)
  readonly #pending = new Map<string, Promise<View>>()

  /**
   * @param reread The newest view of a subject.
   * @param make What a view comes to at a moment; for a session that has ended, asked about nobody.
   */
  constructor(
    reread: (id: string) => MaybePromise<View>,
    use: Use<View, Ready, Made>,
    make: (ready: Ready, view: View, subject: ReadSubject, now: number) => Made,
  ) {
    this.#reread = reread
    this.#use = use
    this.#make = make
  }

  /** @throws what reading the store throws */
  snapshot(show: () => MaybePromise<View>, subject: ReadSubject): MaybePromise<Made> {
    return this.#use(show, (ready, view) => {
      const holds = sessionHolds(subject, view)
      const made = this.#judge(ready, view, subject)
      if (holds && made.beforeLapse === undefined) return made
      const { id, epoch } = subject
      let again = this.#again(id as string, JSON.stringify(holds ? [id] : [id, epoch]))
      if (again === undefined) return made
      // Where its policy has to be waited for, what the store shows then is as new.
      const showAgain = (): MaybePromise<View> => {
        const found = again
        again = undefined
        return found ?? show()
      }
      return this.#use(showAgain, (newer, found) => this.#judge(newer, found, subject))
    })
  }

  #judge(ready: Ready, view: View, subject: ReadSubject): Made {
    return sessionHolds(subject, view)
      ? this.#make(ready, view, subject, tickNow())
      : this.#make(ready, { ...view, subject: null }, nobody, tickNow())
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
