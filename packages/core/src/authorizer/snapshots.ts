import { BoundedMap } from '../bounded-map.ts'
import type { Permissions } from '../catalogue/permissions.ts'
import { compilePolicy } from '../decision/compiled-policy.ts'
import type { CompiledPolicy } from '../decision/compiled-policy.ts'
import { resolveHoldings } from '../decision/holdings.ts'
import type { Holdings } from '../decision/holdings.ts'
import type { Snapshot, Standing } from '../decision/snapshot.ts'
import { Verdicts } from '../decision/verdicts.ts'
import type { StoredPolicy, StoreView, SubjectRecord } from '../store/store.ts'
import type { ReadSubject } from '../decision/subject.ts'
import { givenRoles } from './given-roles.ts'

/** Subjects, and sets of roles, whose answers are kept; twice as many at most. */
const keptSubjects = 10_000
const keptRoleSets = 1_000

interface Kept {
  readonly policy: StoredPolicy
  readonly record: SubjectRecord | null
  readonly subject: ReadSubject
  readonly snapshot: Snapshot
}

/** Whether roles are handed in as before. */
export function sameRoles(a: ReadSubject['roles'], b: ReadSubject['roles']): boolean {
  return (
    a.length === b.length && a.every((given, i) => given.role === b[i]?.role && given.scope === b[i]?.scope)
  )
}

/** What is told about roles that count for nothing. */
export type IgnoredRole = Holdings['ignored'][number]

/**
 * Turns what a store shows into snapshots, and gives the same one again while policy, record and handed-in
 * roles are the same: then obtaining an access is a look-up.
 */
export class Snapshots {
  readonly #permissions: Permissions
  readonly #anonymousRoles: readonly string[]
  readonly #onIgnored: (ignored: IgnoredRole) => void
  readonly #kept = new BoundedMap<string | null, Kept>(keptSubjects)
  readonly #verdicts = new BoundedMap<string, Verdicts>(keptRoleSets)
  readonly #handedIn = new BoundedMap<string, string>(keptRoleSets)
  #compiled: { readonly stored: StoredPolicy; readonly policy: CompiledPolicy } | undefined

  constructor(
    permissions: Permissions,
    anonymousRoles: readonly string[],
    onIgnored: (ignored: IgnoredRole) => void,
  ) {
    this.#permissions = permissions
    this.#anonymousRoles = anonymousRoles
    this.#onIgnored = onIgnored
  }

  /** Roles that subjects have lately been handed in with. */
  handedIn(): ReadonlySet<string> {
    return new Set(this.#handedIn.values())
  }

  /** The policy ready to be asked; compiled once for each version. */
  policy(stored: StoredPolicy): CompiledPolicy {
    if (this.#compiled?.stored !== stored) {
      const roles = Array.from(stored.roles.values(), ({ role }) => role)
      this.#compiled = {
        stored,
        policy: compilePolicy(stored.version, roles, this.#permissions, this.#compiled?.policy),
      }
      // What is kept of earlier versions would keep those alive.
      this.#verdicts.clear()
      this.#kept.clear()
    }
    return this.#compiled.policy
  }

  /** The snapshot of one subject. */
  of(view: StoreView, subject: ReadSubject): Snapshot {
    const kept = this.#kept.get(subject.id)
    if (
      kept !== undefined &&
      kept.policy === view.policy &&
      kept.record === view.subject &&
      kept.subject.suspended === subject.suspended &&
      sameRoles(kept.subject.roles, subject.roles)
    ) {
      return kept.snapshot
    }
    const snapshot = this.#make(view, subject)
    this.#kept.set(subject.id, { policy: view.policy, record: view.subject, subject, snapshot })
    return snapshot
  }

  #make(view: StoreView, subject: ReadSubject): Snapshot {
    const policy = this.policy(view.policy)
    for (const { role } of subject.roles)
      if (this.#handedIn.get(role) === undefined) this.#handedIn.set(role, role)
    const holdings = resolveHoldings(policy, givenRoles(view, subject, this.#anonymousRoles))
    for (const ignored of holdings.ignored) this.#onIgnored(ignored)
    const suspended = subject.suspended || view.subject?.suspended === true
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
      verdicts: this.#verdictsOf(policy, holdings),
    })
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
