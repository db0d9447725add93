// The answers, byte for byte, under the names that the tables use. Written by hand, and the same on every framework.
import type { Answer } from './client.ts'
import type { Setup } from './setup.ts'

interface Refusal {
  readonly status: number
  readonly body: string
  /** Beside `cache-control`, `content-type` and `content-length`. */
  readonly headers?: Readonly<Record<string, string>>
}

const start = '{"type":"about:blank","title":'
const forbidden = (detail: string, ...missing: string[]): Refusal => ({
  status: 403,
  body:
    `${start}"Forbidden","status":403,"detail":"${detail}","code":"TRILATCH_FORBIDDEN"` +
    (missing.length === 0 ? '}' : `,"permissions":[${missing.join(',')}]}`),
})
const unavailable = (detail: string, code: string): Refusal => ({
  status: 503,
  body: `${start}"Service Unavailable","status":503,"detail":"${detail}","code":"${code}"}`,
  headers: { 'retry-after': '1' },
})
const create = '{"id":"project.create","title":"Project › Create Project"}'
const remove = '{"id":"project.delete","title":"Project › Delete Project"}'
const view = '{"id":"design.view","title":"Design › View Design"}'

/** `ok` and `500` are not here: their bodies are the application's and the framework's. */
export const refusals: Readonly<Record<string, Refusal>> = {
  '401': {
    status: 401,
    body: `${start}"Unauthorized","status":401,"detail":"Sign in to do this.","code":"TRILATCH_UNAUTHENTICATED"}`,
    headers: { 'www-authenticate': 'Bearer realm="trilatch"' },
  },
  '400': {
    status: 400,
    body: `${start}"Bad Request","status":400,"detail":"The resource has no proper name.","code":"TRILATCH_RESOURCE_IMPROPER"}`,
  },
  '404': {
    status: 404,
    body: `${start}"Not Found","status":404,"detail":"There is no such thing.","code":"TRILATCH_NOT_FOUND"}`,
  },
  '403': forbidden('You do not have permission to do this.'),
  suspended: forbidden('This account is suspended.'),
  create: forbidden('Requires permission: Project › Create Project', create),
  delete: forbidden('Requires permission: Project › Delete Project', remove),
  view: forbidden('Requires permission: Design › View Design', view),
  'delete+create': forbidden(
    'Requires permissions: Project › Delete Project, Project › Create Project',
    remove,
    create,
  ),
  'delete+view': forbidden(
    'Requires permissions: Project › Delete Project, Design › View Design',
    remove,
    view,
  ),
  all: forbidden(
    'Requires permissions: Project › Delete Project, Project › Create Project, Design › View Design',
    remove,
    create,
    view,
  ),
  'delete|view': forbidden('Requires one of: Project › Delete Project, Design › View Design', remove, view),
  '503': unavailable('The policy cannot be read at the moment.', 'TRILATCH_UNAVAILABLE'),
  closed: unavailable('The authorizer has been closed', 'TRILATCH_CLOSED'),
  expired: unavailable(
    'This access is no longer valid. Obtain one for each request or message; do not keep it.',
    'TRILATCH_ACCESS_EXPIRED',
  ),
}

const ofTheConnection = ['connection', 'date', 'keep-alive']
const ofRefusals = ['cache-control', 'www-authenticate', 'retry-after']

function headersOf({ body, headers }: Refusal): Record<string, string> {
  return {
    'cache-control': 'no-store',
    'content-length': String(Buffer.byteLength(body)),
    'content-type': 'application/problem+json',
    ...headers,
  }
}

const sorted = (headers: Readonly<Record<string, string>>): string =>
  JSON.stringify(Object.entries(headers).toSorted(([a], [b]) => (a < b ? -1 : 1)))

/**
 * The name of an answer, if it is one of the literal ones in every byte and header; otherwise all of it, for a
 * reader of the test's output.
 *
 * @param head The name that an answer to HEAD should have: without bodies, some answers are alike.
 */
export function nameOf(answer: Answer, { ownHeaders }: Setup, head?: string): string {
  const { status, text } = answer
  const ignored = new Set([...ofTheConnection, ...ownHeaders])
  const headers = Object.fromEntries(Object.entries(answer.headers).filter(([name]) => !ignored.has(name)))
  const isBody = (body: string): boolean => text === (head === undefined ? body : '')
  if (status === 200 && isBody('inside') && !ofRefusals.some((name) => name in headers)) return 'ok'
  if (status === 500 && !text.includes('inside')) return '500'
  const isNamed = (name: string): boolean => {
    const refusal = refusals[name]
    if (refusal === undefined || status !== refusal.status || !isBody(refusal.body)) return false
    return sorted(headers) === sorted(headersOf(refusal))
  }
  return (
    [head ?? '', ...Object.keys(refusals)].find(isNamed) ??
    `${status} ${sorted(headers)} ${text.slice(0, 400)}`
  )
}
