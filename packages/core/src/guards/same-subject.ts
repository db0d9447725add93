import { isDeepStrictEqual } from 'node:util'
import type { HandedInRole, Subject } from '../decision/subject.ts'

function copyOfRoles(roles: readonly HandedInRole[]): readonly HandedInRole[] {
  const copied = [...roles]
  for (const [i, role] of copied.entries()) if (typeof role !== 'string') copied[i] = { ...role }
  return copied
}

/** A subject as it is now: an application may change its own object while the request goes on. */
export function copyOfSubject(subject: Subject | null): Subject | null {
  if (subject === null) return null
  if (typeof subject !== 'object')
    throw new TypeError(
      `\`subject\` of the guards must give { id, roles?, suspended?, epoch? }, or null when nobody is signed in; it gave a ${typeof subject}. Write { id: … }`,
    )
  const { id, suspended } = subject
  const roles = Array.isArray(subject.roles) ? copyOfRoles(subject.roles) : subject.roles
  // A subject whose epoch was lost is refused, and so is its copy; one without stays without.
  if (!('epoch' in subject)) return { id, roles, suspended } as Subject
  return { id, roles, suspended, epoch: subject.epoch } as Subject
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
