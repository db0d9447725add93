import type { AskedPermission, Permissions, RulePermission } from '../catalogue/permissions.ts'
import type { Decision } from '../decision/decision.ts'
import type { CompiledPolicy } from '../decision/compiled-policy.ts'
import type { Snapshot } from '../decision/snapshot.ts'
import { closed } from '../errors.ts'
import { andThen } from '../maybe-promise.ts'
import type { MaybePromise } from '../maybe-promise.ts'
import { accountManager } from '../manage/account-manager.ts'
import type { Accounts } from '../manage/accounts.ts'
import type { ManageContext } from '../manage/context.ts'
import { createManager } from '../manage/manager.ts'
import type { Manager } from '../manage/manager.ts'
import { refusedAttempts } from '../manage/refused-attempts.ts'
import { guardedStore } from '../store/guarded-store.ts'
import type { StoredPolicy, StoreView } from '../store/store.ts'
import { Access } from './access.ts'
import { tickNow } from './clock.ts'
import { collectDiagnostics, storedMappingDiagnostics } from './collect-diagnostics.ts'
import { Deadline } from './deadline.ts'
import type { Actor, Authorizer, ManageOptions } from './authorizer.ts'
import { healthOf } from './health.ts'
import { IgnoredRoles } from './ignored-roles.ts'
import type { Health } from './health.ts'
import type { Diagnostic } from './diagnostics.ts'
import { checkRoleLists } from '../policy/role-lists.ts'
import type { ReadOptions } from './options.ts'
import type { Phrasing } from './phrasing.ts'
import { policyLooks } from './policy-looks.ts'
import type { PolicyLooks } from './policy-looks.ts'
import { PolicyCompiler } from './policy-compiler.ts'
import type { Resource } from './resource.ts'
import { roleTree } from './role-tree.ts'
import type { RoleTree, RoleTreeSearch } from './role-tree.ts'
import { GivenRoles } from './given-roles.ts'
import { manageContext } from './manage-context.ts'
import { OnDemand } from './on-demand.ts'
import { publishApplication } from './publish-application.ts'
import { Snapshots } from './snapshots.ts'
import type { IgnoredRole } from './snapshots.ts'
import { switchedOff } from './switched-off.ts'
import { warnAtStart } from './warn-at-start.ts'
import { readSubject } from '../decision/subject.ts'
import type { ReadSubject, Subject } from '../decision/subject.ts'

/** The authorizer over a store; made by `createAuthorizer`. */
export class StoreAuthorizer<Name extends string, On extends string> implements Authorizer<Name, On> {
  readonly permissions: Permissions<Name, On>
  readonly #options: ReadOptions
  readonly #given: GivenRoles
  readonly #compiler: PolicyCompiler
  readonly #snapshots: Snapshots
  readonly #looks: PolicyLooks
  readonly #onDemand: OnDemand | undefined
  readonly #ignored = new IgnoredRoles()
  readonly #off: Snapshot | undefined
  readonly #deadline: Deadline
  #ready: Promise<void> | undefined
  #started = false
  #closed = false

  constructor(permissions: Permissions<Name, On>, options: ReadOptions) {
    this.permissions = permissions
    const store = guardedStore(options.store, () => {
      if (this.#closed) throw closed()
    })
    this.#options = { ...options, store }
    const ignore = (ignored: IgnoredRole): void => this.#ignored.remember(ignored)
    const given = new GivenRoles(options.lists.anonymousRoles, options.groups)
    this.#given = given
    this.#snapshots = new Snapshots(given, ignore)
    this.#compiler = new PolicyCompiler(permissions)
    this.#deadline = new Deadline(store.deadlineMs ?? Infinity)
    this.#looks = policyLooks(store, this.#compiler, this.#snapshots)
    if (options.policy === 'on-demand' && store.onDemand !== undefined)
      this.#onDemand = new OnDemand(permissions, store.onDemand, given, this.#deadline, ignore)
    this.#off = options.enabled ? undefined : switchedOff(permissions)
    // Roles given in code have been checked: there is nothing left to wait for.
    if (options.ownStore) {
      const { policy } = store.view(null) as StoreView
      this.#start(this.#compiler.policyNow(policy), policy)
    }
  }

  get enabled(): boolean {
    return this.#options.enabled
  }

  get groupRefreshMs(): number {
    return this.#options.groups.groupRefreshMs
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
    return andThen(this.#snapshot(read), (made) => this.#accessOf(made, phrasing))
  }

  async decide(
    subject: Subject | null,
    permission: AskedPermission<Name>,
    ...resource: readonly [] | readonly [Resource]
  ): Promise<Decision> {
    const access = await this.access(subject)
    return resource.length === 0 ? access.decide(permission) : access.decide(permission, resource[0])
  }

  manage(actor: Actor, options?: ManageOptions): Manager<RulePermission<Name>> {
    return createManager<RulePermission<Name>>(this.#context(actor, options))
  }

  accounts(actor: Actor, options?: ManageOptions): Accounts {
    return accountManager(this.#context(actor, options, 'accounts'))
  }

  async roleTree(role: string, search?: RoleTreeSearch): Promise<RoleTree> {
    return roleTree((await this.#policy())[0], role, search)
  }

  async diagnostics(): Promise<readonly Diagnostic[]> {
    return collectDiagnostics(await this.#policy(), this.#options, this.#snapshots, this.#ignored)
  }

  health(): Health {
    const state = { enabled: this.enabled, started: this.#started, closed: this.#closed }
    const store = this.#options.store.health?.() ?? { status: 'ok', details: {} }
    return healthOf(state, store, this.#onDemand?.counters)
  }

  async close(): Promise<void> {
    const counted = refusedAttempts(this.#options.store).close()
    this.#closed = true
    await counted
    if (this.#options.ownStore) await this.#options.store.close()
  }

  #context(actor: Actor, options?: ManageOptions, of: 'manage' | 'accounts' = 'manage'): ManageContext {
    const { store, lists, groups } = this.#options
    const own = { permissions: this.permissions, given: this.#given, providers: groups.providers }
    return manageContext({ ...own, store, lists, view: async () => this.#view(null) }, actor, options, of)
  }

  #snapshot(subject: ReadSubject): MaybePromise<Snapshot> {
    const starting = this.#started && !this.#closed ? undefined : this.ready()
    if (this.#onDemand !== undefined) return this.#onDemand.obtain(starting, subject)
    const { store } = this.#options
    const look = (): MaybePromise<Snapshot> =>
      this.#deadline.of(this.#looks.snapshot(() => store.view(subject.id), subject))
    return starting === undefined ? look() : starting.then(look)
  }

  #accessOf(snapshot: Snapshot, phrasing?: Phrasing): Access<Name> {
    if (this.#closed) throw closed()
    return new Access<Name>(snapshot, tickNow() + this.#options.accessLifetimeMs, phrasing)
  }

  #view(subject: string | null): MaybePromise<StoreView> {
    const { store } = this.#options
    if (this.#started && !this.#closed) return store.view(subject)
    return this.ready().then(() => store.view(subject))
  }

  #policy(): MaybePromise<readonly [CompiledPolicy, StoredPolicy]> {
    return this.#compiler.use(
      () => this.#view(null),
      (policy, view) => [policy, view.policy] as const,
    )
  }

  async #open(): Promise<void> {
    const { store, application: name, lists, groups, enabled } = this.#options
    const read = await (this.#onDemand === undefined ? store.ready() : this.#onDemand.start(lists))
    const own = { name, permissions: this.permissions, lists, groups }
    if (enabled) await publishApplication(store, own, read ?? undefined)
    if (this.#onDemand !== undefined) this.#started = true
    else
      await this.#compiler.use(
        () => store.view(null),
        (policy, view) => this.#start(policy, view.policy),
      )
  }

  #start(policy: CompiledPolicy, stored: StoredPolicy): void {
    checkRoleLists(this.#options.lists, policy.documents)
    warnAtStart(policy, storedMappingDiagnostics(stored, this.#snapshots, this.#options.groups))
    this.#started = true
  }
}
