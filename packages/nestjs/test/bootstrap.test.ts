// An application whose decorators say what cannot be kept does not start.
import { Controller, Get, Injectable } from '@nestjs/common'
import type { Type } from '@nestjs/common'
import { afterEach, describe, expect, it } from 'vitest'
import { createAuthorizer, definePermissions, permissionDecorators, TrilatchModule } from '../src/index.ts'
import type { TrilatchModuleOptions } from '../src/index.ts'
import { create, guarded, stopAll } from './application.ts'
import type { Parts } from './application.ts'
import { authorizer, Permission, Public, SignedIn, subjectOf } from './policy.ts'

afterEach(stopAll)

/** Why an application of these parts does not start: code and message. */
async function faultOf(parts: Omit<Parts, 'before'>): Promise<string> {
  try {
    const app = await create('express', { imports: [guarded()], ...parts })
    await app.init()
    return 'none'
  } catch (error) {
    return `${(error as { code?: string }).code}: ${(error as Error).message}`
  }
}

const withController = (controller: Type): Promise<string> => faultOf({ controllers: [controller] })

describe('An application does not start', () => {
  it('when a class asks for a permission and a method of it is public', async () => {
    @Controller()
    @Permission('project.create')
    class Contradicting {
      @Get()
      @Public()
      get() {}
    }
    expect(await withController(Contradicting)).toBe(
      'TRILATCH_GUARD_INVALID: Not every handler is guarded as it says:\n- Contradicting.get is @Public and asks for more all the same: what a class and its methods ask for adds up, so take one of them away',
    )
  })

  it('when one method is public and asks for somebody who is signed in', async () => {
    @Controller()
    class Contradicting {
      @Get()
      @Public()
      @SignedIn()
      get() {}
    }
    expect(await withController(Contradicting)).toContain('Contradicting.get is @Public and asks for more')
  })

  it('when a decorator stands where Nest runs no guard', async () => {
    @Injectable()
    class Service {
      @Permission('project.create')
      save() {}
    }
    @Injectable()
    @SignedIn()
    class DecoratedService {
      save() {}
    }
    @Controller()
    class WithHelper {
      @Get()
      @Public()
      get() {}
      @SignedIn()
      helper() {}
    }
    expect(await faultOf({ providers: [Service, DecoratedService], controllers: [WithHelper] })).toBe(
      'TRILATCH_GUARD_INVALID: Not every handler is guarded as it says:\n' +
        '- WithHelper.helper is no handler of HTTP, GraphQL, WebSockets or microservices: Nest runs no guard before it, so its decorator protects nothing\n' +
        '- Service.save is no handler of HTTP, GraphQL, WebSockets or microservices: Nest runs no guard before it, so its decorator protects nothing\n' +
        '- DecoratedService.save stands in a decorated class without any handler: Nest runs no guard there',
    )
  })

  it('when a handler overrides a decorated one and says nothing', async () => {
    class Base {
      @Get()
      @Permission('project.create')
      get() {}
    }
    @Controller()
    @SignedIn()
    class Overriding extends Base {
      @Get()
      override get() {}
    }
    expect(await withController(Overriding)).toContain(
      'Overriding.get overrides a handler that has a decorator, and has none itself: say again what it asks for',
    )
  })

  it('when a permission is not in the catalogue of the authorizer', async () => {
    const others = permissionDecorators(definePermissions({ 'invoice.pay': 'Pay Invoice' }))
    @Controller()
    class Foreign {
      @Get()
      @others.Permission('invoice.pay')
      get() {}
    }
    expect(await withController(Foreign)).toContain(
      'Foreign.get asks for "invoice.pay", which the authorizer\'s catalogue does not have',
    )
  })

  it('when a handler is replaced on its object', async () => {
    @Controller()
    class Bound {
      constructor() {
        this.get = this.get.bind(this)
      }
      @Get()
      @Permission('project.create')
      get() {}
    }
    expect(await withController(Bound)).toContain(
      'Bound.get is replaced on its object, as by binding it in the constructor',
    )
  })

  it('when the module is imported twice', async () => {
    const imports = [guarded(), guarded({ realm: 'other' })]
    expect(await faultOf({ imports })).toContain('TRILATCH_OPTION_INVALID: TrilatchModule is imported twice')
  })

  it.each([
    [{}, '`authorizer` is required'],
    [{ authorizer }, '`subject` is required'],
    [{ authorizer, subject: 'header' }, '`subject` is required'],
    [{ authorizer, subject: subjectOf, public: 'Health' }, '`public` must be a list of classes'],
    [{ authorizer, subject: subjectOf, relm: 'x' }, 'unknown option "relm". Did you mean "realm"?'],
    [{ authorizer, subject: subjectOf, disclose: 'all' }, '`disclose` must be one of'],
    [undefined, 'use TrilatchModule.forRoot({ authorizer, subject })'],
  ])('when the options are %o', async (options, why) => {
    const fault = await faultOf({ imports: [TrilatchModule.forRoot(options as TrilatchModuleOptions)] })
    expect(fault).toContain('TRILATCH_OPTION_INVALID')
    expect(fault).toContain(why)
  })

  it('when the module is imported without forRoot', async () => {
    expect(await faultOf({ imports: [TrilatchModule] })).toContain('use TrilatchModule.forRoot')
  })
})

it('names at start the handlers that nobody may use', async () => {
  @Controller()
  class Partly {
    @Get('open')
    @Public()
    open() {}
    @Get('silent')
    silent() {}
    @Get('forgotten')
    forgotten() {}
  }
  const warned: unknown[] = []
  const app = await create('express', { controllers: [Partly], imports: [guarded()] })
  app.useLogger({ log: () => {}, error: () => {}, warn: (...said: unknown[]) => void warned.push(...said) })
  await app.init()
  app.useLogger(false)
  expect(warned).toEqual([
    'Nobody may use Partly.silent, Partly.forgotten: nothing says who may. Add a permission, @SignedIn() or @Public().',
    'Trilatch',
  ])
})

describe('An application starts', () => {
  it('with forRootAsync, which waits for its options', async () => {
    const imports = [
      TrilatchModule.forRootAsync({
        useFactory: async () => ({
          authorizer: createAuthorizer({ permissions: authorizer.permissions, roles: [] }),
          subject: subjectOf,
        }),
      }),
    ]
    expect(await faultOf({ imports })).toBe('none')
  })

  it('with an open class that has handlers which ask for more', async () => {
    @Controller()
    @Public()
    class Open {
      @Get()
      @Permission('project.create')
      get() {}
    }
    expect(await withController(Open)).toBe('none')
  })
})
