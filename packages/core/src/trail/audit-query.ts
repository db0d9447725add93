import { own } from '../own.ts'
import type { AuditEntry, AuditOutcome } from './audit-entry.ts'

/** Which entries are wanted: those that are equal in all that is named. */
export interface AuditFilter {
  readonly actor?: string
  readonly action?: string
  readonly target?: string
  readonly outcome?: AuditOutcome
}

/** The most entries that one call looks at, so that a filter that finds little does bounded work. */
export const maxLookedAt = 1_000

const names = ['actor', 'action', 'target', 'outcome'] as const

/** The filter in a query. */
export function filterOf(query: AuditFilter): AuditFilter {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = own(query, name)
      return value === undefined ? [] : [[name, value]]
    }),
  )
}

export function matchesFilter(entry: AuditEntry, filter: AuditFilter): boolean {
  return names.every((name) => {
    const wanted = own(filter, name)
    return wanted === undefined || wanted === entry[name]
  })
}
