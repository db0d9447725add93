// Modules under test, as @nestjs/testing makes them.
import { Controller, Get, Injectable, UseGuards } from '@nestjs/common'
import type { CanActivate, ExecutionContext, INestApplication } from '@nestjs/common'
import { Test } from '@nestjs/testing'
import { afterEach, expect, it } from 'vitest'
import { createAuthorizer, requestOf } from '../src/index.ts'
import { guarded } from './application.ts'
import { as, bodies, Permission, permissions, subjectOf } from './policy.ts'

const running: INestApplication[] = []
afterEach(async () => {
  for (const app of running.splice(0)) await app.close()
})

@Injectable()
class AuthGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    requestOf<{ user?: unknown }>(context).user = { id: 'real' }
    return true
  }
}

@Injectable()
class Service {
  name() {
    return 'real'
  }
}

@Controller()
@UseGuards(AuthGuard)
class Routes {
  readonly #service: Service
  constructor(service: Service) {
    this.#service = service
  }
  @Get()
  @Permission('project.create')
  get() {
    return this.#service.name()
  }
}

async function ask(app: INestApplication, init: RequestInit = {}): Promise<string> {
  running.push(app)
  app.useLogger(false)
  await app.listen(0, '127.0.0.1')
  const response = await fetch(await app.getUrl(), init)
  return `${response.status} ${await response.text()}`
}

const of = (...imports: Parameters<typeof Test.createTestingModule>[0]['imports'] & object) =>
  Test.createTestingModule({ imports, controllers: [Routes], providers: [Service] })

it('a module under test is guarded, with providers and guards overridden', async () => {
  const overriding = () =>
    of(guarded())
      .overrideProvider(Service)
      .useValue({ name: () => 'mine' })
      .overrideGuard(AuthGuard)
      .useValue({ canActivate: () => true })
      .compile()
  expect(await ask((await overriding()).createNestApplication(), as('creator'))).toBe('200 mine')
  expect(await ask((await overriding()).createNestApplication(), as())).toBe(`403 ${bodies.createProject}`)
})

it('each module under test asks its own authorizer, in whatever order they are made', async () => {
  const nobody = createAuthorizer({ permissions, roles: [] })
  const first = await of(guarded()).compile()
  const second = await of(guarded({ authorizer: nobody, subject: subjectOf })).compile()
  expect(await ask(second.createNestApplication(), as('creator'))).toContain('403')
  expect(await ask(first.createNestApplication(), as('creator'))).toBe('200 real')
})

it('a module under test without TrilatchModule runs nothing that is decorated', async () => {
  const module = await of().compile()
  expect(await ask(module.createNestApplication(), as('admin'))).toContain('500')
})
