// Modules under test, as @nestjs/testing makes them.
import { Controller, Get, Injectable, Module, UseGuards } from '@nestjs/common'
import type { CanActivate, ExecutionContext, INestApplication } from '@nestjs/common'
import { Test } from '@nestjs/testing'
import { afterEach, expect, it } from 'vitest'
import { coverage, createAuthorizer, requestOf } from '../src/index.ts'
import {
  accessMatrix,
  expectDenied,
  matrixTable,
  overrideTrilatch,
  testAuthorizer,
  testSubjects,
} from '../src/testing/index.ts'
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

it('overrideTrilatch has the modules of an application ask another authorizer and another subject', async () => {
  @Controller('health')
  class Health {
    @Get()
    get() {
      return 'inside'
    }
  }
  @Controller()
  class Plain {
    @Get('project')
    @Permission('project.create')
    get() {
      return 'inside'
    }
  }
  @Module({ imports: [guarded({ public: [Health], realm: 'mine' })], controllers: [Health, Plain] })
  class AppModule {}
  const builder = Test.createTestingModule({ imports: [AppModule] })
  const module = await overrideTrilatch(builder, {
    authorizer: createAuthorizer({
      permissions,
      roles: [{ id: 'tester', rules: [{ permission: 'project.create', state: 'granted' }] }],
    }),
    subject: (context) => {
      const { headers } = requestOf<{ headers: Record<string, string> }>(context)
      return headers['x-test'] === undefined ? null : { id: 'test', roles: [headers['x-test']] }
    },
  }).compile()
  const app = module.createNestApplication()
  expect(await ask(app, { headers: { 'x-test': 'tester' } })).toContain('404')
  const url = await app.getUrl()
  const status = async (path: string, headers = {}) => (await fetch(url + path, { headers })).status
  expect(await status('/project', { 'x-test': 'tester' })).toBe(200)
  expect(await status('/project', as('creator').headers)).toBe(401)
  expect(await status('/health')).toBe(200)
  expect((await fetch(`${url}/project`)).headers.get('www-authenticate')).toBe('Bearer realm="mine"')
})

it('the helpers of core ask a module under test as anybody, and draw who gets through', async () => {
  @Controller('projects')
  class Projects {
    @Get()
    @Permission('project.create')
    get() {
      return 'inside'
    }
  }
  @Module({ imports: [guarded()], controllers: [Projects] })
  class AppModule {}
  const roles = [{ id: 'lead', rules: [{ permission: 'project', state: 'granted' }] }] as const
  const { subject, as: asSubject } = testSubjects()
  const builder = Test.createTestingModule({ imports: [AppModule] })
  const module = await overrideTrilatch(builder, {
    authorizer: testAuthorizer({ permissions, roles }),
    subject,
  }).compile()
  const app = module.createNestApplication()
  expect(await ask(app)).toContain('404')
  const projects = async (headers: Record<string, string>) =>
    fetch(`${await app.getUrl()}/projects`, { headers })
  expect((await projects(asSubject({ id: 'ann', roles: ['lead'] }))).status).toBe(200)
  await expectDenied(await projects(asSubject({ id: 'ben' })), 'project.create')
  expect((await projects(asSubject(null))).status).toBe(401)
  const table = matrixTable(accessMatrix(coverage(app), { permissions, roles }))
  expect(table).toMatch(/GET \/projects\s+401\s+yes|GET \/projects\s+no\s+yes/)
})
