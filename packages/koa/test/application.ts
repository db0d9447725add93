// One catalogue, its roles, and an application around a few routes.
import { Router } from '@koa/router'
import Koa from 'koa'
import type { Context } from 'koa'
import { createAuthorizer, definePermissions, problemDetails, trilatch } from '../src/index.ts'
import type { Authorizer, GuardOptions, KoaGuards, Subject } from '../src/index.ts'
import { start } from './server.ts'
import type { Answer, TestServer } from './server.ts'

export const permissions = definePermissions({
  'project.create': 'Create Project',
  'project.delete': { title: 'Delete Project', level: 'delete' },
  'design.view': { title: 'View Design', level: 'view', on: 'design' },
  'report.view': 'View Report',
})

export type Name = 'project.create' | 'project.delete' | 'design.view' | 'report.view'
export type Guards = KoaGuards<Name, 'design.view'>

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

/** Reads `as`; a test's stand-in for an application's own sign-in. */
export function subjectOf({ req }: Pick<Context, 'req'>): Subject | null {
  const roles = req.headers['x-roles']
  return typeof roles === 'string' ? { id: 'ada', roles: roles.split(',').filter(Boolean) } : null
}

/** The guards of these tests, for an application that a test puts together by itself. */
export const guardsWith = (options: Partial<GuardOptions<Context>> = {}): Guards =>
  trilatch(authorizer, { subject: subjectOf, ...options })

export interface TestApplication extends TestServer {
  /** One line for each time a handler ran. */
  readonly ran: string[]
  /** What came to Koa's own error handling. */
  readonly faults: unknown[]
}

/** A handler that notes that it ran, and answers. */
export const inside =
  (ran: string[], what = 'handler') =>
  (ctx: Pick<Context, 'body'>): void => {
    ran.push(what)
    ctx.body = 'inside'
  }

/** Starts an application: `problemDetails()`, what the test uses, then the router of the test. */
export async function serve(
  routes: (on: Router, guards: Guards, ran: string[], app: Koa) => void,
  options: Partial<GuardOptions<Context>> = {},
): Promise<TestApplication> {
  const app = new Koa()
  const [ran, faults]: [string[], unknown[]] = [[], []]
  // With a listener of its own Koa writes nothing to the console.
  app.on('error', (error) => void faults.push(error))
  app.use(problemDetails())
  const router = new Router()
  routes(router, guardsWith(options), ran, app)
  app.use(router.routes())
  return { ...(await start(listener(app))), ran, faults }
}

/** An application as Node calls it. */
export function listener(app: Koa): Parameters<typeof start>[0] {
  const callback = app.callback()
  return (request, response) => void callback(request, response)
}

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
  unavailable: problem(
    503,
    'Service Unavailable',
    'The policy cannot be read at the moment.',
    'TRILATCH_UNAVAILABLE',
  ),
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

/** Names of the headers of an answer, without those that Node adds to every answer. */
export function headerNames({ headers }: Answer): string[] {
  const always = new Set(['connection', 'date', 'keep-alive'])
  return [...headers.keys()].filter((name) => !always.has(name)).toSorted()
}
