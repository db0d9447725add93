import type { Applications } from './applications.ts'
import type { StoredPolicy, StoredRole, SubjectRecord } from './store.ts'

/** What a view shows without the roles. Replaced and never edited, as a policy is. */
export interface LeanPolicy extends Omit<StoredPolicy, 'roles' | 'administrators'> {
  /** Ids of the administrator roles. */
  readonly administrators: ReadonlySet<string>
}

/** The policy's version and a subject, true together at one instant. */
export interface LeanView {
  readonly policy: LeanPolicy
  /** `null`: the store knows nothing of this subject. */
  readonly subject: SubjectRecord | null
}

/** What a process begins with, all of one instant. */
export interface Opening {
  /** The roles that were asked for, those that exist, and all that they inherit; absent where that is too much. */
  readonly roles?: ReadonlyMap<string, StoredRole>
  /** What applications have published; absent where that is too much. */
  readonly applications?: Applications
}

/**
 * What a store offers a process that does not hold the policy: `policy: 'on-demand'`.
 *
 * Promised: `view` shows what `Store.view` would, without the roles, at most as old, or rejects; `roles` gives
 * documents as of the position that was asked for, or nothing. A bundle may be anything, or gone: it is checked.
 */
export interface OnDemandStore {
  /**
   * What a process begins with, by the reading that its first view needs anyway. `undefined` where there was one
   * already, and absent where a store has no such reading: then each is asked for.
   */
  open?(roles: readonly string[]): Promise<Opening | undefined>
  /** Version, mappings and subject. Synchronous where nothing has to be fetched. */
  view(subject: string | null): LeanView | Promise<LeanView>
  /** As `view`, by a reading that is sent from now on: for who has just written elsewhere. */
  reread(subject: string): LeanView | Promise<LeanView>
  /** The bundle under a key as it was put; `null` when there is none. What cannot be read is given as it is. */
  bundle(key: string): Promise<unknown>
  /** Keeps a bundle for a while, in the place of what is there. */
  putBundle(key: string, bundle: unknown): Promise<void>
  /**
   * These roles, those that exist, and all that they inherit, as of a position. `undefined`: the policy is another by
   * now, and the next view will show it.
   */
  roles(policy: LeanPolicy, ids: readonly string[]): Promise<ReadonlyMap<string, StoredRole> | undefined>
}
