import type { GivenRole } from '../decision/holdings.ts'
import type { ReadSubject } from '../decision/subject.ts'
import type { LeanView } from '../store/on-demand.ts'

/** The roles that a subject is given, by the application and by the store, before inheritance. */
export function givenRoles(
  view: LeanView,
  subject: ReadSubject,
  anonymousRoles: readonly string[],
): readonly GivenRole[] {
  const given: GivenRole[] = subject.roles.map((role) => ({ ...role, source: 'handed-in' }))
  for (const assignment of view.subject?.assignments ?? []) given.push({ ...assignment, source: 'assigned' })
  if (subject.id === null) for (const role of anonymousRoles) given.push({ role, source: 'anonymous' })
  return given
}
