/** What a write left of one thing of each kind. What it does not name it did not touch. */
export interface Written {
  readonly role?: {
    readonly id: string
    /** Whether it was not there before, and whether it is not any more. */
    readonly made?: boolean
    readonly gone?: boolean
    readonly granted: boolean
    readonly inherits?: boolean
  }
  readonly subject?: {
    readonly id: string
    readonly made?: boolean
    readonly gone?: boolean
    /** A role, or `role@` for one that is held with a scope; and whether it is held. */
    readonly role: string
    readonly held: boolean
    readonly suspended?: boolean
  }
  readonly mappings?: { readonly id: ''; readonly roles: readonly string[] }
}

/** The kinds of things that have versions. */
export type Kind = keyof Written

export interface WriteEvent extends Written {
  readonly process: string
  /** The version of everything it wrote. */
  readonly tag: string
  readonly start: number
  /** When it returned; `Infinity` for one that never did. */
  end: number
  outcome: 'done' | 'refused' | 'unknown'
  /** Whether it was unknown at first, and sent again: what it wrote first may have been lost, and written once more. */
  resent?: boolean
}

/** The version of what is not there. */
export const gone = 'none'

/** What an access was found to be made of. */
export interface Found {
  readonly roleTag: string
  readonly subjectTag: string
  readonly mappingsTag?: string
  /** Whether the role says so itself, and whether it inherits one that does. */
  readonly granted: boolean
  readonly inherits?: boolean
  /** Roles, those with a scope as `role@`. */
  readonly holds: ReadonlySet<string>
  readonly suspended?: boolean
  readonly mapped?: readonly string[]
}

export interface CheckEvent {
  /** Its name; one that was started in the place of another has `#` and a number behind the name of its place. */
  readonly process: string
  readonly role: string
  readonly subject: string
  /** When the access was asked for, and when it was there. */
  readonly start: number
  readonly end: number
  /** `undefined`: unavailable. */
  readonly found: Found | undefined
}

/** Something went wrong, for one place or for all. */
export interface TroubleEvent {
  readonly place: string | undefined
  readonly start: number
  readonly end: number
}

/** Where a process runs. */
export const placeOf = (process: string): string => process.replace(/#.*/, '')

export interface EventLog {
  readonly writes: readonly WriteEvent[]
  /** In the order in which they ended. */
  readonly checks: readonly CheckEvent[]
  readonly troubles: readonly TroubleEvent[]
}
