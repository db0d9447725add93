import type { Permissions, RulePermission } from '../catalogue/permissions.ts'
import type { Decision } from '../decision/decision.ts'
import type { Snapshot } from '../decision/snapshot.ts'
import { deepFreeze } from '../deep-freeze.ts'
import { andThen } from '../maybe-promise.ts'
import type { MaybePromise } from '../maybe-promise.ts'
import { accountManager } from '../manage/account-manager.ts'
import type { Accounts } from '../manage/accounts.ts'
import type { ManageContext } from '../manage/context.ts'
import { createManager } from '../manage/manager.ts'
import type { Manager } from '../manage/manager.ts'
import { roleUnknown } from '../manage/plan.ts'
import { guardedStore } from '../store/guarded-store.ts'
import type { Store, StoreView } from '../store/store.ts'
import { Access } from './access.ts'
import type { Phrasing, Resource } from './access.ts'
import { tickNow } from './clock.ts'
import type { Authorizer } from './authorizer.ts'
import { healthOf } from './health.ts'
import { IgnoredRoles } from './ignored-roles.ts'
import type { Health } from './health.ts'
import { policyDiagnostics } from './diagnostics.ts'
import type { Diagnostic } from './diagnostics.ts'
import { mappingDiagnostics } from './mapping-diagnostics.ts'
import { rolesForNewUser, userOrigins } from '../policy/new-user-roles.ts'
import { checkRoleLists } from '../policy/role-lists.ts'
import type { ReadOptions } from './options.ts'
import { roleTree } from './role-tree.ts'
import type { RoleTree, RoleTreeSearch } from './role-tree.ts'
import { GivenRoles } from './given-roles.ts'
import { manageContext } from './manage-context.ts'
import { publishApplication } from './publish-application.ts'
import { OnDemand } from './on-demand.ts'
import { Snapshots } from './snapshots.ts'
import type { IgnoredRole } from './snapshots.ts'
import { SecondLook } from './second-look.ts'
import { closed, warnOfStored } from './start-checks.ts'
import { switchedOff } from './switched-off.ts'
import { readSubject } from '../decision/subject.ts'
import type { ReadSubject, Subject } from '../decision/subject.ts'

/** The authorizer over a store; made by `createAuthorizer`. */
export class StoreAuthorizer<Name extends string, Located extends string> implements Authorizer<
  Name,
  Located
> {
  readonly permissions: Permissions<Name, Located>
  readonly #options: ReadOptions
  readonly #snapshots: Snapshots
  readonly #looks: SecondLook<StoreView, Snapshot>
  readonly #ignored = new IgnoredRoles()
  readonly #off: Snapshot | undefined
  readonly #onDemand: OnDemand | undefined
  #ready: Promise<void> | undefined
  #started = false
  #closed = false

  constructor(permissions: Permissions<Name, Located>, options: ReadOptions) {
    this.permissions = permissions
    const store = guardedStore(options.store, () => {
      if (this.#closed) throw closed()
    })
    this.#options = { ...options, store }
    const { lists, groups } = options
    const ignore = (ignored: IgnoredRole): void => this.#ignored.remember(ignored)
    const given = new GivenRoles(lists.anonymousRoles, groups)
    this.#snapshots = new Snapshots(permissions, given, ignore)
    this.#looks = new SecondLook(
      (id) => (store.reread as NonNullable<Store['reread']>)(id),
      (view: StoreView, subject, now) => this.#snapshots.of(view, subject, now),
    )
    if (options.policy === 'on-demand' && store.onDemand !== undefined)
      this.#onDemand = new OnDemand(permissions, store.onDemand, given, ignore)
    this.#off = options.enabled ? undefined : switchedOff(permissions)
    // Roles given in code have been checked: there is nothing left to wait for.
    if (options.ownStore) this.#start(store.view(null) as StoreView)
  }

  get enabled(): boolean {
    return this.#options.enabled
  }

  ready(): Promise<void> {
    if (this.#closed) return Promise.reject(closed())
    if (this.#started) return Promise.resolve()
    // A start that failed is tried again by the next call; calls at the same time share one.
    this.#ready ??= this.#open().finally(() => (this.#ready = undefined))
    return this.#ready
  }

  async access(subject: Subject | null): Promise<Access<Name>> {
    return this.obtain(subject)
  }

  obtain(subject: Subject | null, phrasing?: Phrasing): MaybePromise<Access<Name>> {
    const read = readSubject(subject)
    if (this.#off !== undefined) return this.#accessOf(this.#off, phrasing)
    if (this.#onDemand !== undefined)
      return andThen(this.#asked(this.#onDemand, read), (found) => this.#accessOf(found, phrasing))
    const view = this.#started && !this.#closed ? this.#options.store.view(read.id) : this.#view(read.id)
    return andThen(view, (found) => {
      const snapshot = this.#looks.snapshot(found, read)
      return andThen(snapshot, (made) => this.#accessOf(made, phrasing))
    })
  }

  async decide(
    subject: Subject | null,
    permission: Name,
    ...resource: readonly [] | readonly [Resource]
  ): Promise<Decision> {
    const access = await this.access(subject)
    return resource.length === 0 ? access.decide(permission) : access.decide(permission, resource[0])
  }

  manage(actor: string | { readonly id: string }): Manager<RulePermission<Name>> {
    return createManager<RulePermission<Name>>(this.#context(actor))
  }

  accounts(actor: string | { readonly id: string }): Accounts {
    return accountManager(this.#context(actor))
  }

  async roleTree(role: string, search?: RoleTreeSearch): Promise<RoleTree> {
    const { policy } = await this.#view(null)
    const tree = roleTree(this.#snapshots.policy(policy), role, search)
    if (tree === undefined) throw roleUnknown(role)
    return tree
  }

  async diagnostics(): Promise<readonly Diagnostic[]> {
    const { policy: stored } = await this.#view(null)
    const policy = this.#snapshots.policy(stored)
    const { store, lists } = this.#options
    const documents = policy.documents
    const forNew = userOrigins.flatMap((origin) => rolesForNewUser(lists.newUserRoles, origin, documents))
    const given = new Set([...lists.anonymousRoles, ...forNew, ...this.#snapshots.handedIn()])
    for (const id of policy.roles.keys()) if (!given.has(id) && (await store.held(id))) given.add(id)
    return deepFreeze([
      ...policyDiagnostics(policy, stored, given),
      ...mappingDiagnostics(this.#snapshots.mapping(stored).faults),
      ...this.#ignored.diagnostics(),
    ])
  }

  health(): Health {
    const state = { enabled: this.enabled, started: this.#started, closed: this.#closed }
    const store = this.#options.store.health?.() ?? { status: 'ok', details: {} }
    return healthOf(state, store, this.#onDemand?.counters)
  }

  async close(): Promise<void> {
    this.#closed = true
    if (this.#options.ownStore) await this.#options.store.close()
  }

  #context(actor: string | { readonly id: string }): ManageContext {
    const { store, lists, groups } = this.#options
    const view = (): Promise<StoreView> => this.#view(null)
    return manageContext(
      { permissions: this.permissions, store, lists, providers: groups.providers, view },
      actor,
    )
  }

  #accessOf(snapshot: Snapshot, phrasing?: Phrasing): Access<Name> {
    if (this.#closed) throw closed()
    return new Access<Name>(snapshot, tickNow() + this.#options.accessLifetimeMs, phrasing)
  }

  /** A snapshot from the store's bundles. The first asks while it starts: one reading does for both. */
  #asked(onDemand: OnDemand, subject: ReadSubject): MaybePromise<Snapshot> {
    if (this.#started && !this.#closed) return onDemand.of(subject)
    const early = async (): Promise<Snapshot> => onDemand.of(subject)
    return Promise.all([this.ready(), early()]).then(() => onDemand.of(subject))
  }

  async #view(subject: string | null): Promise<StoreView> {
    if (!this.#started || this.#closed) await this.ready()
    return this.#options.store.view(subject)
  }

  async #open(): Promise<void> {
    const { store, application: name, lists, groups, enabled } = this.#options
    await (this.#onDemand === undefined ? store.ready() : this.#onDemand.start(lists))
    if (enabled) await publishApplication(store, { name, permissions: this.permissions, lists, groups })
    if (this.#onDemand === undefined) this.#start(await store.view(null))
    else this.#started = true
  }

  #start({ policy: stored }: StoreView): void {
    checkRoleLists(this.#options.lists, new Map(Array.from(stored.roles, ([id, { role }]) => [id, role])))
    warnOfStored(this.#snapshots.policy(stored), this.#snapshots.mapping(stored))
    this.#started = true
  }
}
