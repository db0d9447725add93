import { isDeepStrictEqual } from 'node:util'
import type { HandedInRole, Subject } from '../decision/subject.ts'

/** A subject as it is now: an application may change its own object while the request goes on. */
export function copyOfSubject(subject: Subject | null): Subject | null {
  if (subject === null) return null
  const { id, roles, suspended, epoch } = subject
  const copied = Array.isArray(roles)
    ? (roles as readonly HandedInRole[]).map((role) => (typeof role === 'string' ? role : { ...role }))
    : roles
  // A subject whose epoch was lost is refused, and so is its copy; one without stays without.
  return { id, roles: copied, suspended, ...('epoch' in subject ? { epoch } : {}) } as Subject
}

/** Whether the application names the same subject, with the same roles, as it did. */
export function sameSubject(before: Subject | null | undefined, now: Subject | null): boolean {
  if (before === null || before === undefined || now === null) return before === now
  return (
    before.id === now.id &&
    before.suspended === now.suspended &&
    before.epoch === now.epoch &&
    isDeepStrictEqual(before.roles, now.roles)
  )
}
