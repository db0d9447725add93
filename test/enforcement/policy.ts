// One catalogue and its roles, and the people who ask.
import { createAuthorizer, definePermissions } from '@trilatch/core'
import type { Authorizer, Role, Subject } from '@trilatch/core'
import { testSubjects } from '@trilatch/core/testing'

export const permissions = definePermissions({
  'project.create': 'Create Project',
  'project.delete': { title: 'Delete Project', level: 'delete' },
  'design.view': { title: 'View Design', level: 'view', on: 'design' },
  'report.view': 'View Report',
})

export type Name = 'project.create' | 'project.delete' | 'design.view' | 'report.view'
export type Located = 'design.view'

export const roles: readonly Role[] = [
  { id: 'creator', rules: [{ permission: 'project.create', state: 'granted' }] },
  { id: 'lead', rules: [{ permission: 'project', state: 'granted' }] },
  { id: 'analyst', rules: [{ permission: 'design.view', state: 'granted', context: 'finance.*' }] },
  { id: 'curator', rules: [{ permission: 'design.view', state: 'granted' }] },
  { id: 'admin', administrator: true, rules: [] },
]

/** An authorizer of its own for each application. */
export const authorizerOf = (more: { readonly accessLifetimeMs?: number } = {}): Authorizer<Name, Located> =>
  createAuthorizer({ permissions, roles: roles as readonly Role<Name>[], enabled: true, ...more })

/** Who asks, by the names of the tables' columns. */
export const people: Readonly<Record<string, Subject | null>> = {
  nobody: null,
  anyone: { id: 'ada' },
  creator: { id: 'ada', roles: ['creator'] },
  lead: { id: 'ada', roles: ['lead'] },
  analyst: { id: 'ada', roles: ['analyst'] },
  both: { id: 'ada', roles: ['lead', 'analyst'] },
  curator: { id: 'ada', roles: ['curator'] },
  admin: { id: 'ada', roles: ['admin'] },
  suspended: { id: 'ada', roles: ['admin'], suspended: true },
}

/** Reads who asks from whatever a framework hands to `subject`, and makes the headers that it reads. */
export const { subject: subjectOf, as: asSubject } = testSubjects()

/** The headers by which one of the people asks. */
export function as(person: string): Record<string, string> {
  const subject = people[person]
  if (subject === undefined) throw new Error(`Nobody is called ${person}`)
  return asSubject(subject)
}
