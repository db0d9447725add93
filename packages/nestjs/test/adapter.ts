// What the contracts of adapters ask of Nest, on both platforms.
import { Catch, Controller, Get, Req } from '@nestjs/common'
import type { ArgumentsHost, ExecutionContext, Type } from '@nestjs/common'
import type {
  Asked,
  GuardMaker,
  OptionWords,
  RoutePlan,
  SetUp,
  Start,
  Verbs,
} from '../../../test/contracts/adapter-contract.ts'
import { Application } from '../src/application.ts'
import { mount, permissionDecorators, requestOf } from '../src/index.ts'
import { guarded, serve } from './application.ts'
import type { Platform } from './application.ts'
import { permissions } from './policy.ts'

/** Authorizer and options are one object here. */
export const setUp: SetUp = (authorizer, ...given) => {
  const [options = given.length === 0 ? {} : undefined] = given
  const all: unknown = typeof options === 'object' && options !== null ? { authorizer, ...options } : options
  return new Application(all as never)
}

export const words: OptionWords = {
  lead: 'Cannot set up TrilatchModule: ',
  call: 'TrilatchModule.forRoot({ authorizer, subject })',
  noAuthorizer: 'Cannot set up TrilatchModule: `authorizer` is required: what createAuthorizer gave.',
  noOptions:
    'Cannot set up TrilatchModule: use TrilatchModule.forRoot({ authorizer, subject }) or forRootAsync.',
  own: ['authorizer', 'public'],
}

const decorators = permissionDecorators(permissions)
const verbs = {
  requirePermission: decorators.Permission,
  requireAll: decorators.PermissionAll,
  requireAny: decorators.PermissionAny,
  requireSome: decorators.PermissionSome,
  requireSignedIn: decorators.SignedIn,
  publicRoute: decorators.Public,
} as unknown as Verbs

export const maker: GuardMaker = {
  verbs,
  mount: (handler) => mount({} as never, '/admin', handler as never),
  called: {
    requirePermission: '@Permission',
    requireAll: '@PermissionAll',
    requireAny: '@PermissionAny',
    requireSome: '@PermissionSome',
    requireSignedIn: '@SignedIn',
    publicRoute: '@Public',
  },
}

/** The application's functions are handed the context of Nest, and the contract's the request. */
const asking =
  (run: (asked: Asked) => unknown) =>
  (context: ExecutionContext): never =>
    run(requestOf<Asked>(context)) as never

function located(item: unknown): unknown {
  const { resource } = Object(item) as { readonly resource?: (asked: Asked) => unknown }
  return resource === undefined ? item : { ...(item as object), resource: asking(resource) }
}

function controllerOf({ path, guard, handler = () => 'inside' }: RoutePlan, ran: string[]): Type {
  if (typeof guard === 'string') throw new Error('A decorator that is passed and not called throws by itself')
  const [verb, ...all] = guard
  @Controller()
  class Route {
    @Get(path)
    @(verbs[verb](...all.map(located)) as MethodDecorator)
    handle(@Req() request: Asked): string {
      ran.push(path)
      return handler(request)
    }
  }
  return Route
}

/** Nest goes on to no second handler of a path: there is nothing behind. */
export const startOn =
  (platform: Platform): Start =>
  async ({ routes, mounted, subject, own }) => {
    const ran: string[] = []
    const app = await serve(
      platform,
      routes.map((route) => controllerOf(route, ran)),
      {
        imports: [guarded(subject === undefined ? {} : { subject: asking(subject) })],
        before: (nest) => {
          if (mounted !== undefined) mount(nest, '/admin', { fetch: mounted })
          if (own === undefined) return
          @Catch()
          class Own {
            catch(error: unknown, host: ArgumentsHost): void {
              const { status, body } = own?.(error) ?? { status: 500, body: '' }
              nest.getHttpAdapter().reply(host.switchToHttp().getResponse(), body, status)
            }
          }
          nest.useGlobalFilters(new Own())
        },
      },
    )
    return { ask: app.ask, ran }
  }
