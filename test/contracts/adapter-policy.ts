// The catalogue and the people of the adapters' tests, and the exact bodies of what is answered to them.
import { createAuthorizer, definePermissions } from '@trilatch/core'
import type { Authorizer } from '@trilatch/core'

export const permissions = definePermissions({
  'project.create': 'Create Project',
  'project.delete': { title: 'Delete Project', level: 'delete' },
  'design.view': { title: 'View Design', level: 'view', on: 'design' },
  'report.view': 'View Report',
})

export type Name = 'project.create' | 'project.delete' | 'design.view' | 'report.view'

export const authorizer: Authorizer<Name, 'design.view'> = createAuthorizer({
  permissions,
  roles: [
    { id: 'creator', rules: [{ permission: 'project.create', state: 'granted' }] },
    { id: 'lead', rules: [{ permission: 'project', state: 'granted' }] },
    { id: 'analyst', rules: [{ permission: 'design.view', state: 'granted', context: 'finance.*' }] },
    { id: 'curator', rules: [{ permission: 'design.view', state: 'granted' }] },
    { id: 'reader', rules: [{ permission: 'report', state: 'granted' }] },
    { id: 'admin', administrator: true, rules: [] },
  ],
})

/** The header by which a test says who asks: roles with commas; none at all is nobody. */
export const as = (...roles: readonly string[]): { headers: { 'x-roles': string } } => ({
  headers: { 'x-roles': roles.join(',') },
})

/** Who asks, by the value of that header; a test's stand-in for an application's own sign-in. */
export const subjectIn = (roles: unknown): { id: string; roles: string[] } | null =>
  typeof roles === 'string' ? { id: 'ada', roles: roles.split(',').filter(Boolean) } : null

/** The exact body of a refusal. */
export function problem(
  status: number,
  title: string,
  detail: string,
  code: string,
  missing: readonly (readonly [id: string, title: string])[] = [],
): string {
  const named = missing.map(([id, path]) => `{"id":"${id}","title":"${path}"}`)
  const tail = named.length === 0 ? '' : `,"permissions":[${named.join(',')}]`
  return `{"type":"about:blank","title":"${title}","status":${status},"detail":"${detail}","code":"${code}"${tail}}`
}

export const bodies = {
  unauthenticated: problem(401, 'Unauthorized', 'Sign in to do this.', 'TRILATCH_UNAUTHENTICATED'),
  improper: problem(400, 'Bad Request', 'The resource has no proper name.', 'TRILATCH_RESOURCE_IMPROPER'),
  notFound: problem(404, 'Not Found', 'There is no such thing.', 'TRILATCH_NOT_FOUND'),
  unprotected: problem(403, 'Forbidden', 'Nothing says who may use this.', 'TRILATCH_ROUTE_UNPROTECTED'),
  unavailable: problem(
    503,
    'Service Unavailable',
    'The policy cannot be read at the moment.',
    'TRILATCH_UNAVAILABLE',
  ),
  generic: problem(403, 'Forbidden', 'You do not have permission to do this.', 'TRILATCH_FORBIDDEN'),
  viewDesign: problem(403, 'Forbidden', 'Requires permission: Design › View Design', 'TRILATCH_FORBIDDEN', [
    ['design.view', 'Design › View Design'],
  ]),
  createProject: problem(
    403,
    'Forbidden',
    'Requires permission: Project › Create Project',
    'TRILATCH_FORBIDDEN',
    [['project.create', 'Project › Create Project']],
  ),
} as const

/** An answer, read to its end. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** Names of the headers of an answer, without those that Node and Express add to every answer. */
export function headerNames({ headers }: Answer): string[] {
  const always = new Set(['connection', 'date', 'keep-alive', 'x-powered-by'])
  return [...headers.keys()].filter((name) => !always.has(name)).toSorted()
}
