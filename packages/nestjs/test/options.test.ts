// The options of the module, faults of the store and of resolvers, and filters of the application.
import { Catch, Controller, Get, HttpException, Logger, Module } from '@nestjs/common'
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common'
import { APP_FILTER, ExternalContextCreator, HttpAdapterHost } from '@nestjs/core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createAuthorizer, HttpRefusal, InjectAuthorizer, memoryStore, TrilatchModule } from '../src/index.ts'
import type { Authorizer, Store, TrilatchModuleOptions } from '../src/index.ts'
import { guarded, platforms, serve, stopAll } from './application.ts'
import type { Platform } from './application.ts'
import {
  as,
  authorizer,
  bodies,
  CurrentAccess,
  headerNames,
  Permission,
  permissions,
  Public,
  SignedIn,
  subjectOf,
} from './policy.ts'

afterEach(async () => {
  vi.restoreAllMocks()
  await stopAll()
})

let found: () => unknown = () => 'finance.costs'

@Controller()
class Routes {
  @Get('create')
  @Permission('project.create')
  create() {
    return 'inside'
  }
  @Get('found')
  @Permission('design.view', { resource: () => found() as string })
  found() {
    return 'inside'
  }
  @Get('me')
  @SignedIn()
  me(@CurrentAccess() access: { readonly subjectId: string | null }) {
    return { id: access.subjectId }
  }
}

const start = (platform: Platform, options: Partial<TrilatchModuleOptions> = {}) =>
  serve(platform, [Routes], { imports: [guarded(options)] })

describe.each(platforms)('on %s', (platform) => {
  it('signIn sends a browser that wants a page to the sign-in page, and nobody else', async () => {
    const { ask } = await start(platform, { signIn: '/sign-in' })
    const html = { headers: { accept: 'text/html,application/xhtml+xml' } }
    const sent = await ask('/create', html)
    expect(sent).toMatchObject({ status: 303, text: '' })
    expect(sent.headers.get('location')).toBe('/sign-in?returnTo=%2Fcreate')
    expect(sent.headers.get('vary')).toBe('Accept')
    expect(headerNames(sent)).toEqual(['cache-control', 'content-length', 'location', 'vary'])
    expect(await ask('/create')).toMatchObject({ status: 401, text: bodies.unauthenticated })
    expect(await ask('/create', { headers: { ...html.headers, ...as().headers } })).toMatchObject({
      status: 403,
    })
    expect(await ask('/create', { headers: { accept: 'text/html;q=0' } })).toMatchObject({ status: 401 })
  })

  it('disclose and realm say how much is told', async () => {
    const generic = await start(platform, { disclose: 'generic', realm: 'my "app"' })
    expect(await generic.ask('/create', as())).toMatchObject({ status: 403, text: bodies.generic })
    expect((await generic.ask('/create')).headers.get('www-authenticate')).toBe(
      String.raw`Bearer realm="my \"app\""`,
    )
    const hidden = await start(platform, { disclose: 'not-found' })
    expect(await hidden.ask('/create', as())).toMatchObject({ status: 404, text: bodies.notFound })
  })

  it('a store that cannot be read is 503 with Retry-After, nothing runs, and the operator is told why', async () => {
    const warned = vi.spyOn(process, 'emitWarning').mockReturnValue(undefined)
    const why = `down under ${platform}`
    const store: Store = memoryStore({ roles: [] })
    const broken: Store = Object.assign(Object.create(store) as Store, {
      view: () => Promise.reject(new Error(why)),
    })
    const { ask } = await start(platform, { authorizer: createAuthorizer({ permissions, store: broken }) })
    await ask('/create', as('creator'))
    const answer = await ask('/create', as('creator'))
    const told = warned.mock.calls.map(([message]) => String(message))
    expect(told.filter((message) => message.includes(why))).toEqual([
      `A request was answered with 503 Service Unavailable, TRILATCH_UNAVAILABLE: The policy cannot be read at the moment. Because: ${why}`,
    ])
    expect(answer.status).toBe(503)
    expect(answer.headers.get('retry-after')).toBe('1')
    expect(JSON.parse(answer.text)).toMatchObject({ status: 503, code: 'TRILATCH_UNAVAILABLE' })
  })

  it('a resolver or a subject that fails is 500, whatever it throws, and nothing runs', async () => {
    const { ask } = await start(platform)
    for (const thrown of [new Error('boom'), undefined, null, false, 'route']) {
      for (const way of [
        () => Promise.reject(thrown),
        () => {
          throw thrown
        },
      ]) {
        found = way
        const answer = await ask('/found', as('admin'))
        expect(answer.status).toBe(500)
        expect(answer.text).not.toContain('inside')
      }
    }
    found = () => 'finance.costs'
    expect(await ask('/found', as('admin'))).toMatchObject({ status: 200 })
    for (const subject of [
      () => Promise.reject(new Error('boom')),
      () => 'ada' as never,
      () => ({ id: 7 }) as never,
    ]) {
      const failing = await start(platform, { subject })
      for (const path of ['/create', '/found', '/me']) expect((await failing.ask(path)).status).toBe(500)
    }
  })

  it('filters of the application see refusals before ours, however they are registered, and headers still arrive', async () => {
    const seen: unknown[] = []
    @Catch(HttpException)
    class Own implements ExceptionFilter<HttpException> {
      catch(error: HttpException, host: ArgumentsHost) {
        seen.push(error)
        const reply = host.switchToHttp().getResponse<object>()
        adapter.reply(reply, { mine: error.getStatus() }, error.getStatus())
      }
    }
    @Module({ providers: [{ provide: APP_FILTER, useClass: Own }] })
    class OwnModule {}
    let adapter: HttpAdapterHost['httpAdapter']
    for (const ways of [
      { imports: [guarded(), OwnModule] },
      { imports: [OwnModule, guarded()] },
      { imports: [guarded()], own: true },
    ]) {
      const { ask } = await serve(platform, [Routes], {
        imports: ways.imports,
        before: (app) => {
          adapter = app.get(HttpAdapterHost).httpAdapter
          if (ways.own === true) app.useGlobalFilters(new Own())
        },
      })
      seen.length = 0
      const answer = await ask('/create')
      expect(answer).toMatchObject({ status: 401, text: '{"mine":401}' })
      expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="trilatch"')
      expect(answer.headers.get('content-type')).toContain('application/json')
      expect(seen[0]).toBeInstanceOf(HttpRefusal)
      await ask('/create', as())
      expect(seen[1]).toMatchObject({
        code: 'TRILATCH_FORBIDDEN',
        message: 'Requires permission: Project › Create Project',
        permissions: [{ id: 'project.create', title: 'Project › Create Project' }],
      })
      expect(JSON.stringify((seen[1] as HttpException).getResponse())).toBe(bodies.createProject)
    }
  })

  it('the authorizer is injected, and forRootAsync may inject what its options are made of', async () => {
    @Controller()
    class Injected {
      readonly #authorizer: Authorizer
      constructor(@InjectAuthorizer() given: Authorizer) {
        this.#authorizer = given
      }
      @Get('same')
      @Public()
      same() {
        return { same: this.#authorizer === authorizer }
      }
    }
    @Module({ providers: [{ provide: 'AUTHORIZER', useValue: authorizer }], exports: ['AUTHORIZER'] })
    class PolicyModule {}
    const imports = [
      TrilatchModule.forRootAsync({
        imports: [PolicyModule],
        inject: ['AUTHORIZER'],
        useFactory: async (given: Authorizer) => ({ authorizer: given, subject: subjectOf }),
      }),
    ]
    const { ask } = await serve(platform, [Injected, Routes], { imports })
    expect((await ask('/same')).text).toBe('{"same":true}')
    expect(await ask('/create', as('creator'))).toMatchObject({ status: 200 })
  })

  it('while switched off everybody may', async () => {
    const off = createAuthorizer({ permissions, roles: [], enabled: false })
    const { ask } = await start(platform, { authorizer: off })
    expect(await ask('/create')).toMatchObject({ status: 200 })
    expect(await ask('/me')).toMatchObject({ status: 200 })
  })
})

it('a context of an unknown kind is refused, public handlers included', async () => {
  class Bot {
    @Public()
    run() {
      return 'inside'
    }
  }
  Logger.overrideLogger(false)
  const { app } = await serve('express', [Routes])
  const bot = new Bot()
  // oxlint-disable-next-line typescript/unbound-method -- as libraries for other transports do
  const call = app
    .get(ExternalContextCreator)
    .create(bot, bot.run, 'run', undefined, undefined, undefined, undefined, undefined, 'telegram')
  await expect(call()).rejects.toThrow('Nothing says who may use this.')
})
