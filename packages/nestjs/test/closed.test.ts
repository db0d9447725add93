// Nothing opens a handler that nothing says may be used: set-ups in which Nest drops or shares guards.
import { Controller, Get, Injectable, Module, Post, Scope } from '@nestjs/common'
import type { ExecutionContext, Type } from '@nestjs/common'
import { LazyModuleLoader, ModulesContainer, NestFactory } from '@nestjs/core'
import { afterEach, describe, expect, it } from 'vitest'
import { createAuthorizer, requestOf } from '../src/index.ts'
import { create, guarded, platforms, serve, stopAll } from './application.ts'
import { as, bodies, CurrentAccess, Permission, permissions, Public, SignedIn, subjectOf } from './policy.ts'

afterEach(stopAll)

@Controller('base')
class Base {
  @Get()
  @Permission('project.create')
  get(): string {
    return 'base'
  }

  @Get('other')
  other() {
    return 'other'
  }
}

@Controller('derived')
@Permission('report.view')
class Derived extends Base {}

@Controller('overriding')
class Overriding extends Base {
  @Get()
  @Permission('report.view')
  override get() {
    return 'overriding'
  }
}

describe.each(platforms)('on %s', (platform) => {
  it('an application without the module runs no decorated handler', async () => {
    @Controller('class')
    @SignedIn()
    class OnClass {
      @Get()
      get() {
        return 'inside'
      }
    }
    @Controller('plain')
    class Undecorated {
      @Get()
      get() {
        return 'inside'
      }
    }
    const { ask } = await serve(platform, [Base, OnClass, Undecorated], { imports: [] })
    for (const path of ['/base', '/class'])
      for (const who of [{}, as('admin')]) expect(await ask(path, who)).toMatchObject({ status: 500 })
    // What is not decorated is not ours there.
    expect(await ask('/plain')).toMatchObject({ status: 200 })
  })

  it('an inherited handler asks for what its own class and the method say, and no other class', async () => {
    const { ask } = await serve(platform, [Base, Derived, Overriding])
    expect(await ask('/base', as('creator'))).toMatchObject({ status: 200, text: 'base' })
    expect(await ask('/derived', as('creator'))).toMatchObject({ status: 403 })
    expect(await ask('/derived', as('reader'))).toMatchObject({ status: 403, text: bodies.createProject })
    expect(await ask('/derived', as('reader', 'creator'))).toMatchObject({ status: 200, text: 'base' })
    expect(await ask('/base/other', as('admin'))).toMatchObject({ status: 403, text: bodies.unprotected })
    expect(await ask('/derived/other', as('reader'))).toMatchObject({ status: 200, text: 'other' })
    expect(await ask('/overriding', as('reader'))).toMatchObject({ status: 200, text: 'overriding' })
    expect(await ask('/overriding', as('creator'))).toMatchObject({ status: 403 })
  })

  it('what a class and its method ask for adds up', async () => {
    @Controller()
    @Permission('report.view')
    @SignedIn()
    class Both {
      @Get('both')
      @Permission('project.create')
      both() {
        return 'inside'
      }
    }
    @Controller('open')
    @Public()
    class Open {
      @Get()
      open() {
        return 'inside'
      }
      @Get('less')
      @Permission('project.create')
      less() {
        return 'inside'
      }
    }
    const { ask } = await serve(platform, [Both, Open])
    expect((await ask('/both', as('reader'))).text).toBe(bodies.createProject)
    expect((await ask('/both', as('creator'))).text).toContain('Report › View Report')
    expect(await ask('/both', as('creator', 'reader'))).toMatchObject({ status: 200 })
    expect(await ask('/open')).toMatchObject({ status: 200 })
    expect(await ask('/open/less')).toMatchObject({ status: 401 })
  })

  it('what comes later is asked too where something has to be waited for', async () => {
    const later = async (context: ExecutionContext) => {
      await Promise.resolve()
      return requestOf<{ params: { name: string } }>(context).params.name
    }
    @Controller()
    @Permission('design.view', { resource: later })
    class Waiting {
      @Get(':name')
      @Permission('project.create')
      @Permission('report.view')
      get() {
        return 'inside'
      }
    }
    for (const subject of [
      subjectOf,
      async (context: ExecutionContext) => Promise.resolve(subjectOf(context)),
    ]) {
      const { ask } = await serve(platform, [Waiting], { imports: [guarded({ subject })] })
      expect((await ask('/x', as('creator', 'reader'))).text).toBe(bodies.viewDesign)
      expect((await ask('/x', as('curator', 'reader'))).text).toBe(bodies.createProject)
      expect((await ask('/x', as('curator', 'creator'))).text).toContain('Report › View Report')
      expect(await ask('/x', as('curator', 'creator', 'reader'))).toMatchObject({
        status: 200,
        text: 'inside',
      })
    }
  })

  it('`public` opens a class of somebody else, and only where it says nothing itself', async () => {
    const { ask } = await serve(platform, [Base, Derived], { imports: [guarded({ public: [Base] })] })
    expect(await ask('/base/other')).toMatchObject({ status: 200, text: 'other' })
    expect(await ask('/base')).toMatchObject({ status: 401 })
    expect(await ask('/derived/other')).toMatchObject({ status: 401 })
  })

  it('request-scoped controllers and those of dynamic modules are guarded', async () => {
    @Controller({ path: 'scoped', scope: Scope.REQUEST })
    class Scoped {
      @Get()
      @Permission('project.create')
      get() {
        return 'inside'
      }
      @Get('silent')
      silent() {
        return 'inside'
      }
    }
    @Module({})
    class Dynamic {}
    const { ask } = await serve(platform, [], {
      imports: [{ module: Dynamic, controllers: [Scoped] }, guarded()],
    })
    expect(await ask('/scoped', as('creator'))).toMatchObject({ status: 200 })
    expect(await ask('/scoped', as('reader'))).toMatchObject({ status: 403, text: bodies.createProject })
    expect(await ask('/scoped/silent', as('admin'))).toMatchObject({ status: 403, text: bodies.unprotected })
  })

  it('a module that is loaded later brings no routes, and one application knows nothing of another', async () => {
    @Controller('late')
    class Late {
      @Get()
      get() {
        return 'inside'
      }
    }
    @Module({ controllers: [Late] })
    class LateModule {}
    const { app, ask } = await serve(platform, [Base])
    await app.get(LazyModuleLoader).load(() => LateModule)
    expect(await ask('/late', as('admin'))).toMatchObject({ status: 404 })
  })

  it.each([Scope.DEFAULT, Scope.REQUEST])(
    'two applications with the same controllers decide each for itself (%i)',
    async (scope) => {
      @Controller({ scope })
      class Shared {
        @Get()
        @Permission('project.create')
        get(@CurrentAccess() access: { version: string }) {
          return access.version
        }
      }
      const other = createAuthorizer({
        permissions,
        roles: [{ id: 'reader', rules: [{ permission: 'project', state: 'granted' }] }],
      })
      const first = await serve(platform, [Shared])
      const second = await serve(platform, [Shared], { imports: [guarded({ authorizer: other })] })
      const without = await serve(platform, [Base], { imports: [] })
      for (let i = 0; i < 2; i++) {
        expect(await first.ask('/', as('creator'))).toMatchObject({ status: 200 })
        expect(await first.ask('/', as('reader'))).toMatchObject({ status: 403 })
        expect(await second.ask('/', as('reader'))).toMatchObject({ status: 200 })
        expect(await second.ask('/', as('creator'))).toMatchObject({ status: 403 })
        expect(await without.ask('/base', as('creator'))).toMatchObject({ status: 500 })
      }
    },
  )

  it('a decorator that wraps the method loses no permission', async () => {
    const logged: MethodDecorator = (_target, _name, descriptor: PropertyDescriptor) => {
      const wrapped = descriptor.value as (...args: unknown[]) => unknown
      descriptor.value = function logged(this: unknown, ...args: unknown[]) {
        return wrapped.apply(this, args)
      }
    }
    @Controller()
    @SignedIn()
    class Wrapped {
      @Get()
      @logged
      @Permission('project.create')
      get() {
        return 'inside'
      }
    }
    const { ask } = await serve(platform, [Wrapped])
    expect(await ask('/', as('creator'))).toMatchObject({ status: 200 })
    expect(await ask('/', as('reader'))).toMatchObject({ status: 403, text: bodies.createProject })
  })

  it('where Nest loses the guard, the latch stays shut', async () => {
    const app = await create(platform, { controllers: [Base], imports: [guarded()] })
    for (const { injectables } of app.get(ModulesContainer).values()) injectables.clear()
    await app.listen(0, '127.0.0.1')
    const response = await fetch(`${await app.getUrl()}/base`, as('admin'))
    expect(response.status).toBe(500)
    expect(await response.text()).not.toContain('base')
  })

  it('a method that a request-scoped controller binds is shut', async () => {
    @Controller({ scope: Scope.REQUEST })
    class Bound {
      constructor() {
        this.get = this.get.bind(this)
      }
      @Get()
      @Permission('project.create')
      get() {
        return 'inside'
      }
    }
    const { ask } = await serve(platform, [Bound])
    expect(await ask('/', as('admin'))).toMatchObject({ status: 403, text: bodies.unprotected })
  })

  it('every method of HTTP is guarded alike', async () => {
    @Controller()
    class Methods {
      @Get('some')
      @Permission('project.create')
      get() {
        return 'inside'
      }
    }
    const { ask } = await serve(platform, [Methods], { before: (app) => app.enableCors() })
    expect(await ask('/some', { method: 'HEAD' })).toMatchObject({ status: 401, text: '' })
    expect(await ask('/some', { method: 'HEAD', ...as('creator') })).toMatchObject({ status: 200, text: '' })
    const override = { method: 'POST', headers: { ...as('admin').headers, 'x-http-method-override': 'GET' } }
    expect(await ask('/some', override)).toMatchObject({ status: 404 })
  })
})

describe('an application without HTTP', () => {
  it('is created all the same', async () => {
    @Injectable()
    class Service {}
    @Module({ imports: [guarded()], providers: [Service] })
    class App {}
    const context = await NestFactory.createApplicationContext(App as Type, { logger: false })
    expect(context.get(Service)).toBeInstanceOf(Service)
    await context.close()
  })
})

it('a handler runs once and never before it is let in', async () => {
  const ran: string[] = []
  @Controller()
  class Counted {
    @Post()
    @Permission('project.create')
    post() {
      ran.push('handler')
    }
  }
  const { ask } = await serve('express', [Counted])
  await Promise.all([{}, as('reader'), as('creator')].map((who) => ask('/', { method: 'POST', ...who })))
  expect(ran).toEqual(['handler'])
})
