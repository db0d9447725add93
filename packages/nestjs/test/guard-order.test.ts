// However an application signs its callers in with guards, they have run before ours asks who is calling.
import { Controller, Get, Injectable, Module, Scope, UseGuards } from '@nestjs/common'
import type { CanActivate, ExecutionContext, Type } from '@nestjs/common'
import { APP_GUARD } from '@nestjs/core'
import { afterEach, describe, expect, it } from 'vitest'
import { requestOf } from '../src/index.ts'
import { guarded, platforms, serve, stopAll } from './application.ts'
import type { Parts } from './application.ts'
import { as, bodies, Permission, subjectOf } from './policy.ts'

afterEach(stopAll)

type Signed = { user?: ReturnType<typeof subjectOf> }

/** As Passport's guard: it says on the request who is calling, and lets everybody through. */
@Injectable()
class AuthGuard implements CanActivate {
  async canActivate(context: ExecutionContext): Promise<boolean> {
    await Promise.resolve()
    requestOf<Signed>(context).user = subjectOf(context)
    return true
  }
}

@Injectable({ scope: Scope.REQUEST })
class ScopedAuthGuard extends AuthGuard {}

@Module({ providers: [{ provide: APP_GUARD, useClass: AuthGuard }] })
class AuthModule {}

@Module({ providers: [{ provide: APP_GUARD, scope: Scope.REQUEST, useClass: ScopedAuthGuard }] })
class ScopedAuthModule {}

const trilatch = () => guarded({ subject: (context) => requestOf<Signed>(context).user })

@Controller()
class Plain {
  @Get()
  @Permission('project.create')
  get() {
    return 'inside'
  }
}

@Controller()
@Permission('project.create')
class DecoratedClass {
  @Get()
  get() {
    return 'inside'
  }
}

@Controller()
class GuardAbove {
  @Get()
  @UseGuards(AuthGuard)
  @Permission('project.create')
  get() {
    return 'inside'
  }
}

@Controller()
class GuardBelow {
  @Get()
  @Permission('project.create')
  @UseGuards(AuthGuard)
  get() {
    return 'inside'
  }
}

@UseGuards(AuthGuard)
@Permission('project.create')
@Controller()
class GuardOnClass {
  @Get()
  get() {
    return 'inside'
  }
}

@Controller()
@Permission('project.create')
class GuardOnMethodOnly {
  @Get()
  @UseGuards(ScopedAuthGuard)
  get() {
    return 'inside'
  }
}

const global = { before: (app) => app.useGlobalGuards(new AuthGuard()) } satisfies Parts
const setUps: readonly (readonly [name: string, controller: Type, parts: () => Parts])[] = [
  ['@UseGuards above', GuardAbove, () => ({ imports: [trilatch()] })],
  ['@UseGuards below', GuardBelow, () => ({ imports: [trilatch()] })],
  ['@UseGuards on the class', GuardOnClass, () => ({ imports: [trilatch()] })],
  ['@UseGuards on the method, ours on the class', GuardOnMethodOnly, () => ({ imports: [trilatch()] })],
  ['an auth module imported first', Plain, () => ({ imports: [AuthModule, trilatch()] })],
  ['an auth module imported later', Plain, () => ({ imports: [trilatch(), AuthModule] })],
  ['an auth module and a decorated class', DecoratedClass, () => ({ imports: [trilatch(), AuthModule] })],
  ['a request-scoped auth module', Plain, () => ({ imports: [trilatch(), ScopedAuthModule] })],
  ['useGlobalGuards', Plain, () => ({ imports: [trilatch()], ...global })],
  ['useGlobalGuards and a decorated class', DecoratedClass, () => ({ imports: [trilatch()], ...global })],
]

describe.each(platforms)('on %s', (platform) => {
  it.each(setUps)('with %s the caller is known', async (_name, controller, parts) => {
    const { ask } = await serve(platform, [controller], parts())
    expect(await ask('/', as('creator'))).toMatchObject({ status: 200, text: 'inside' })
    expect(await ask('/', as('reader'))).toMatchObject({ status: 403, text: bodies.createProject })
    expect(await ask('/')).toMatchObject({ status: 401, text: bodies.unauthenticated })
  })

  it('a guard of the application that refuses is heard first', async () => {
    class Shut implements CanActivate {
      canActivate() {
        return false
      }
    }
    const { ask } = await serve(platform, [Plain], {
      imports: [trilatch()],
      before: (app) => app.useGlobalGuards(new Shut()),
    })
    expect(await ask('/')).toMatchObject({ status: 403 })
    expect((await ask('/')).text).toContain('Forbidden resource')
  })
})
