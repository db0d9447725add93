import type { Applications, Publication, PublicationOutcome } from './applications.ts'
import type { OnDemandStore } from './on-demand.ts'
import type { Assignment, MappingRow, Role } from '../policy/policy.ts'
import type { GroupMembership } from './provider-groups.ts'
import type { AuditEntry, AuditLine, TrailPage } from '../trail/audit-entry.ts'
import type { AuditQuery, Page, PageQuery, UserQuery } from './pages.ts'
import type { StoreHealth } from './store-health.ts'
import type { SubjectRecord, TouchedGroups } from './subject-record.ts'
import type { Vault, VaultDocument, VaultPlace } from './vault.ts'

export type { AuditEntry, AuditLine } from '../trail/audit-entry.ts'
export type { AuditQuery, Page, PageQuery, UserQuery } from './pages.ts'
export type { StoreHealth } from './store-health.ts'
export type { SubjectRecord } from './subject-record.ts'

/** A role as a store keeps it. */
export interface StoredRole {
  readonly role: Role
  /** Changes with every write of this role; random, never used twice. */
  readonly version: string
}

/**
 * The whole policy at one version. Frozen, replaced and never edited: while nothing changes, the same object
 * comes back, and a role that did not change keeps its identity from one policy to the next.
 */
export interface StoredPolicy {
  readonly version: string
  readonly roles: ReadonlyMap<string, StoredRole>
  readonly mappings: readonly MappingRow[]
  /** Changes with every write of the mappings. */
  readonly mappingsVersion: string
  /** Where in its store's history this version was made; absent where the version alone names one content. */
  readonly position?: string
  /** Ids of the administrator roles, where the roles themselves are not shown. */
  readonly administrators?: ReadonlySet<string>
}

/** Policy and subject, true together at one instant. */
export interface StoreView {
  readonly policy: StoredPolicy
  /** `null`: the store knows nothing of this subject. */
  readonly subject: SubjectRecord | null
}

/** A person or service that the store keeps. */
export interface User {
  readonly id: string
  /** Unique in its normal form: NFC, trimmed, ASCII letters in lower case. */
  readonly email?: string
  readonly title?: string
  readonly suspended: boolean
  /** ISO 8601. */
  readonly createdAt: string
}

export interface StoredUser {
  readonly user: User
  readonly version: string
}

/** What a write relies on. `version: null` relies on there being none. */
export interface Precondition {
  readonly kind: 'policy' | 'role' | 'mappings' | 'members' | 'subject' | 'user' | 'entry'
  /** Of the role, subject or user; empty for `policy` and `mappings`; kind and key of an entry with a colon between. */
  readonly id: string
  readonly version: string | null
}

/**
 * One step of a write. Removing a role removes its assignments with it. Suspending a user and `new-epoch` end the
 * subject's sessions: the write's tag becomes the epoch. Removing a user removes the record, and the epoch with it.
 * `put-groups` replaces what a provider has said, also by nothing, and is verified now; `remove-groups` leaves no answer.
 */
export type Operation =
  | { readonly kind: 'put-role'; readonly role: Role }
  | { readonly kind: 'remove-role'; readonly id: string }
  | { readonly kind: 'put-mappings'; readonly rows: readonly MappingRow[] }
  | { readonly kind: 'assign'; readonly assignment: Assignment }
  | { readonly kind: 'unassign'; readonly assignment: Assignment }
  | { readonly kind: 'put-user'; readonly user: User }
  | { readonly kind: 'remove-user'; readonly id: string }
  | { readonly kind: 'new-epoch'; readonly subject: string }
  | { readonly kind: 'put-entry'; readonly entry: VaultDocument }
  | { readonly kind: 'remove-entry'; readonly entry: VaultPlace }
  | {
      readonly kind: 'put-groups'
      readonly subject: string
      readonly provider: string
      readonly groups: readonly GroupMembership[]
    }
  | { readonly kind: 'remove-groups'; readonly subject: string; readonly provider: string }

/**
 * A write, planned in full: it happens as a whole or not at all. One without operations changes nothing, and its line is
 * kept: what was refused.
 */
export interface Change {
  /** 128 random bits: the idempotency key, and the new version of everything that is written. */
  readonly tag: string
  readonly expect: readonly Precondition[]
  readonly operations: readonly Operation[]
  readonly audit: AuditLine
  /**
   * It repeats what a provider says, and the next refresh says it again: its loss is no lost revocation. Absent for what
   * a person or a program has decided.
   */
  readonly by?: 'sync'
}

/** How a write ended. `unknown`: no answer came; it may be there, whole, and asking again with the same tag tells. */
export type WriteOutcome =
  | { readonly status: 'done'; readonly version: string }
  | {
      readonly status: 'refused'
      /** `too-large`: more than the store does in one step. `unavailable`: it takes no writes at the moment. */
      readonly reason:
        | 'conflict'
        | 'last-administrator'
        | 'email-taken'
        | 'administrator-scoped'
        | 'too-large'
        | 'unavailable'
      readonly detail: string
    }
  | { readonly status: 'unknown'; readonly detail: string }

/**
 * Where roles, assignments and users rest. Third parties can write one: docs/stores.md.
 *
 * Promised: `view` gives policy and subject of one instant, at most as old as the store's staleness bound, or
 * rejects; a write is atomic, checks every precondition, keeps one entry of the audit trail with it (each naming the one before
 * it), and refuses to leave no
 * unsuspended administrator where there was one; after `write` resolves with `done`, `view` shows it.
 * Not promised: that `write` resolves at all when the connection is lost (`unknown`), any order between two
 * concurrent writes, or that `users` and `members` are of one instant across pages.
 */
export interface Store {
  /** How long obtaining an access may take before it is unavailable, in milliseconds. Absent: nothing takes long here. */
  readonly deadlineMs?: number
  /** Resolves when the policy can be read; rejects when it cannot. Not awaited before `view` may be called. */
  ready(): Promise<void>
  /** @param subject Whose record is wanted; `null` for the policy alone. Synchronous where nothing has to be fetched. */
  view(subject: string | null): StoreView | Promise<StoreView>
  /**
   * As `view`, with the subject's record read from where it rests, even if this process holds one. Asked for before a
   * refusal that a record that is a moment old could be the reason of. Absent: `view` always shows the newest.
   */
  reread?(subject: string): StoreView | Promise<StoreView>
  write(change: Change): Promise<WriteOutcome>
  /**
   * Counts a provider's groups as confirmed now, where the record still has that version, else `conflict`. Nothing else
   * changes: no version, no audit line. A process that holds the record may show the earlier time until it rereads.
   */
  touchGroups(touched: TouchedGroups): Promise<WriteOutcome>
  /** Ids of all subjects that hold the role unscoped by assignment, ordered; with the version of that list. */
  members(role: string, query: PageQuery): Promise<Page<string> & { readonly version: string }>
  /** Ids of subjects that hold the role with a scope by assignment, in any order: at most so many. */
  scopedMembers(role: string, limit: number): Promise<readonly string[]>
  /** Whether any assignment, scoped or not, leads to the role. */
  held(role: string): Promise<boolean>
  user(id: string): Promise<StoredUser | null>
  /** Who has an address, compared in its normal form; of the newest state. */
  userByEmail(email: string): Promise<StoredUser | null>
  /**
   * All users, ordered by id; or those that a search finds, each once: by id, then by the text that was found. A page
   * of a search may hold fewer than `limit`, even none, and still have a `next`, so that a call does bounded work.
   */
  users(query: UserQuery): Promise<Page<StoredUser>>
  /**
   * The trail, newest first; `after` is a sequence number. A page may hold fewer than `limit`, even none, and still have
   * a `next`, so that a call does bounded work. An entry that is not what was written is not shown: the call rejects.
   */
  audit(query: AuditQuery): Promise<Page<AuditEntry>>
  /**
   * The trail as it is kept, oldest first, with what is wrong with each entry: to verify and to export. `after` is the
   * `next` of a page, or a sequence number; a page may hold fewer than `limit`, but not none while there are more.
   */
  trail(query: PageQuery): Promise<TrailPage>
  /** What applications have published; asks each time. */
  applications(): Promise<Applications>
  /** Publishes, or forgets, as a whole and only if nothing was published since `seen`. */
  publish(publication: Publication): Promise<PublicationOutcome>
  /** For processes that do not hold the policy; absent where a store has nothing to offer them. */
  readonly onDemand?: OnDemandStore
  /** What sign-in keeps. */
  readonly vault: Vault
  /** How the store is doing; at once and without asking anybody. Absent: it is well as long as it answers. */
  health?(): StoreHealth
  close(): Promise<void>
}
