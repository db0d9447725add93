// Every way into an application and what protects it.
import { All, Controller, Get, Module, Post, Version, VersioningType, VERSION_NEUTRAL } from '@nestjs/common'
import { RouterModule } from '@nestjs/core'
import { ApolloDriver } from '@nestjs/apollo'
import type { ApolloDriverConfig } from '@nestjs/apollo'
import { Field, GraphQLModule, Mutation, ObjectType, Query, ResolveField, Resolver } from '@nestjs/graphql'
import { EventPattern, MessagePattern } from '@nestjs/microservices'
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets'
import { afterEach, describe, expect, it } from 'vitest'
import { assertCovered, coverage, coverageTable } from '../src/index.ts'
import { create, guarded, platforms, serve, stopAll } from './application.ts'
import { Permission, PermissionAny, PermissionSome, Public, SignedIn } from './policy.ts'

afterEach(stopAll)

@Controller('designs')
@SignedIn()
class Designs {
  @Get()
  @PermissionSome('design.view')
  list() {}
  @Get(':name')
  @Permission('design.view', { param: 'name' })
  view() {}
  @Post(['copy', 'clone'])
  @PermissionAny('project.create', 'project.delete')
  copy() {}
}

@Controller()
class Health {
  @Get('health')
  health() {}
  @All('everything')
  @Public()
  everything() {}
}

const notFound = { status: 404 }

describe.each(platforms)('on %s', (platform) => {
  it('lists the routes of controllers with what protects them, as data and as a table', async () => {
    const { app } = await serve(platform, [Designs, Health])
    const report = coverage(app)
    expect(coverageTable(report)).toBe(
      [
        'GET /designs         signed in; some design.view',
        'GET /designs/:name   signed in; design.view',
        'POST /designs/copy   signed in; project.create or project.delete',
        'POST /designs/clone  signed in; project.create or project.delete',
        'GET /health          UNPROTECTED',
        '* /everything        public',
        '',
        '6 routes, 1 unprotected',
      ].join('\n'),
    )
    expect(report.routes[1]).toMatchObject({
      transport: 'http',
      method: 'GET',
      path: '/designs/:name',
      protection: 'permissions',
      permissions: ['design.view'],
    })
    expect(() => assertCovered(app)).toThrow('GET /health is unprotected')
    assertCovered(app, { allow: ['GET /health'] })
    expect(() => assertCovered(app, { allow: ['GET /health', 'GET /designs'] })).toThrow(
      'GET /designs is allowed to be unprotected and is not any more',
    )
    expect(() => assertCovered(app, { allow: ['GET /healt'] })).toThrow('Did you mean "GET /health"?')
  })

  it('paths are those that are routed: prefix, module, version', async () => {
    @Controller({ path: 'things', version: '1' })
    class Things {
      @Get()
      @SignedIn()
      list() {}
      @Get('old')
      @Version(['2', VERSION_NEUTRAL])
      @SignedIn()
      old() {}
    }
    @Module({ controllers: [Things] })
    class ThingsModule {}
    const { app, ask } = await serve(platform, [Health], {
      imports: [ThingsModule, RouterModule.register([{ path: 'shop', module: ThingsModule }]), guarded()],
      before: (app) => {
        app.setGlobalPrefix('api', { exclude: ['health'] })
        app.enableVersioning({ type: VersioningType.URI })
      },
    })
    const paths = coverage(app).routes.map(({ path }) => path)
    expect(paths.toSorted()).toEqual(
      [
        '/api/v1/shop/things',
        '/api/v2/shop/things/old',
        '/api/shop/things/old',
        '/health',
        '/api/everything',
      ].toSorted(),
    )
    for (const path of paths) expect(await ask(path)).not.toMatchObject(notFound)
  })

  it('versions that are not in the path are named beside it', async () => {
    @Controller({ path: 'things', version: '1' })
    class Things {
      @Get()
      @SignedIn()
      list() {}
    }
    const { app } = await serve(platform, [Things], {
      before: (app) => app.enableVersioning({ type: VersioningType.HEADER, header: 'x-version' }),
    })
    expect(coverage(app).routes.map(({ path }) => path)).toEqual(['/things (version 1)'])
  })
})

it('lists operations, messages and patterns', async () => {
  @ObjectType()
  class Design {
    @Field(() => String)
    name = ''
  }
  @Resolver(() => Design)
  class Resolvers {
    @Query(() => Design, { name: 'design' })
    @Permission('project.create')
    anyDesign() {}
    @Mutation(() => String)
    save() {}
    @ResolveField(() => String)
    @Permission('report.view')
    secret() {}
    @ResolveField(() => String)
    plain() {}
  }
  @WebSocketGateway({ namespace: 'designs' })
  class Gateway {
    @SubscribeMessage('view')
    @SignedIn()
    view() {}
  }
  @Controller()
  class Rpc {
    @MessagePattern({ cmd: 'run' })
    @Public()
    run() {}
    @EventPattern('happened')
    happened(_data: unknown) {}
  }
  const app = await create('express', {
    imports: [
      GraphQLModule.forRoot<ApolloDriverConfig>({
        driver: ApolloDriver,
        autoSchemaFile: true,
        fieldResolverEnhancers: ['guards'],
      }),
      guarded(),
    ],
    providers: [Resolvers, Gateway],
    controllers: [Rpc],
  })
  await app.init()
  expect(coverageTable(coverage(app))).toBe(
    [
      'rpc message {"cmd":"run"}       public',
      'rpc event happened              UNPROTECTED',
      'graphql query design            project.create',
      'graphql mutation save           UNPROTECTED',
      'graphql field Design.secret     report.view',
      'websocket message designs view  signed in',
      '',
      '6 routes, 2 unprotected',
    ].join('\n'),
  )
})

it('an application without the module has no report', async () => {
  const app = await create('express', { controllers: [Health] })
  expect(() => coverage(app)).toThrow('the application does not import TrilatchModule.forRoot')
})
