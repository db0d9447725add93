import { BoundedMap } from '../bounded-map.ts'
import type { CompiledPolicy } from '../decision/compiled-policy.ts'
import { nobody } from '../decision/subject.ts'
import type { ReadSubject } from '../decision/subject.ts'
import type { Snapshot } from '../decision/snapshot.ts'
import { isThenable } from '../maybe-promise.ts'
import type { MaybePromise } from '../maybe-promise.ts'
import type { Store, StoreView } from '../store/store.ts'
import { tickNow } from './clock.ts'
import type { PolicyCompiler } from './policy-compiler.ts'
import type { Snapshots } from './snapshots.ts'

/** How long a second look counts, in milliseconds: a session that has ended must not cost a read each time. */
const looksLastMs = 1_000
/** The most second looks that are remembered; twice as many at most. */
const keptLooks = 10_000

/** Whether the session the subject comes with, if any, still holds. */
function sessionHolds({ epoch }: ReadSubject, view: StoreView): boolean {
  return epoch === undefined || epoch === view.subject?.epoch
}

/**
 * Turns what a store shows into snapshots, and looks once more where a record that is a moment old could be why
 * somebody is refused: a session that another process has just begun, groups that another process has confirmed.
 */
export class SecondLook {
  readonly #store: Store
  readonly #compiler: PolicyCompiler
  readonly #snapshots: Snapshots
  readonly #done = new BoundedMap<string, number>(keptLooks)
  readonly #pending = new Map<string, Promise<StoreView>>()

  constructor(store: Store, compiler: PolicyCompiler, snapshots: Snapshots) {
    this.#store = store
    this.#compiler = compiler
    this.#snapshots = snapshots
  }

  /** @throws what reading the store throws */
  snapshot(show: () => MaybePromise<StoreView>, subject: ReadSubject): MaybePromise<Snapshot> {
    return this.#compiler.use(show, (policy, view) => {
      const holds = sessionHolds(subject, view)
      const snapshot = this.#judge(policy, view, subject)
      if (holds && snapshot.beforeLapse === undefined) return snapshot
      const { id, epoch } = subject
      let again = this.#again(id as string, JSON.stringify(holds ? [id] : [id, epoch]))
      if (again === undefined) return snapshot
      // Where its policy has to be waited for, what the store shows then is as new.
      const showAgain = (): MaybePromise<StoreView> => {
        const found = again
        again = undefined
        return found ?? show()
      }
      return this.#compiler.use(showAgain, (newer, found) => this.#judge(newer, found, subject))
    })
  }

  #judge(policy: CompiledPolicy, view: StoreView, subject: ReadSubject): Snapshot {
    return sessionHolds(subject, view)
      ? this.#snapshots.of(policy, view, subject, tickNow())
      : this.#snapshots.of(policy, { policy: view.policy, subject: null }, nobody, tickNow())
  }

  /** The newest there is; `undefined` when that was looked for a moment ago. Those who ask at the same time share a look. */
  #again(id: string, reason: string): MaybePromise<StoreView> | undefined {
    const pending = this.#pending.get(reason)
    if (pending !== undefined) return pending
    const last = this.#done.get(reason)
    if (last !== undefined && tickNow() < last + looksLastMs) return undefined
    const found = (this.#store.reread as NonNullable<Store['reread']>)(id)
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
