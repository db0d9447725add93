import type { Permissions } from '../catalogue/permissions.ts'
import { compileInSteps, compilePolicy } from '../decision/compiled-policy.ts'
import type { CompiledPolicy } from '../decision/compiled-policy.ts'
import type { Role } from '../policy/policy.ts'
import { unavailable } from '../errors.ts'
import { andThen, isThenable } from '../maybe-promise.ts'
import type { MaybePromise } from '../maybe-promise.ts'
import type { StoredPolicy, StoreView } from '../store/store.ts'
import { systemPace, takeSlice } from '../pace.ts'
import type { Pace } from '../pace.ts'

/** How often an access waits for a policy: a store that shows another object each time would have it wait for ever. */
const maxWaits = 10

function* rolesOf(stored: StoredPolicy): Generator<Role> {
  for (const { role } of stored.roles.values()) yield role
}

/**
 * Makes what a store shows ready to be asked: each version once, from the one before, and one at a time. What takes
 * longer than a slice goes on behind everything else that is due, slice by slice, and takes its place whole.
 */
export class PolicyCompiler {
  readonly #permissions: Permissions
  readonly #pace: Pace
  #ready: { readonly stored: StoredPolicy; readonly policy: CompiledPolicy } | undefined
  #running: Promise<void> | undefined

  constructor(permissions: Permissions, pace: Pace = systemPace) {
    this.#permissions = permissions
    this.#pace = pace
  }

  /** The policy, however long it takes: for when nothing else is to happen before. */
  policyNow(stored: StoredPolicy): CompiledPolicy {
    const policy = compilePolicy(stored.version, rolesOf(stored), this.#permissions, this.#ready?.policy)
    this.#ready = { stored, policy }
    return policy
  }

  /**
   * Does something with what a store shows, at once where its policy is ready, or soon made so. Else when the work is
   * done that is going on, which all who wait share, with what the store shows then: so nothing is ever done with a
   * view that has grown old, nor with a policy that is not the one it shows. A version that came meanwhile is made
   * from the one that was going on: no work is lost, and a policy that changes all the time gets ready all the same.
   *
   * @param waits How often it may wait.
   * @throws TrilatchError `TRILATCH_UNAVAILABLE` when the store has shown another policy ten times.
   */
  use<T>(
    show: () => MaybePromise<StoreView>,
    use: (policy: CompiledPolicy, view: StoreView) => MaybePromise<T>,
    waits: number = maxWaits,
  ): MaybePromise<T> {
    return andThen(show(), (view): MaybePromise<T> => {
      const policy = this.#policy(view.policy)
      if (!isThenable(policy)) return use(policy, view)
      if (waits === 0) throw unavailable('The store shows another policy before the last one is ready.')
      return policy.then(() => this.use(show, use, waits - 1))
    })
  }

  /** The policy, or the end of the work that is going on. */
  #policy(stored: StoredPolicy): CompiledPolicy | Promise<void> {
    if (this.#ready?.stored === stored) return this.#ready.policy
    if (this.#running !== undefined) return this.#running
    const steps = compileInSteps(stored.version, rolesOf(stored), this.#permissions, this.#ready?.policy)
    const policy = this.#slice(steps, stored)
    if (policy !== undefined) return policy
    this.#running = this.#goOn(steps, stored).finally(() => (this.#running = undefined))
    return this.#running
  }

  async #goOn(steps: Generator<void, CompiledPolicy>, stored: StoredPolicy): Promise<void> {
    do await this.#pace.turn()
    while (this.#slice(steps, stored) === undefined)
  }

  /** Works until it is done or a slice is over. */
  #slice(steps: Generator<void, CompiledPolicy>, stored: StoredPolicy): CompiledPolicy | undefined {
    const end = takeSlice(steps, this.#pace)
    if (end === undefined) return undefined
    this.#ready = { stored, policy: end.value }
    return end.value
  }
}
