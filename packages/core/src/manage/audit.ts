import { TrilatchError } from '../errors.ts'
import { own } from '../own.ts'
import type { AuditEntry, AuditQuery, Page } from '../store/store.ts'
import type { AuditHead, TrailPage } from '../trail/audit-entry.ts'
import type { AuditFilter } from '../trail/audit-query.ts'
import type { AuditReport } from '../trail/audit-report.ts'
import { verifyTrail } from '../trail/verify-trail.ts'
import type { VerifyOptions } from '../trail/verify-trail.ts'
import { pageQuery } from './context.ts'
import type { ListOptions, ManageContext } from './context.ts'
import { refusedAttempts } from './refused-attempts.ts'
import type { RefusedAttempt } from './refused-attempts.ts'

/** Which part of the audit trail is wanted. */
export interface AuditListOptions extends ListOptions, AuditFilter {}

/** The part of a manager that is about the audit trail. */
export interface AuditManager {
  /**
   * The audit trail, newest first; with a filter, the entries that are equal in all that it names. One call looks at a
   * thousand entries at most: a page may hold fewer than `limit`, even none, and still have a `next`.
   *
   * @throws TrilatchError `TRILATCH_UNAVAILABLE` (503) also where an entry is not what was written: verify tells which.
   */
  audit(list?: AuditListOptions): Promise<Page<AuditEntry>>
  /** The audit trail as it is kept, oldest first, with what is wrong with each entry: for exports. */
  trail(list?: ListOptions): Promise<TrailPage>
  /** Where the trail ends, to be published outside; `null` where it has not begun. */
  auditHead(): Promise<AuditHead | null>
  /** Goes over the whole trail, and says what is wrong with it. */
  verifyAudit(options?: VerifyOptions): Promise<AuditReport>
  /**
   * Puts an attempt in the trail that was refused before it came here: a write over HTTP whose caller lacks the
   * permission. Of one actor ten are kept a minute, of all that a process sees a hundred; what is left out is
   * counted, and the count is kept. It never rejects, and ends within a second: the refusal stands, whatever the trail says.
   *
   * @throws TypeError for what is no attempt
   */
  refused(attempt: RefusedAttempt): Promise<void>
}

const names = ['actor', 'action', 'target'] as const

/** The entries to ask a store for. */
function auditQuery(list: AuditListOptions = {}): AuditQuery {
  const query = pageQuery(list)
  const filter = names.flatMap((name) => {
    const value: unknown = own(list, name)
    if (value !== undefined && typeof value !== 'string') throw new TypeError(`\`${name}\` must be a string`)
    return value === undefined ? [] : [[name, value]]
  })
  const outcome: unknown = own(list, 'outcome')
  if (outcome !== undefined && outcome !== 'done' && outcome !== 'refused')
    throw new TrilatchError(
      'TRILATCH_OPTION_INVALID',
      `Cannot list entries of the outcome ${JSON.stringify(outcome)}: it must be done or refused`,
      { status: 422 },
    )
  return { ...query, ...Object.fromEntries(filter), ...(outcome === undefined ? {} : { outcome }) }
}

/** The part of a manager that is about the audit trail. */
export function auditManager({ store, actor }: ManageContext): AuditManager {
  return {
    audit: async (list) => store.audit(auditQuery(list)),
    trail: async (list) => store.trail(pageQuery(list)),
    auditHead: async () => (await store.trail({ limit: 1 })).bounds?.head ?? null,
    verifyAudit: async (options) =>
      verifyTrail(
        (after) => store.trail(after === undefined ? { limit: 200 } : { limit: 200, after }),
        options,
      ),
    refused: async (attempt) => refusedAttempts(store).record(actor, attempt),
  }
}
