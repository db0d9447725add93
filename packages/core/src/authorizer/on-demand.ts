import { BoundedMap } from '../bounded-map.ts'
import { catalogueDigest, catalogueDocument } from '../catalogue/catalogue-document.ts'
import type { Permissions } from '../catalogue/permissions.ts'
import type { GivenRole } from '../decision/holdings.ts'
import type { Snapshot } from '../decision/snapshot.ts'
import type { ReadSubject } from '../decision/subject.ts'
import { unavailable } from '../errors.ts'
import { andThen, isThenable } from '../maybe-promise.ts'
import type { MaybePromise } from '../maybe-promise.ts'
import { checkRoleLists, namedRoles } from '../policy/role-lists.ts'
import type { RoleLists } from '../policy/role-lists.ts'
import type { Applications } from '../store/applications.ts'
import type { LeanView, OnDemandStore } from '../store/on-demand.ts'
import type { StoredRole, SubjectRecord } from '../store/store.ts'
import { bundledRoles, holdingsOf } from './bundle-holdings.ts'
import { bundleKey } from './bundle-key.ts'
import { Bundles } from './bundles.ts'
import type { BundleCounters, Wanted } from './bundles.ts'
import type { GivenRoles } from './given-roles.ts'
import type { Deadline } from './deadline.ts'
import { SecondLook } from './second-look.ts'
import { sameRoles } from './snapshots.ts'
import type { IgnoredRole } from './snapshots.ts'

/** Subjects whose snapshots are kept; twice as many at most. */
const keptSubjects = 1_000
/** How often the policy may change while a bundle is fetched. */
const maxTries = 10

/** A snapshot, or the bundle that is missing for it. */
type Looked = Snapshot | Missing

interface Missing {
  readonly key: string
  readonly wanted: Wanted
  readonly beforeLapse?: undefined
}

interface Kept {
  readonly policy: LeanView['policy']
  readonly record: SubjectRecord | null
  readonly subject: ReadSubject
  readonly snapshot: Snapshot
  /** When the first of the roles lapses. */
  readonly until: number
}

/**
 * Snapshots without a policy in memory: what a subject may is in the bundle of its roles. Each is made from a view that
 * was taken in the same run of code, so nothing that was fetched in between can make it older.
 */
export class OnDemand {
  readonly #store: OnDemandStore
  readonly #bundles: Bundles
  readonly #catalogue: string
  readonly #given: GivenRoles
  readonly #deadline: Deadline
  readonly #onIgnored: (ignored: IgnoredRole) => void
  readonly #looks: SecondLook<LeanView, undefined, Looked>
  readonly #kept = new BoundedMap<string | null, Kept>(keptSubjects)

  constructor(
    permissions: Permissions,
    store: OnDemandStore,
    given: GivenRoles,
    deadline: Deadline,
    onIgnored: (ignored: IgnoredRole) => void,
  ) {
    this.#store = store
    this.#deadline = deadline
    this.#bundles = new Bundles(permissions, store)
    this.#catalogue = catalogueDigest(catalogueDocument(permissions))
    this.#given = given
    this.#onIgnored = onIgnored
    this.#looks = new SecondLook(
      (id) => store.reread(id),
      (show, use) => andThen(show(), (view) => use(undefined, view)),
      (_, view: LeanView, subject, now) => this.#look(view, subject, now),
    )
  }

  get counters(): Readonly<BundleCounters> {
    return this.#bundles.counters
  }

  /**
   * Proves that the store can be read, and that the roles exist that options name.
   *
   * @returns What applications have published, where the store has told it by the way.
   * @throws TrilatchError of `checkRoleLists`; `TRILATCH_UNAVAILABLE`
   */
  async start(lists: RoleLists): Promise<Applications | undefined> {
    const ids = namedRoles(lists)
    const opening = await this.#store.open?.(ids)
    const roles = opening?.roles ?? (await this.#rolesOf(ids))
    checkRoleLists(lists, new Map(Array.from(roles, ([id, { role }]) => [id, role])))
    return opening?.applications
  }

  async #rolesOf(ids: readonly string[]): Promise<ReadonlyMap<string, StoredRole>> {
    for (let tries = 0; tries < maxTries; tries++) {
      const { policy } = await this.#store.view(null)
      const roles = ids.length === 0 ? new Map<string, StoredRole>() : await this.#store.roles(policy, ids)
      if (roles !== undefined) return roles
    }
    throw unavailable('The policy keeps changing.')
  }

  /** The snapshot of a subject: at once where the view is, and the bundle is held. */
  of(subject: ReadSubject): MaybePromise<Snapshot> {
    const found = this.#ask(subject)
    if (!isThenable(found) && !('wanted' in found)) return found
    return this.#deadline.of(this.#wait(found, subject))
  }

  /** As `of`; while the authorizer starts, one reading does for both. @param ready When it will have started */
  obtain(ready: Promise<void> | undefined, subject: ReadSubject): MaybePromise<Snapshot> {
    return ready === undefined ? this.of(subject) : this.#first(ready, subject)
  }

  async #first(ready: Promise<void>, subject: ReadSubject): Promise<Snapshot> {
    const early = async (): Promise<Snapshot> => this.of(subject)
    await Promise.all([ready, early()])
    return this.of(subject)
  }

  async #wait(first: MaybePromise<Looked>, subject: ReadSubject): Promise<Snapshot> {
    let found = isThenable(first) ? await first : first
    for (let tries = 0; tries < maxTries; tries++) {
      if (!('wanted' in found)) return found
      await this.#bundles.fetch(found.key, found.wanted)
      // What was true before the bundle was fetched may not be true any more.
      const again = this.#ask(subject)
      found = isThenable(again) ? await again : again
    }
    throw unavailable('The policy keeps changing.')
  }

  #ask(subject: ReadSubject): MaybePromise<Looked> {
    return this.#looks.snapshot(() => this.#store.view(subject.id), subject)
  }

  /** The snapshot, or what is missing for it. */
  #look(view: LeanView, subject: ReadSubject, now: number): Looked {
    const kept = this.#kept.get(subject.id)
    if (
      kept !== undefined &&
      kept.policy === view.policy &&
      kept.record === view.subject &&
      now < kept.until &&
      kept.subject.suspended === subject.suspended &&
      sameRoles(kept.subject.roles, subject.roles)
    ) {
      return kept.snapshot
    }
    const position = view.policy.position ?? view.policy.version
    // What is kept of earlier versions would keep those alive.
    if (this.#bundles.at(position)) this.#kept.clear()
    const administers = (role: string): boolean => view.policy.administrators.has(role)
    const { roles, lapsed, until } = this.#given.of(view, subject, administers, now)
    const before =
      lapsed.length === 0 ? undefined : this.#made(view, subject, position, [...roles, ...lapsed])
    if (before !== undefined && 'wanted' in before) return before
    const snapshot = this.#made(view, subject, position, roles, before)
    if ('wanted' in snapshot) return snapshot
    for (const ignored of snapshot.holdings.ignored) this.#onIgnored(ignored)
    this.#kept.set(subject.id, { policy: view.policy, record: view.subject, subject, snapshot, until })
    return snapshot
  }

  #made(
    view: LeanView,
    subject: ReadSubject,
    position: string,
    all: readonly GivenRole[],
    beforeLapse?: Snapshot,
  ): Looked {
    const given = bundledRoles(all, view.policy)
    const about = { position, catalogue: this.#catalogue, anonymous: subject.id === null, given }
    const key = bundleKey(about)
    const bundle = this.#bundles.get(key)
    if (bundle === undefined) return { key, wanted: { ...about, policy: view.policy } }
    const holdings = holdingsOf(bundle, all, view.policy)
    const suspended = subject.suspended || view.subject?.suspended === true
    const administrator = holdings.administrator !== undefined
    return Object.freeze({
      policy: bundle.policy,
      subjectId: subject.id,
      standing: suspended ? 'suspended' : administrator ? 'administrator' : 'roles',
      holdings,
      verdicts: bundle.verdicts,
      ...(beforeLapse === undefined ? {} : { beforeLapse }),
    })
  }
}
