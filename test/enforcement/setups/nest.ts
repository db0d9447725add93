// NestJS 12 and 11, on Express and Fastify: what is the same in all of them.
import 'reflect-metadata'
import type { AddressInfo, Server } from 'node:net'
import { Catch, Controller, HttpCode, Module, Req, RequestMapping, RequestMethod } from '@nestjs/common'
import type { ArgumentsHost, ExecutionContext, HttpServer, Type } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import manifest from '@nestjs/core/package.json' with { type: 'json' }
import type { AbstractHttpAdapter } from '@nestjs/core'
import { permissionDecorators, requestOf, TrilatchModule } from '@trilatch/nestjs'
import type { Access, Resource, TrilatchModuleOptions } from '@trilatch/nestjs'
import { permissions } from '../policy.ts'
import type { Name } from '../policy.ts'
import type { ApplicationPlan, Asked, GuardPlan, ResourcePlan, RoutePlan, Running, Setup } from '../setup.ts'

/** What Express and Fastify have in common. */
interface Request {
  readonly params: Readonly<Record<string, unknown>>
  readonly headers: Readonly<Record<string, string | undefined>>
}

const decorators = permissionDecorators(permissions)
const { CurrentAccess, CurrentResource } = decorators
const decoratorOf = {
  requirePermission: decorators.Permission,
  requireAll: decorators.PermissionAll,
  requireAny: decorators.PermissionAny,
  requireSome: decorators.PermissionSome,
  requireSignedIn: decorators.SignedIn,
  publicRoute: decorators.Public,
} as const

function askedOf({ params, headers }: Request): Asked {
  // Express has an array for what follows the wildcard, Fastify a string under '*'.
  const { rest, '*': star } = params
  const all = { ...params, rest: Array.isArray(rest) ? rest.join('/') : star }
  return {
    param: (name) => (all as Readonly<Record<string, unknown>>)[name],
    header: (name) => headers[name],
  }
}

function resourceOf(
  plan: ResourcePlan,
): { param: string } | { resource: (context: ExecutionContext) => Resource } {
  return 'param' in plan
    ? plan
    : { resource: (context) => plan.resource(askedOf(requestOf<Request>(context))) as Resource }
}

function decorate([verb, ...items]: GuardPlan): MethodDecorator {
  const located = items.map((item) => (typeof item === 'object' ? { ...item, ...resourceOf(item) } : item))
  // The plans are typed; here they are put together again.
  return (decoratorOf[verb] as (...all: unknown[]) => MethodDecorator)(...located)
}

/** A controller for one route, decorated as TypeScript would: from the last decorator to the first. */
function controllerOf({ method = 'get', path, guards, handler, needs }: RoutePlan, wildcard: string): Type {
  class Route {
    async handle(request: Request, given: unknown): Promise<string> {
      return handler({
        ...askedOf(request),
        access: async () => given as Access<Name>,
        resource: () => given,
      })
    }
  }
  const prototype: object = Route.prototype
  const descriptor = Object.getOwnPropertyDescriptor(prototype, 'handle') as PropertyDescriptor
  Req()(prototype, 'handle', 0)
  if (needs === 'access') CurrentAccess()(prototype, 'handle', 1)
  if (needs === 'resource') CurrentResource()(prototype, 'handle', 1)
  const mapping = RequestMapping({
    path: path.replace(/\*$/, wildcard),
    method: RequestMethod[method.toUpperCase() as 'GET'],
  })
  for (const decorator of [...guards.map(decorate).toReversed(), HttpCode(200), mapping])
    decorator(prototype, 'handle', descriptor)
  Object.defineProperty(prototype, 'handle', descriptor)
  Controller()(Route)
  return Route
}

type Own = Extract<ApplicationPlan['errors'], (...all: never[]) => unknown>

/** The application's own filter for everything. */
function filterOf(handle: Own, adapter: HttpServer): object {
  class Filter {
    catch(error: unknown, host: ArgumentsHost): void {
      const { status, body } = handle(error)
      adapter.reply(host.switchToHttp().getResponse(), body, status)
    }
  }
  Catch()(Filter)
  return new Filter()
}

/** What Nest runs on. */
interface Platform {
  /** Made for each application anew. */
  readonly adapter: () => AbstractHttpAdapter
  /** What it writes for the rest of a path. */
  readonly wildcard: string
  readonly ownHeaders: readonly string[]
}

export function nestSetup(name: string, platform: Platform): Setup {
  return {
    name,
    version: manifest.version,
    ownHeaders: platform.ownHeaders,
    start: async ({ authorizer, routes, errors, ...options }): Promise<Running> => {
      const module = TrilatchModule.forRoot({ authorizer, ...options } as unknown as TrilatchModuleOptions)
      const controllers = routes.map((route) => controllerOf(route, platform.wildcard))
      @Module({ imports: [module], controllers })
      class App {}
      const app = await NestFactory.create(App, platform.adapter(), { logger: false, abortOnError: false })
      if (typeof errors === 'function') app.useGlobalFilters(filterOf(errors, app.getHttpAdapter()) as never)
      await app.listen(0, '127.0.0.1')
      const server = app.getHttpServer() as Server & { closeAllConnections(): void }
      return {
        port: (server.address() as AddressInfo).port,
        stop: async () => {
          server.closeAllConnections()
          await app.close()
        },
      }
    },
  }
}
