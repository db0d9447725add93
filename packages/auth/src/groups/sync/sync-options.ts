import type { Accounts, Authorizer, RoleChanges } from '@trilatch/core'
import type { Strategy } from '../../strategy.ts'

/** As much of an authorizer as a pass uses. */
export interface SyncAuthorizer {
  accounts(actor: string): Accounts
  manage(
    actor: string,
  ): Pick<ReturnType<Authorizer['manage']>, 'previewGroups' | 'recordGroups' | 'recordedGroups' | 'users'>
}

/** What becomes of one user in a pass. */
export interface SyncChange extends RoleChanges {
  readonly subject: string
  /** `gone`: the directory said so; `missing`: it was not met, and is asked for before it counts as gone. */
  readonly status: 'changed' | 'gone' | 'missing'
}

/** Counts of a pass. */
export interface SyncCounts {
  /** Accounts that the directory named. */
  readonly accounts: number
  /** Of these, those of nobody here: nobody is made by a pass. */
  readonly unlinked: number
  /** Those whose groups it could not say. */
  readonly unknown: number
  /** Users who gain or lose roles. */
  readonly changed: number
  /** Users who lose roles, or their account. */
  readonly removals: number
  readonly gone: number
  /** Users whose account was not met. */
  readonly missing: number
}

export interface SyncProgress extends SyncCounts {
  readonly phase: 'measure' | 'write' | 'missing'
}

export interface SyncResult extends SyncCounts {
  readonly provider: string
  readonly dryRun: boolean
  /** Users with groups of this provider, before. */
  readonly known: number
  /** The most that may lose roles. */
  readonly most: number
  /** In a dry run: whether the pass would have been stopped. Otherwise it throws. */
  readonly stopped: boolean
  /** Went on behind a pass that broke off. */
  readonly resumed: boolean
  /** Users who were not met, and of whom the directory did not say that they are gone. */
  readonly stale: number
}

export interface SyncOptions {
  readonly authorizer: SyncAuthorizer
  /** One whose `groups` can list `everyone`. */
  readonly strategy: Strategy
  /** Says what would change, and writes nothing. */
  readonly dryRun?: boolean
  /** The share of the users with known groups who may lose roles: 0 to 1, default 0.2. */
  readonly maxRemovalShare?: number
  /** So many may lose roles whatever the share is: default 10. */
  readonly minRemovals?: number
  /** The number that an operator allows for this pass, in the place of both. */
  readonly allowRemovals?: number
  readonly signal?: AbortSignal
  onChange?(change: SyncChange): void
  onProgress?(progress: SyncProgress): void
}

/** Counts while they are made. */
export type Counters = { -readonly [Name in keyof SyncCounts]: number }
export const noCounts = (): Counters => ({
  accounts: 0,
  unlinked: 0,
  unknown: 0,
  changed: 0,
  removals: 0,
  gone: 0,
  missing: 0,
})
