import type { AuditHead } from './audit-entry.ts'

/**
 * What is wrong with a trail.
 * - `unreadable`: something that is no entry is kept in the place of one;
 * - `edited`: an entry is not what was written, or stands in another's place;
 * - `unknown-key`: an entry was made with a key that is not known here, so nothing is known about it;
 * - `unlinked`: an entry does not follow the one before it: one of the two was replaced;
 * - `missing`: entries between two others are gone;
 * - `out-of-order`: an entry stands behind one with the same or a higher number;
 * - `removed`: entries at the beginning are gone that nobody who wrote would have let go;
 * - `truncated`: entries at the end are gone;
 * - `behind-head`: entries stand behind the one that the store says is the last;
 * - `head-differs`: the entry at the head is not the one that the head names;
 * - `head-gone`: the head that was given is older than all that is kept, so it proves nothing;
 * - `no-key`: an entry was made without a key, where there are entries with one or should be.
 */
export type AuditFindingKind =
  | 'unreadable'
  | 'edited'
  | 'unknown-key'
  | 'unlinked'
  | 'missing'
  | 'out-of-order'
  | 'removed'
  | 'truncated'
  | 'behind-head'
  | 'head-differs'
  | 'head-gone'
  | 'no-key'

export interface AuditFinding {
  readonly kind: AuditFindingKind
  /** Number of the entry, or of the first of several; `null` where it has none. */
  readonly sequence: number | null
  /** What was found, in words. */
  readonly detail: string
}

/** What the entries of one key are. */
export interface AuditKeyUse {
  /** `-`: without a key. */
  readonly key: string
  readonly first: number
  readonly last: number
  readonly entries: number
}

/** What the verification of a trail found. */
export interface AuditReport {
  /** Nothing was found. */
  readonly intact: boolean
  /** How many entries were looked at. */
  readonly entries: number
  /** Number of the first of them. */
  readonly first: number | null
  /** The last of them. Publish it outside, and give it to the next verification: only so is a trail found that was cut off whole. */
  readonly head: AuditHead | null
  /** By key, in the order in which they were first used. */
  readonly keys: readonly AuditKeyUse[]
  /** The first 100. */
  readonly findings: readonly AuditFinding[]
  /** How many there are. */
  readonly found: number
}
