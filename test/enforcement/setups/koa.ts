// Koa 3 and 2: what is the same in both.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Router } from '@koa/router'
import type Koa from 'koa'
import type { Context, Middleware, Next } from 'koa'
import { problemDetails, trilatch } from '@trilatch/koa'
import type { GuardOptions, KoaGuards, Resource } from '@trilatch/koa'
import type { Located, Name } from '../policy.ts'
import type { ApplicationPlan, Asked, GuardPlan, ResourcePlan, RoutePlan, Running, Setup } from '../setup.ts'

type Guards = KoaGuards<Name, Located>

const askedOf = (ctx: Context): Asked => ({
  param: (name) => (ctx['params'] as Record<string, unknown>)[name],
  header: (name) => ctx.get(name) || undefined,
})

function resourceOf(plan: ResourcePlan): { param: string } | { resource: (ctx: Context) => Resource } {
  return 'param' in plan ? plan : { resource: (ctx) => plan.resource(askedOf(ctx)) as Resource }
}

function guardOf(guards: Guards, [verb, ...items]: GuardPlan): Middleware {
  const located = items.map((item) => (typeof item === 'object' ? { ...item, ...resourceOf(item) } : item))
  // The plans are typed; here they are put together again.
  return (guards[verb] as (...all: unknown[]) => Middleware)(...located)
}

function handlerOf({ handler }: RoutePlan, { access, resource }: Guards): Middleware {
  return async (ctx) => {
    const asked = { ...askedOf(ctx), access: () => access(ctx), resource: () => resource(ctx) }
    ctx.body = await handler(asked)
  }
}

/** The application's own error handling, which stands around everything. */
const around =
  (handle: Extract<ApplicationPlan['errors'], (...all: never[]) => unknown>): Middleware =>
  async (ctx: Context, next: Next) => {
    try {
      await next()
    } catch (error) {
      const { status, body } = handle(error)
      ctx.status = status
      ctx.body = body
    }
  }

function build(Application: typeof Koa, plan: ApplicationPlan): Koa {
  const { authorizer, routes, errors, ...options } = plan
  const guards = trilatch(authorizer, options as GuardOptions<Context>)
  const app = new Application()
  // Koa writes errors to the console unless somebody listens.
  app.on('error', () => {})
  if (errors === 'problems') app.use(problemDetails() as Middleware)
  if (typeof errors === 'function') app.use(around(errors))
  const router = new Router()
  for (const route of routes)
    router[route.method ?? 'get'](
      route.path.replace(/\*$/, '*rest'),
      ...(route.guards.map((guard) => guardOf(guards, guard)) as never[]),
      handlerOf(route, guards) as never,
    )
  app.use(router.routes() as never)
  return app
}

/** @param Application The framework's own class. */
export function koaSetup(name: string, version: string, Application: typeof Koa): Setup {
  return {
    name,
    version,
    ownHeaders: [],
    start: async (plan): Promise<Running> => {
      const callback = build(Application, plan).callback()
      const server = createServer((request, response) => void callback(request, response))
      server.listen(0, '127.0.0.1')
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
