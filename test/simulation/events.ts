/** What a write did to the two kinds of things: a role, or the mapping rows in its place; and a subject's roles, groups or epoch. */
export interface Written {
  readonly role?: { readonly id: string; readonly granted: boolean }
  readonly subject?: { readonly id: string; readonly role: string; readonly held: boolean }
}

export interface WriteEvent extends Written {
  readonly process: string
  /** The version of everything it wrote. */
  readonly tag: string
  readonly start: number
  /** When it returned; `Infinity` for one that never did. */
  end: number
  outcome: 'done' | 'refused' | 'unknown'
}

/** What an access was found to be made of. */
export interface Found {
  readonly roleTag: string
  readonly subjectTag: string
  /** Whether the role says so, and whether the subject holds it; granted if both. */
  readonly granted: boolean
  readonly holds: ReadonlySet<string>
}

export interface CheckEvent {
  readonly process: string
  readonly role: string
  readonly subject: string
  /** When the access was asked for, and when it was there. */
  readonly start: number
  readonly end: number
  /** `undefined`: unavailable. */
  readonly found: Found | undefined
}

/** Something went wrong, for one process or for all. */
export interface TroubleEvent {
  readonly process: string | undefined
  readonly start: number
  readonly end: number
}

export interface EventLog {
  readonly writes: readonly WriteEvent[]
  /** In the order in which they ended. */
  readonly checks: readonly CheckEvent[]
  readonly troubles: readonly TroubleEvent[]
}
