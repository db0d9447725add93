/**
 * A small document beside the policy that no decision depends on: the hash of a password, an invitation, which user
 * an account elsewhere belongs to, a sign-in that has begun.
 */
export interface VaultEntry {
  /** Plain JSON, frozen. */
  readonly value: unknown
  /** Changes with every write of this entry; random, never used twice. */
  readonly version: string
}

/**
 * Which entry. A kind is 1 to 32 of `a-z 0-9 -`, beginning with a letter; a key is 1 to 1,024 characters of
 * well-formed text. No secret is a key: what finds a secret is its digest.
 * Entries of the kinds `credential` and `links` have the id of a user as their key, and go with the user.
 */
export interface VaultPlace {
  readonly kind: string
  readonly key: string
}

/** An entry to be written; at most 16,384 characters of JSON. */
export interface VaultDocument extends VaultPlace {
  readonly value: unknown
  /** How long it is kept, in milliseconds. Absent: until it is removed. */
  readonly ttlMs?: number
}

/** How often something was counted in a span of time. */
export interface VaultCount {
  readonly count: number
  /** How long until it is forgotten, in milliseconds, at least 1. */
  readonly remainingMs: number
}

/**
 * Where a store keeps what sign-in needs.
 *
 * Entries that belong to users (credentials, invitations) are written by `Store.write` with the operations
 * `put-entry` and `remove-entry`, so that they are there together with the user or not at all. The methods here are
 * for what comes and goes with requests: it leaves no line in the audit trail, and always expires.
 *
 * Promised: each method is atomic, asks the newest state, and rejects (_unavailable_, 503) when the store cannot be
 * asked or is full: nothing that fails looks like "there is none" or "not counted". Of several `take`s of one entry
 * one gets it. An entry or count that has expired is not there. Not promised: that what was written survives a
 * failover that loses writes.
 */
export interface Vault {
  /** `null`: there is none, or it has expired. */
  get(place: VaultPlace): Promise<VaultEntry | null>
  /** Keeps an entry for a time, in the place of whatever was there. */
  put(document: VaultDocument & { readonly ttlMs: number }): Promise<void>
  /**
   * Puts another value in the place of one version and keeps its expiry: for what changes nothing about whom it belongs
   * to, as a hash made anew. Gives false when that version is not there any more.
   */
  replace(document: Omit<VaultDocument, 'ttlMs'>, seen: { readonly version: string }): Promise<boolean>
  /** Gives the entry and removes it, in one step; `null` for all but the first. */
  take(place: VaultPlace): Promise<VaultEntry | null>
  /**
   * Counts. The span begins with the first count and is not prolonged by others; counts and entries of the same place
   * have nothing to do with each other.
   *
   * @param by How much is added: a whole number from 0 (only looks) to 1,000,000.
   * @param span In milliseconds; `restart` begins it anew with this count.
   */
  count(
    place: VaultPlace,
    by: number,
    span: { readonly ttlMs: number; readonly restart?: boolean },
  ): Promise<VaultCount>
  /** Forgets a count. */
  forget(place: VaultPlace): Promise<void>
}
