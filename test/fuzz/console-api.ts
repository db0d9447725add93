// Requests to the console's API, made from its own document, each by every kind of caller.
import fc from 'fast-check'
import type { Subject } from '@trilatch/core'
import { openApiDocument, operations } from '@trilatch/console'
import type { OperationId } from '@trilatch/console'
import { faultsOf } from '../console/as-declared.ts'
import { ask } from '../console/ask.ts'
import type { Answered, Host } from '../console/ask.ts'
import { direct } from '../console/direct.ts'
import { expectations } from '../console/expectations.ts'
import { callers as kinds } from '../console/expectations.ts'
import type { CallerKind } from '../console/expectations.ts'
import { butRole, caller, makeWorld, onlyRole, withUsers } from '../console/world.ts'
import type { World } from '../console/world.ts'
import { acceptable, sendable } from './json-schema.ts'
import type { Json } from './json-schema.ts'
import { fuzzTarget } from './target.ts'

// Nothing that the callers hold: what an administrator does must not make them somebody else.
const roles = ['admin', 'empty', 'runner', 'writer', 'made', 'a/b', 'nothing', '__proto__']
const subjects = [
  'root',
  'second',
  'ada',
  'bob',
  'made',
  'a b/ü',
  '%2f',
  '__proto__',
  'nobody',
  'trilatch:off',
]
const permissions = [
  '*',
  'project',
  'project.create',
  'job.run',
  'trilatch',
  'trilatch.roles.edit',
  'no.such',
  '',
]
const pools = {
  RoleId: roles,
  SubjectId: subjects,
  PermissionName: permissions,
  Context: ['eu.*', '*', 'sales.[a-c]?', 'a/**', '[', '', 'sales.secret.*'],
  ResourceName: ['eu.1', 'sales.secret.x', '', '../x', 'a//b'],
}

/** As an `after`: the one that there is. */
const next = 'next'

const document = openApiDocument()
const { schemas } = document['components'] as { readonly schemas: Readonly<Record<string, Json>> }
const paths = document['paths'] as Readonly<Record<string, Readonly<Record<string, Json>>>>

interface Made {
  readonly id: OperationId
  readonly method: string
  readonly path: string
  readonly body: unknown
  readonly query: Readonly<Record<string, unknown>>
  /** `current`: what is there is asked for first. */
  readonly version: string
  readonly headers: Readonly<Record<string, string>>
  readonly signedInAt: number
}

interface Parameter {
  readonly name: string
  readonly in: string
  readonly schema: Json
}

/** Requests to one operation. */
function requestsTo(path: string, method: string, operation: Json): fc.Arbitrary<Made> {
  const list = (operation['parameters'] ?? []) as readonly Parameter[]
  const named = (place: string): fc.Arbitrary<Record<string, unknown>> =>
    fc.record(
      Object.fromEntries(
        list
          .filter((one) => one.in === place)
          .map(({ name, schema }) => [
            name,
            name === 'role'
              ? fc.constantFrom(...roles)
              : name === 'user'
                ? fc.constantFrom(...subjects)
                : name === 'after'
                  ? fc.constantFrom(next, next, next, next, next, 'x', 'x~1')
                  : fc.oneof(
                      acceptable(schema, schemas, pools),
                      fc.constantFrom<unknown>('', '-1', '201', 'x'.repeat(300)),
                    ),
          ]),
      ),
      place === 'path' ? {} : { requiredKeys: [] },
    )
  const content = (operation['requestBody'] as { content?: Record<string, { schema: Json }> } | undefined)
    ?.content
  const schema = content?.['application/json']?.schema
  return fc.record({
    id: fc.constant(operation['operationId'] as OperationId),
    method: fc.constant(method.toUpperCase()),
    path: named('path').map((params) =>
      path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name]))),
    ),
    query: fc.oneof(
      { weight: 9, arbitrary: named('query') },
      { weight: 1, arbitrary: fc.constant({ stray: '1' }) },
    ),
    body: schema === undefined ? fc.constant(undefined) : sendable(schema, schemas, pools),
    version: fc.oneof(
      { weight: 8, arbitrary: fc.constant('current') },
      { weight: 2, arbitrary: fc.constantFrom('older', '', '"') },
    ),
    headers: fc.oneof(
      { weight: 12, arbitrary: fc.constant({}) },
      {
        weight: 1,
        arbitrary: fc.constantFrom({ 'sec-fetch-site': 'cross-site' }, { 'content-type': 'text/plain' }),
      },
    ),
    signedInAt: fc.oneof(
      { weight: 9, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.constant(-3_600_000) },
    ),
  })
}

const requests = fc.oneof(
  ...Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => requestsTo(path, method, operation)),
  ),
)

function callerOf(kind: CallerKind, id: OperationId): Subject | null {
  const { permission } = expectations[id]
  if (kind === 'anonymous') return null
  if (kind === 'administrator') return caller('root')
  if (kind === 'user') return caller('eve', 'everything')
  if (kind === 'other') return caller('lim', butRole(permission))
  return caller('lim', onlyRole(permission), { role: 'everything', scope: 'sales.*' })
}

/** How many requests one world lives for: what administrators do to it would have it differ more and more. */
const lifetime = 100

let world: World | undefined
let host: Host
let asked = 0

async function freshWorld(): Promise<World> {
  if (world !== undefined && asked++ % lifetime !== 0) return world
  await world?.authorizer.close()
  world = await withUsers(makeWorld())
  await world.authorizer
    .manage('test')
    .createRole({ id: 'made', rules: [{ permission: 'job', state: 'granted', context: 'sales.*' }] })
  host = direct(world)
  return world
}

/** Whoever may have a role. */
const holders = [...subjects.filter((id) => !id.startsWith('trilatch:')), 'lim', 'eve']

/** What there is: roles, rows, who has which role, users; and the last thing that the trail says was done. */
async function stateOf({ authorizer }: World): Promise<string> {
  const manager = authorizer.manage('test')
  const roles = (await manager.roles()).map(({ role, version }) => [role.id, version])
  const { version } = await manager.mappings()
  const held = await Promise.all(holders.map((id) => manager.rolesOf(id)))
  const { items: users } = await manager.users({ limit: 200 })
  const { items: done } = await manager.audit({ outcome: 'done', limit: 1 })
  return JSON.stringify([roles, version, held, users, done[0]?.sequence])
}

async function currentVersion(path: string): Promise<string> {
  const at = path
    .replace(/\/rules$/, '')
    .replace(/\/groups\/remove$/, '/groups')
    .replace(/^\/policy\/import$/, '/policy')
  // The whole of a list, for what replaces one.
  const whole = /^\/mappings$|\/(?:groups|members)$|^\/users\/[^/]*\/roles$/.test(at) ? '?limit=200' : ''
  const { headers } = await ask(host, at + whole, { as: caller('root') })
  return headers.get('etag')?.slice(1, -1) ?? ''
}

/** The page behind the first item of a list; nothing where there is none. */
async function nextOf(path: string): Promise<string | undefined> {
  const { body } = await ask(host, `${path}?limit=1`, { as: caller('root') })
  return body['next'] as string | undefined
}

const leaks = /node:internal|\bat [\w.<>]+ \(|\.ts:\d|packages\/|node_modules|ZodError|TypeError|RangeError/

function check(made: Made, kind: CallerKind, answer: Answered, before: string, after: string): void {
  const fail = (why: string): never => {
    throw new Error(`${kind}: ${why}: ${answer.status} ${answer.text.slice(0, 500)}`)
  }
  if (answer.status >= 500) fail('answers with an error of its own')
  const [fault] = answer.status === 404 || answer.status === 405 ? [] : faultsOf(made.id, answer)
  if (fault !== undefined) fail(fault)
  if (answer.status < 400 && expectations[made.id].statuses[kind] >= 400) fail('answers who may not ask')
  if (answer.status >= 400 && after !== before) fail('has changed something, and says no')
  if (answer.status < 400 && !operations[made.id].writes && after !== before)
    fail('has changed something by reading')
  if (leaks.test(answer.text)) fail('tells what is inside')
}

export const consoleApi = fuzzTarget<Made>({
  number: 13,
  title: "requests to the console's API, by five kinds of callers",
  inputs: requests,
  shares: { done: 0.15, 'a write done': 0.03, unacceptable: 0.1, refused: 0.01 },
  check: async (made, _, clocked) => {
    const now = await freshWorld()
    const met = new Set<string>()
    const query = new URLSearchParams()
    for (const [name, value] of Object.entries(made.query)) {
      const said = value === next && name === 'after' ? await nextOf(made.path) : String(value)
      if (said !== undefined) query.append(name, said)
    }
    const path = made.path + (query.size === 0 ? '' : `?${query.toString()}`)
    let before = await stateOf(now)
    for (const kind of kinds) {
      const version = made.version === 'current' ? await currentVersion(made.path) : made.version
      const answer = await clocked(`${kind}: ${made.method} ${path} ${JSON.stringify(made.body) ?? ''}`, () =>
        ask(host, path, {
          as: callerOf(kind, made.id),
          method: made.method,
          version,
          headers: made.headers,
          signedInAt: Date.now() + made.signedInAt,
          ...(made.body === undefined ? {} : { body: JSON.stringify(made.body) }),
        }),
      )
      const after = await stateOf(now)
      check(made, kind, answer, before, after)
      before = after
      if (answer.status < 400) met.add(operations[made.id].writes ? 'a write done' : 'done')
      if (kind === 'administrator' && answer.status === 422) met.add('unacceptable')
      if (kind === 'limited' && answer.status === 403) met.add('refused')
    }
    return met
  },
})
