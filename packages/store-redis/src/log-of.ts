import type { Change, Draft } from '@trilatch/core'
import type { Foundation } from './foundation.ts'
import type { LogContent } from './log-entry.ts'

/** Whether a write can take something from somebody. */
function restricts({ operations }: Change, found: Foundation): boolean {
  return operations.some((operation) => {
    switch (operation.kind) {
      case 'assign':
      case 'put-entry':
      case 'remove-entry':
        return false
      case 'put-role':
        return (found.roles.get(operation.role.id) ?? null) !== null
      case 'put-user':
        return operation.user.suspended
      default:
        return true
    }
  })
}

/** What a write says about itself in the change log. What a refresh repeats is not missed: the next one says it again. */
export function logOf(change: Change, found: Foundation, draft: Draft): LogContent {
  const roles = draft.rolesChanged ? [...found.roles.keys()] : []
  return {
    r: roles,
    m: draft.mappingsChanged,
    s: [...draft.subjects.keys()],
    x: change.by !== 'sync' && restricts(change, found),
  }
}
