import type { INestApplicationContext } from '@nestjs/common'
import { ApplicationConfig } from '@nestjs/core'
import type { CoveredRoute, Permissions, Requirement } from '@trilatch/core'
import { coverage, gateOf } from '../coverage.ts'
import { problemSchema } from './problem-schema.ts'

/** What `x-required-permissions` lists for an operation; a caller must pass every entry. */
export type DocumentedRequirement =
  | { readonly all: readonly string[] }
  | { readonly any: readonly string[] }
  | { readonly some: readonly string[] }

/** The part of an OpenAPI document that is added to; `@nestjs/swagger` makes such documents. */
interface Document {
  readonly paths: object
  components?: object
}

interface Operation {
  responses?: Record<string, unknown>
  'x-required-permissions'?: readonly DocumentedRequirement[]
}

const words = { all: 'Requires permission', any: 'Requires one of', some: 'Requires permission' } as const

const asks = ({ kind }: Requirement): boolean => Object.hasOwn(words, kind)

function textOf({ kind, permissions: names }: Requirement, { nodes, index }: Permissions): string {
  const titles = names.map((name) => nodes[index.get(name) ?? 0]?.path ?? name).join(', ')
  return `${words[kind as keyof typeof words]}${kind === 'all' && names.length > 1 ? 's' : ''}: ${titles}`
}

const answer = (description: string): object => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
})

function document(
  operation: Operation,
  { protection, guards }: CoveredRoute,
  permissions: Permissions,
): void {
  if (protection === 'public') return
  const asking = guards.filter(asks)
  const forbidden = asking.map((guard) => textOf(guard, permissions)).join('. ')
  const silent = 'Nothing says who may use this'
  // What the application documents itself stays.
  operation.responses = {
    ...(protection === 'unprotected' ? {} : { 401: answer('Nobody is signed in') }),
    403: answer(forbidden || (protection === 'unprotected' ? silent : 'The account is suspended')),
    ...operation.responses,
  }
  if (asking.length === 0) return
  operation['x-required-permissions'] = asking.map(
    ({ kind, permissions: names }) => ({ [kind]: names }) as unknown as DocumentedRequirement,
  )
}

/** A path as OpenAPI writes it: `/designs/{name}`. */
const openApiPath = (path: string): string => path.replace(/ \(.*$/, '').replaceAll(/[:*](\w+)/g, '{$1}')

/**
 * Adds to an OpenAPI document what every operation asks for: the answers 401 and 403, as problem details, and
 * `x-required-permissions`. It reads the decorators that guard, so nothing has to be said twice.
 *
 * @returns The same document.
 * @throws TrilatchError `TRILATCH_OPTION_INVALID` for an application without TrilatchModule.
 */
export function documentPermissions<D extends Document>(documented: D, app: INestApplicationContext): D {
  const { permissions } = gateOf(app).application.authorizer
  const prefix = app.get(ApplicationConfig, { strict: false }).getGlobalPrefix()
  const lead = prefix === '' || prefix.startsWith('/') ? prefix : `/${prefix}`
  const paths = documented.paths as Readonly<Record<string, Record<string, Operation> | undefined>>
  for (const route of coverage(app).routes) {
    if (route.transport !== 'http') continue
    const path = openApiPath(route.path)
    // A document may leave the prefix of all routes to its servers.
    const item = paths[path] ?? (path.startsWith(lead) ? paths[path.slice(lead.length) || '/'] : undefined)
    for (const [method, operation] of Object.entries(item ?? {})) {
      const same = route.method === '*' || route.method.toLowerCase() === method
      if (same && typeof operation === 'object') document(operation, route, permissions)
    }
  }
  const components = (documented.components ?? {}) as { readonly schemas?: object }
  documented.components = { ...components, schemas: { Problem: problemSchema, ...components.schemas } }
  return documented
}
