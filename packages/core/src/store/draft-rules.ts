import { own } from '../own.ts'
import { scopeOf } from '../policy/parse-data.ts'
import { normalEmail } from './email.ts'
import { membersOf, none, possibleHolders, subjectOf } from './memory-state.ts'
import type { Draft, MemoryState } from './memory-state.ts'

/** Whether an unsuspended subject holds an administrator role; one that is held with a scope counts for nothing. */
export function hasAdministrator(state: MemoryState, draft: Draft): boolean {
  for (const [id, { role }] of draft.roles) {
    if (own(role, 'administrator') !== true) continue
    for (const subject of possibleHolders(state, draft, id)) {
      const record = subjectOf(state, draft, subject)
      if (record?.suspended === false && membersOf(record.assignments).has(id)) return true
    }
  }
  return false
}

/** An administrator role that somebody would hold with a scope, which it cannot be held with, or `undefined`. */
export function scopedAdministrator(state: MemoryState, draft: Draft): string | undefined {
  for (const [id, { role }] of draft.roles) {
    if (own(role, 'administrator') !== true) continue
    for (const subject of possibleHolders(state, draft, id)) {
      const held = subjectOf(state, draft, subject)?.assignments ?? none
      if (held.some((assignment) => assignment.role === id && scopeOf(assignment) !== undefined)) return id
    }
  }
  return undefined
}

/** The address that two users would share, or `undefined`. */
export function takenEmail(state: MemoryState, draft: Draft): string | undefined {
  const claimed = new Map<string, string>()
  for (const [id, stored] of draft.users) {
    if (stored?.user.email === undefined) continue
    const email = normalEmail(stored.user.email)
    const owner = claimed.get(email) ?? state.emails.get(email)
    const ownerLeaves =
      owner !== undefined &&
      draft.users.has(owner) &&
      normalEmail(draft.users.get(owner)?.user.email ?? '') !== email
    if (owner !== undefined && owner !== id && !ownerLeaves) return email
    claimed.set(email, id)
  }
  return undefined
}
