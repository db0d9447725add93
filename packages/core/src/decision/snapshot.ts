import type { CompiledPolicy } from './compiled-policy.ts'
import type { Holdings } from './holdings.ts'
import type { Verdicts } from './verdicts.ts'

/** What decides before any role is asked; `roles` when nothing does. */
export type Standing = 'switched-off' | 'suspended' | 'administrator' | 'roles'

/** One subject at one version of the policy: all that a decision depends on. Immutable. */
export interface Snapshot {
  readonly policy: CompiledPolicy
  /** `null`: nobody is signed in. */
  readonly subjectId: string | null
  readonly standing: Standing
  readonly holdings: Holdings
  readonly verdicts: Verdicts
  /** The same subject with the groups that have lapsed, where some have: what signing in again may give back. */
  readonly beforeLapse?: Snapshot
}

/** A question, read and checked. `node` is -1 for an unknown permission. */
export interface Question {
  readonly permission: string
  readonly node: number
  /** `undefined` without a resource, `null` for an improper one. */
  readonly name: string | undefined | null
}
