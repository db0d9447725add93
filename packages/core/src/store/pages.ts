import type { AuditFilter } from '../trail/audit-query.ts'

/** One page of a list in a fixed order; `next` goes into `after` for the page behind it. */
export interface Page<T> {
  readonly items: readonly T[]
  readonly next?: string
}

export interface PageQuery {
  /** Continue behind this one. */
  readonly after?: string
  /** 1 to 200. */
  readonly limit: number
}

/** Which users are wanted. */
export interface UserQuery extends PageQuery {
  /**
   * Only those whose id begins with it as it is, or whose e-mail address or title does without regard to case and
   * accents. Well-formed, 1 to 254 characters.
   */
  readonly search?: string
}

/** Which entries of the audit trail are wanted. */
export interface AuditQuery extends PageQuery, AuditFilter {}
