import { BoundedMap } from '../bounded-map.ts'
import type { CompiledPolicy } from '../decision/compiled-policy.ts'
import { resolveHoldings } from '../decision/holdings.ts'
import type { GivenRole, Holdings } from '../decision/holdings.ts'
import type { MappingTable } from '../mapping/mapping-table.ts'
import type { GivenRoles } from './given-roles.ts'
import type { Snapshot, Standing } from '../decision/snapshot.ts'
import { Verdicts } from '../decision/verdicts.ts'
import type { StoredPolicy, StoreView, SubjectRecord } from '../store/store.ts'
import type { ReadSubject } from '../decision/subject.ts'

/** Subjects, and sets of roles, whose answers are kept; twice as many at most. */
const keptSubjects = 10_000
const keptRoleSets = 1_000
/** How many roles a subject may be given for what comes of them to be kept: longer lists are hardly had by two. */
const mostShared = 20

interface Kept {
  readonly record: SubjectRecord | null
  readonly subject: ReadSubject
  readonly snapshot: Snapshot
  /** When the first of the roles lapses. */
  readonly until: number
}

/** Whether roles are handed in as before. */
export function sameRoles(a: ReadSubject['roles'], b: ReadSubject['roles']): boolean {
  return (
    a.length === b.length && a.every((given, i) => given.role === b[i]?.role && given.scope === b[i]?.scope)
  )
}

/** What a list of given roles comes to. */
type Resolved = Pick<Snapshot, 'holdings' | 'verdicts'>

/** One text for what is given, where that is texts and does not come from groups; `undefined` for what is not shared. */
function sharedKey(given: readonly GivenRole[]): string | undefined {
  if (given.length > mostShared) return undefined
  const parts: (string | null)[] = []
  for (const { role, scope, source, mapped } of given) {
    const isText = typeof role === 'string' && (scope === undefined || typeof scope === 'string')
    if (!isText || mapped !== undefined) return undefined
    parts.push(role, scope ?? null, source)
  }
  return JSON.stringify(parts)
}

/** What is told about roles that count for nothing. */
export type IgnoredRole = Holdings['ignored'][number]

/**
 * Turns what a store shows into snapshots, and gives the same one again while policy, record and handed-in
 * roles are the same: then obtaining an access is a look-up.
 */
export class Snapshots {
  readonly #given: GivenRoles
  readonly #onIgnored: (ignored: IgnoredRole) => void
  readonly #kept = new BoundedMap<string | null, Kept>(keptSubjects)
  readonly #resolved = new BoundedMap<string, Resolved>(keptRoleSets)
  readonly #verdicts = new BoundedMap<string, Verdicts>(keptRoleSets)
  readonly #handedIn = new BoundedMap<string, string>(keptRoleSets)
  /** The version that all that is kept is of. */
  #policy: CompiledPolicy | undefined

  constructor(given: GivenRoles, onIgnored: (ignored: IgnoredRole) => void) {
    this.#given = given
    this.#onIgnored = onIgnored
  }

  /** Roles that subjects have lately been handed in with. */
  handedIn(): ReadonlySet<string> {
    return new Set(this.#handedIn.values())
  }

  /** The mapping rows ready to be asked; made once for each version of them. */
  mapping(stored: StoredPolicy): MappingTable {
    return this.#given.mapping(stored)
  }

  /** The snapshot of one subject, as a view of it and of this policy shows it, at a moment of the monotonic clock. */
  of(policy: CompiledPolicy, view: StoreView, subject: ReadSubject, now: number): Snapshot {
    if (this.#policy !== policy) this.#begin(policy)
    const kept = this.#kept.get(subject.id)
    if (
      kept !== undefined &&
      kept.record === view.subject &&
      now < kept.until &&
      kept.subject.suspended === subject.suspended &&
      sameRoles(kept.subject.roles, subject.roles)
    ) {
      return kept.snapshot
    }
    const { snapshot, until } = this.#make(policy, view, subject, now)
    this.#kept.set(subject.id, { record: view.subject, subject, snapshot, until })
    return snapshot
  }

  /** Forgets what is of another version: it would keep that alive. */
  #begin(policy: CompiledPolicy): void {
    this.#policy = policy
    this.#resolved.clear()
    this.#verdicts.clear()
    this.#kept.clear()
  }

  #make(
    policy: CompiledPolicy,
    view: StoreView,
    subject: ReadSubject,
    now: number,
  ): Pick<Kept, 'snapshot' | 'until'> {
    for (const { role } of subject.roles)
      if (this.#handedIn.get(role) === undefined) this.#handedIn.set(role, role)
    const administers = (id: string): boolean => policy.roles.get(id)?.administrator === true
    const { roles, lapsed, until } = this.#given.of(view, subject, administers, now)
    const suspended = subject.suspended || view.subject?.suspended === true
    const before =
      lapsed.length === 0 ? undefined : this.#snapshot(policy, subject, [...roles, ...lapsed], suspended)
    const snapshot = this.#snapshot(policy, subject, roles, suspended, before)
    for (const ignored of snapshot.holdings.ignored) this.#onIgnored(ignored)
    return { snapshot, until }
  }

  #snapshot(
    policy: CompiledPolicy,
    subject: ReadSubject,
    given: readonly GivenRole[],
    suspended: boolean,
    beforeLapse?: Snapshot,
  ): Snapshot {
    const { holdings, verdicts } = this.#resolvedOf(policy, given)
    const standing: Standing = suspended
      ? 'suspended'
      : holdings.administrator === undefined
        ? 'roles'
        : 'administrator'
    return Object.freeze({
      policy,
      subjectId: subject.id,
      standing,
      holdings,
      verdicts,
      ...(beforeLapse === undefined ? {} : { beforeLapse }),
    })
  }

  /** Subjects that were given the same in the same order share what comes of it. */
  #resolvedOf(policy: CompiledPolicy, given: readonly GivenRole[]): Resolved {
    const key = sharedKey(given)
    const shared = key === undefined ? undefined : this.#resolved.get(key)
    if (shared !== undefined) return shared
    const holdings = resolveHoldings(policy, given)
    const resolved = { holdings, verdicts: this.#verdictsOf(policy, holdings) }
    if (key !== undefined) this.#resolved.set(key, resolved)
    return resolved
  }

  /** Subjects with the same roles and scopes share what was worked out. The key is built once for a subject, not for a check. */
  #verdictsOf(policy: CompiledPolicy, holdings: Holdings): Verdicts {
    const key = JSON.stringify(holdings.list.map(({ role, scope }) => [role.id, scope?.text]))
    const shared = this.#verdicts.get(key)
    if (shared !== undefined) return shared
    const verdicts = new Verdicts(policy, holdings.list)
    this.#verdicts.set(key, verdicts)
    return verdicts
  }
}
