import type { LeanView, OnDemandStore, StoredRole, StoreView } from '@trilatch/core'

/** How often the policy may change while a role is read. */
const maxTries = 10

/**
 * Asks as a process does that does not hold the policy: it keeps the roles it has met of one policy, and takes a view
 * again after it has waited for one.
 */
export class LeanAsker {
  readonly #roles = new Map<string, StoredRole | undefined>()
  #position: string | undefined

  /** What `Store.view` would show, with no other role than the one asked about. */
  view(store: OnDemandStore, role: string, subject: string): StoreView | Promise<StoreView> {
    const view = store.view(subject)
    const found = view instanceof Promise ? undefined : this.#with(view, role)
    return found ?? this.#wait(store, role, subject, view)
  }

  async #wait(
    store: OnDemandStore,
    role: string,
    subject: string,
    first: LeanView | Promise<LeanView>,
  ): Promise<StoreView> {
    let given = first
    for (let tries = 1; ; tries++) {
      const view = given instanceof Promise ? await given : given
      const found = this.#with(view, role)
      if (found !== undefined) return found
      if (tries === maxTries) throw new Error('The policy keeps changing')
      const { position } = view.policy
      const read = await store.roles(view.policy, [role])
      // Another look may have been at another policy meanwhile.
      if (read !== undefined && position === this.#position) this.#roles.set(role, read.get(role))
      given = store.view(subject)
    }
  }

  #with({ policy, subject }: LeanView, role: string): StoreView | undefined {
    if (policy.position !== this.#position) this.#roles.clear()
    this.#position = policy.position
    if (!this.#roles.has(role)) return undefined
    const stored = this.#roles.get(role)
    return { policy: { ...policy, roles: new Map(stored === undefined ? [] : [[role, stored]]) }, subject }
  }
}
