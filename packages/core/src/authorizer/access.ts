import { resourceName, textOf } from '../context/proper-name.ts'
import { decide } from '../decision/decision.ts'
import type { Decision } from '../decision/decision.ts'
import { explain } from '../decision/explain.ts'
import type { Explanation } from '../decision/explain.ts'
import { canSome, contextsOf, listPermissions } from '../decision/list-permissions.ts'
import type { ContextView, PermissionView } from '../decision/list-permissions.ts'
import type { Question, Snapshot } from '../decision/snapshot.ts'
import type { AskedPermission as Asked } from '../catalogue/permissions.ts'
import { improperName } from '../context/name-table.ts'
import type { NameTable } from '../context/name-table.ts'
import type { Verdicts } from '../decision/verdicts.ts'
import { keepBeforeLapse } from '../enforcement/before-lapse.ts'
import { enforce, refusalFor } from '../enforcement/enforce.ts'
import type { Refusal } from '../enforcement/refusal.ts'
import { accessExpired } from '../errors.ts'
import { own } from '../own.ts'
import { asserted } from './asserted.ts'
import { tickNow } from './clock.ts'
import { plainPhrasing } from './phrasing.ts'
import type { Phrasing } from './phrasing.ts'
import type { FilterOptions, Named, Resource } from './resource.ts'

/**
 * One subject's answers at one version of the policy: a snapshot for one request or message.
 *
 * All questions are answered at once, without a promise. It answers for `accessLifetimeMs` (default 30 s) and
 * throws `TRILATCH_ACCESS_EXPIRED` from then on: obtain a new one for each request or message.
 * A permission that is not a string throws `TypeError`; an unknown one is forbidden.
 */
export class Access<Name extends string = string> {
  readonly #snapshot: Snapshot
  readonly #until: number
  readonly #nodes: ReadonlyMap<string, number>
  readonly #names: NameTable
  readonly #verdicts: Verdicts
  /** The answer to every proper question, where no role has to be asked. */
  readonly #standing: boolean | undefined
  readonly #phrasing: Phrasing
  /** The permission that was asked about last with a resource; at first the empty name, which none has. */
  #lastName = ''
  #lastNode = -1

  /** Obtain one with `authorizer.access(subject)`. */
  constructor(snapshot: Snapshot, until: number, phrasing: Phrasing = plainPhrasing) {
    this.#snapshot = snapshot
    this.#until = until
    this.#phrasing = phrasing
    this.#nodes = snapshot.policy.permissions.index
    this.#names = snapshot.policy.names
    this.#verdicts = snapshot.verdicts
    if (snapshot.beforeLapse) keepBeforeLapse(this, new Access(snapshot.beforeLapse, until, phrasing))
    this.#standing = snapshot.standing === 'roles' ? undefined : snapshot.standing !== 'suspended'
  }

  /** Who asked; `null` when nobody is signed in. */
  get subjectId(): string | null {
    return this.#snapshot.subjectId
  }

  /** Whether somebody is signed in; while switched off, everybody is. */
  get signedIn(): boolean {
    return this.#snapshot.subjectId !== null || this.#snapshot.standing === 'switched-off'
  }

  /** Whether the subject is suspended: everything is forbidden. */
  get suspended(): boolean {
    return this.#snapshot.standing === 'suspended'
  }

  /** Whether its lifetime is over: every question throws from then on. */
  get expired(): boolean {
    return tickNow() >= this.#until
  }

  /** Version of the policy that answers. */
  get version(): string {
    return this.#snapshot.policy.version
  }

  /**
   * Whether the permission is granted: on this resource, or without one for every resource.
   * An unknown permission and a second argument without a proper name are `false`, for everybody.
   */
  can(permission: Asked<Name>): boolean
  can(permission: Asked<Name>, resource: Resource): boolean
  can(permission: string, resource?: Resource): boolean {
    const everywhere = arguments.length < 2
    const node = everywhere ? this.#node(permission) : this.#nodeAgain(permission)
    if (node === -1) return false
    if (everywhere) return this.#standing ?? this.#verdicts.grantsEverywhere(node)
    const name = textOf(resource)
    const place = name === undefined ? improperName : this.#names.find(name)
    if (place === improperName) return false
    return this.#standing ?? this.#verdicts.grants(node, name as string, place)
  }

  /** Whether the permission may be granted for some resource: for menus and lists. */
  canSome(permission: Asked<Name>): boolean {
    return canSome(this.#snapshot, this.#node(permission))
  }

  /** The items, in order, whose resource the permission is granted on. */
  filter<Item>(permission: Asked<Name>, items: readonly Item[] & Named<Item>): Item[]
  /** Items that are neither names nor have a `name`: say where it is. */
  filter<Item>(permission: Asked<Name>, items: readonly Item[], options: FilterOptions<Item>): Item[]
  filter<Item>(permission: string, items: readonly Item[], options?: FilterOptions<Item>): Item[] {
    if (!Array.isArray(items)) throw new TypeError('filter takes an array of items')
    const node = this.#node(permission)
    const nameOf = options && own(options, 'nameOf')
    if (nameOf && typeof nameOf !== 'function') throw new TypeError('`nameOf` must be a function')
    if (node === -1) return []
    const { policy, verdicts } = this.#snapshot
    if (nameOf === undefined && this.#standing === undefined) {
      const remembered = policy.lists.filter(verdicts, node, items)
      if (remembered !== undefined) return remembered
    }
    return items.filter((item) => {
      const name = textOf(nameOf === undefined ? item : nameOf(item))
      const place = name === undefined ? improperName : policy.names.find(name)
      return place !== improperName && (this.#standing ?? verdicts.grants(node, name as string, place))
    })
  }

  /** The answer with its reason. */
  decide(permission: Asked<Name>): Decision
  decide(permission: Asked<Name>, resource: Resource): Decision
  decide(permission: string, ...resource: readonly [] | readonly [Resource]): Decision {
    return decide(this.#snapshot, this.#question(permission, resource))
  }

  /** The answer with the whole way to it: every role, every node, every rule. It names roles; show it to few. */
  explain(permission: Asked<Name>): Explanation
  explain(permission: Asked<Name>, resource: Resource): Explanation
  explain(permission: string, ...resource: readonly [] | readonly [Resource]): Explanation {
    return explain(this.#snapshot, this.#question(permission, resource))
  }

  /** Every node of the catalogue with the subject's own answer; no role names. For "view my permissions". */
  permissions(): readonly PermissionView[] {
    this.#live()
    return listPermissions(this.#snapshot)
  }

  /** The patterns that matter for a permission, nearest first. For showing; `filter` decides about names. */
  contexts(permission: Asked<Name>): readonly ContextView[] {
    const node = this.#node(permission)
    return node === -1 ? [] : contextsOf(this.#snapshot, node)
  }

  /**
   * Goes on when the permission is granted.
   *
   * @throws Refusal what a guard would answer with: 401 when nobody is signed in, 400 for an improper resource, else 403.
   */
  assert(permission: Asked<Name>): void
  assert(permission: Asked<Name>, resource: Resource): void
  assert(permission: string, ...resource: readonly [] | readonly [Resource]): void {
    const refusal = this.#judged(enforce, permission, resource)
    if (refusal !== undefined) throw refusal
  }

  /** What `assert` would throw, if anything; no guard has answered then, and nobody is told. */
  refusal(permission: Asked<Name>, ...resource: readonly [] | readonly [Resource]): Refusal | undefined {
    return this.#judged(refusalFor, permission, resource)
  }

  #judged(by: typeof enforce, permission: string, resource: readonly [Resource?]): Refusal | undefined {
    const options = { permissions: this.#snapshot.policy.permissions, ...this.#phrasing }
    return asserted(by, this, options, this.#node(permission), permission, resource)
  }

  #live(): void {
    if (this.expired) throw accessExpired()
  }

  #node(permission: string): number {
    this.#live()
    const node = this.#nodes.get(permission)
    if (node !== undefined) return node
    if (typeof permission === 'string') return -1
    throw new TypeError(`A permission must be a string, not ${typeof permission}`)
  }

  /** As `#node`, and without a look-up for the same permission: who goes through a list asks about one. */
  #nodeAgain(permission: string): number {
    if (permission === this.#lastName) this.#live()
    else {
      this.#lastNode = this.#node(permission)
      this.#lastName = permission
    }
    return this.#lastNode
  }

  #question(permission: string, resource: readonly [] | readonly [Resource]): Question {
    const node = this.#node(permission)
    return { permission, node, name: resource.length === 0 ? undefined : (resourceName(resource[0]) ?? null) }
  }
}
