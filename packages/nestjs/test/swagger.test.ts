// A document of @nestjs/swagger that says what every operation asks for.
import { All, Controller, Get, Post } from '@nestjs/common'
import { ApiForbiddenResponse, DocumentBuilder, SwaggerModule } from '@nestjs/swagger'
import type { INestApplication } from '@nestjs/common'
import { afterEach, describe, expect, it } from 'vitest'
import { documentPermissions } from '../src/swagger/index.ts'
import { platforms, serve, stopAll } from './application.ts'
import type { Platform } from './application.ts'
import { Permission, PermissionAll, PermissionAny, PermissionSome, Public, SignedIn } from './policy.ts'

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
  @Post()
  @PermissionAll('project.create', 'report.view')
  @PermissionAny('project.delete', 'project.create')
  create() {}
  @Post('own')
  @Permission('project.create')
  @ApiForbiddenResponse({ description: 'Mine' })
  own() {}
}

@Controller()
class Others {
  @Get('me')
  @SignedIn()
  me() {}
  @Get('open')
  @Public()
  open() {}
  @Get('silent')
  silent() {}
  @All('all')
  @Permission('report.view')
  all() {}
}

type Operations = Record<string, Record<string, { responses: Record<string, { description: string }> }>>

interface Documented {
  readonly paths: Operations
  readonly components: { readonly schemas: Record<string, unknown> }
}

async function documented(
  platform: Platform,
  ignoreGlobalPrefix = false,
  before?: (app: INestApplication) => void,
): Promise<Documented> {
  let document: unknown
  await serve(platform, [Designs, Others], {
    before: (app) => {
      before?.(app)
      const config = new DocumentBuilder().setTitle('T').build()
      document = documentPermissions(SwaggerModule.createDocument(app, config, { ignoreGlobalPrefix }), app)
    },
  })
  // As it is published.
  return JSON.parse(JSON.stringify(document)) as Documented
}

describe.each(platforms)('on %s', (platform) => {
  it('says which permissions an operation asks for, and how it refuses', async () => {
    const { paths, components } = await documented(platform)
    const of = (path: string, method: string) =>
      paths[path]?.[method] as Record<string, unknown> & { responses: Record<string, unknown> }
    const view = of('/designs/{name}', 'get')
    expect(view['x-required-permissions']).toEqual([{ all: ['design.view'] }])
    expect(view.responses['401']).toMatchObject({ description: 'Nobody is signed in' })
    expect(view.responses['403']).toEqual({
      description: 'Requires permission: Design › View Design',
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    })
    expect(of('/designs', 'get')['x-required-permissions']).toEqual([{ some: ['design.view'] }])
    const create = of('/designs', 'post')
    expect(create['x-required-permissions']).toEqual([
      { all: ['project.create', 'report.view'] },
      { any: ['project.delete', 'project.create'] },
    ])
    expect(create.responses['403']).toMatchObject({
      description:
        'Requires permissions: Project › Create Project, Report › View Report. Requires one of: Project › Delete Project, Project › Create Project',
    })
    expect(of('/designs/own', 'post').responses['403']).toMatchObject({ description: 'Mine' })
    expect(of('/me', 'get')).not.toHaveProperty('x-required-permissions')
    expect(Object.keys(of('/me', 'get').responses)).toEqual(['200', '401', '403'])
    expect(Object.keys(of('/open', 'get').responses)).toEqual(['200'])
    expect(of('/silent', 'get').responses['403']).toMatchObject({
      description: 'Nothing says who may use this',
    })
    for (const method of ['get', 'post', 'delete'])
      expect(of('/all', method)['x-required-permissions']).toEqual([{ all: ['report.view'] }])
    expect(components.schemas['Problem']).toMatchObject({
      required: ['type', 'title', 'status', 'detail', 'code'],
    })
  })

  it.each([true, false])(
    'finds operations below a global prefix (ignored by the document: %s)',
    async (ignored) => {
      const { paths } = await documented(platform, ignored, (app) => app.setGlobalPrefix('api'))
      expect(paths[`${ignored ? '' : '/api'}/designs/{name}`]?.['get']).toHaveProperty(
        'x-required-permissions',
      )
    },
  )
})
