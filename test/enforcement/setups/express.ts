// Express 5 and 4: what is the same in both.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Express, NextFunction, Request, RequestHandler, Response } from 'express'
import { problemDetails, trilatch } from '@trilatch/express'
import type { ExpressGuards, GuardOptions, Resource } from '@trilatch/express'
import type { Located, Name } from '../policy.ts'
import type { ApplicationPlan, Asked, GuardPlan, ResourcePlan, RoutePlan, Running, Setup } from '../setup.ts'

type Guards = ExpressGuards<Name, Located>

function askedOf(request: Request): Asked {
  // Express 4 has a string under '0' for what follows the wildcard, Express 5 an array under its name.
  const { rest, '0': star, ...params } = request.params as Record<string, unknown>
  const all: Record<string, unknown> = { ...params, rest: Array.isArray(rest) ? rest.join('/') : star }
  return { param: (name) => all[name], header: (name) => request.get(name) }
}

function resourceOf(plan: ResourcePlan): { param: string } | { resource: (request: Request) => Resource } {
  return 'param' in plan ? plan : { resource: (request) => plan.resource(askedOf(request)) as Resource }
}

function guardOf(guards: Guards, [verb, ...items]: GuardPlan): RequestHandler {
  const located = items.map((item) => (typeof item === 'object' ? { ...item, ...resourceOf(item) } : item))
  // The plans are typed; here they are put together again.
  return (guards[verb] as (...all: unknown[]) => RequestHandler)(...located)
}

function handlerOf({ handler }: RoutePlan, { access, resource }: Guards): RequestHandler {
  return (request, response, next) => {
    const asked = { ...askedOf(request), access: () => access(request), resource: () => resource(request) }
    // Express 4 knows nothing of promises: applications hand rejections on, as the documentation says.
    Promise.resolve()
      .then(() => handler(asked))
      .then((text) => response.type('text').send(text), next)
  }
}

function build(express: () => Express, plan: ApplicationPlan, wildcard: string): Express {
  const { authorizer, routes, errors, ...options } = plan
  const guards = trilatch(authorizer, options as GuardOptions<Request>)
  const app = express()
  // Express writes errors to the console unless it is under test.
  app.set('env', 'test')
  for (const route of routes)
    app[route.method ?? 'get'](
      route.path.replace(/\*$/, wildcard),
      ...route.guards.map((guard) => guardOf(guards, guard)),
      handlerOf(route, guards),
    )
  if (errors === 'problems') app.use(problemDetails())
  if (typeof errors === 'function')
    app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
      const { status, body } = errors(error)
      response.status(status).type('text').send(body)
    })
  return app
}

/**
 * @param express The framework's own function.
 * @param wildcard What this major writes for the rest of a path.
 */
export function expressSetup(name: string, version: string, express: () => Express, wildcard: string): Setup {
  return {
    name,
    version,
    ownHeaders: ['x-powered-by'],
    start: async (plan): Promise<Running> => {
      const server = createServer(build(express, plan, wildcard)).listen(0, '127.0.0.1')
      await once(server, 'listening')
      return {
        port: (server.address() as AddressInfo).port,
        stop: async () => {
          server.close()
          server.closeAllConnections()
          await once(server, 'close')
        },
      }
    },
  }
}
