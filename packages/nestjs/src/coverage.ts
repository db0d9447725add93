import 'reflect-metadata'
import type { INestApplicationContext } from '@nestjs/common'
import { ApplicationConfig, ModulesContainer } from '@nestjs/core'
import { assertCoverage, coverageOf, TrilatchError } from '@trilatch/core'
import type { Coverage, CoverageOptions, ListedRoute } from '@trilatch/core'
import { gateToken } from './gate-token.ts'
import { Gate } from './gate.ts'
import type { ArmedHandler } from './gate.ts'
import { httpPathsOf } from './http-paths.ts'

const read = (key: string, target: object): unknown => Reflect.getMetadata(key, target) as unknown

const patternText = (pattern: unknown): string =>
  typeof pattern === 'string' ? pattern : (JSON.stringify(pattern) ?? String(pattern))

function graphqlRoute({ host, method, name, ways }: ArmedHandler): Pick<ListedRoute, 'method' | 'path'> {
  const type = read('graphql:resolver_type', method) ?? read('graphql:resolver_type', host)
  const field = (read('graphql:resolver_name', method) as string | undefined) ?? name
  if (ways.includes('graphql')) return { method: String(type).toLowerCase(), path: field }
  const of = typeof type === 'function' ? type.name : String(type)
  return ways.includes('reference')
    ? { method: 'reference', path: of }
    : { method: 'field', path: `${of}.${field}` }
}

function socketRoute({ host, method }: ArmedHandler): Pick<ListedRoute, 'method' | 'path'> {
  const { namespace } = (read('websockets:gateway_options', host) ?? {}) as { readonly namespace?: unknown }
  const message = patternText(read('message', method))
  return {
    method: 'message',
    path: namespace === undefined ? message : `${patternText(namespace)} ${message}`,
  }
}

function messageRoutes({ method }: ArmedHandler): Pick<ListedRoute, 'method' | 'path'>[] {
  const kind = read('microservices:handler_type', method) === 2 ? 'event' : 'message'
  return [read('microservices:pattern', method)]
    .flat()
    .map((pattern) => ({ method: kind, path: patternText(pattern) }))
}

function routesOf(
  handler: ArmedHandler,
  modules: ModulesContainer,
  config: ApplicationConfig,
): ListedRoute[] {
  const guards = handler.plans.map(({ requirement }) => requirement)
  const { ways } = handler
  // A part of an object that says nothing is open to those whom the operation is.
  const isGraphql =
    ways.includes('graphql') || ways.includes('reference') || (ways.includes('field') && guards.length > 0)
  return [
    ...(ways.includes('http')
      ? httpPathsOf(handler, modules, config).map(({ method, path, besides }) => ({
          method,
          path: path + besides,
          guards,
        }))
      : []),
    ...(ways.includes('rpc')
      ? messageRoutes(handler).map((route) => ({ transport: 'rpc' as const, ...route, guards }))
      : []),
    ...(ways.includes('ws') ? [{ transport: 'websocket' as const, ...socketRoute(handler), guards }] : []),
    ...(isGraphql ? [{ transport: 'graphql' as const, ...graphqlRoute(handler), guards }] : []),
  ]
}

/** The gate of an application. */
export function gateOf(app: INestApplicationContext): Gate {
  let gate: unknown
  try {
    gate = app.get<unknown>(gateToken, { strict: false })
  } catch {
    gate = undefined
  }
  if (gate instanceof Gate) return gate
  const message =
    'Cannot report on the routes: the application does not import TrilatchModule.forRoot({ authorizer, subject }).'
  throw new TrilatchError('TRILATCH_OPTION_INVALID', message)
}

/**
 * What protects each handler of a Nest application: routes of controllers with all their paths, operations of
 * GraphQL, messages of gateways, patterns of microservices. `unprotected` are those that say nothing; they are shut.
 *
 * Nest does not know what is registered on the HTTP server itself, in middleware, or mounted: none of it is here.
 *
 * @throws TrilatchError `TRILATCH_OPTION_INVALID` for an application without TrilatchModule.
 */
export function coverage(app: INestApplicationContext): Coverage {
  const config = app.get(ApplicationConfig, { strict: false })
  const modules = app.get(ModulesContainer, { strict: false })
  return coverageOf(gateOf(app).handlers.flatMap((handler) => routesOf(handler, modules, config)))
}

/**
 * Fails unless every handler has a decorator, or is on the list `allow`. For a test.
 *
 * @throws TrilatchError `TRILATCH_ROUTE_UNPROTECTED`, which names every route and every entry of the list that is wrong.
 */
export function assertCovered(app: INestApplicationContext, options: CoverageOptions = {}): void {
  assertCoverage(coverage(app), options)
}
