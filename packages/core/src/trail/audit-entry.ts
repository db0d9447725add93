/** Whether what an entry tells of has happened. */
export type AuditOutcome = 'done' | 'refused'

/** Why an attempt was refused. */
export interface AuditRefusal {
  /** Of the error that the caller got. */
  readonly code: string
  /** Its message, with what would have been opened where the giving rule refused it. */
  readonly detail: string
}

/** What the audit trail is told: who did what, when, and what it was before and after. */
export interface AuditLine {
  /** ISO 8601. */
  readonly at: string
  readonly actor: string
  readonly action: string
  /** What it was done to: the id of a role, user or subject, or `mappings`. */
  readonly target: string
  readonly before: unknown
  /** Of a refused attempt: what was asked for. */
  readonly after: unknown
  /** Default `done`. */
  readonly outcome?: AuditOutcome
  readonly refusal?: AuditRefusal
}

/** An entry of the audit trail. All of it but `hash` is what `hash` is made of. */
export interface AuditEntry extends AuditLine {
  /** From 1, without gaps. */
  readonly sequence: number
  /** The write's own random tag. */
  readonly tag: string
  readonly outcome: AuditOutcome
  /** Random id of the store whose trail it is. */
  readonly store: string
  /** How many entries the one who wrote it leaves, at least; older ones may be gone. */
  readonly kept: number
  /** Which key `hash` was made with; `-` without one. */
  readonly key: string
  /** `hash` of the entry before; empty in the first. */
  readonly previous: string
  /** HMAC-SHA-256, without a key SHA-256, of the canonical form (RFC 8785) of all the rest; base64url. */
  readonly hash: string
}

/** Where a trail ends. */
export interface AuditHead {
  readonly sequence: number
  readonly key: string
  readonly hash: string
}

/** An entry as it is kept, for those who verify: also one that is not what was written. */
export interface KeptEntry {
  /** Where it is kept, in the words of the store. */
  readonly place: string
  /** What that place says about its number; `null` where it says none. */
  readonly sequence: number | null
  /** `null` where it cannot be read as an entry. */
  readonly entry: AuditEntry | null
  /**
   * `edited`: its hash is not that of its content, or it is in another's place. `unknown-key`: it was made with a key that
   * is not known here. Absent: it is what somebody with the key has written.
   */
  readonly fault?: 'unreadable' | 'edited' | 'unknown-key'
}

/** What a store says about its whole trail. */
export interface TrailBounds {
  /** Where the store says that the trail ends; `null` where it has none. */
  readonly head: AuditHead | null
  /** The highest number that anything in the store tells of; 0 for none. */
  readonly newest: number
  /** The number of the oldest entry that is kept; `null` where there is none. */
  readonly oldest: number | null
}

/** Entries as they are kept, oldest first. */
export interface TrailPage {
  readonly items: readonly KeptEntry[]
  /** Goes into `after` for the page behind it; absent on the last. */
  readonly next?: string
  /** Of the same instant; `null` where there are only these entries, as in an export. */
  readonly bounds: TrailBounds | null
  /** Which key this process makes new entries with; `-` without one. */
  readonly key: string
}
