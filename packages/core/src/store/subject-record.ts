import type { Assignment } from '../policy/policy.ts'
import type { ProviderGroups } from './provider-groups.ts'

/** What a store knows about one subject that decisions depend on. Replaced and never edited. */
export interface SubjectRecord {
  readonly id: string
  readonly version: string
  readonly suspended: boolean
  /**
   * What sessions of this subject must carry: the tag of the write that last ended them all, or made the record. A
   * subject without a record has no session that holds.
   */
  readonly epoch: string
  readonly assignments: readonly Omit<Assignment, 'subject'>[]
  /** What providers have said about the subject's groups, ordered by provider. Roles are worked out from them. */
  readonly groups: readonly ProviderGroups[]
}

/** Whose groups a provider has just confirmed. */
export interface TouchedGroups {
  readonly subject: string
  readonly provider: string
  /** Of the record that showed the same groups. */
  readonly version: string
}
