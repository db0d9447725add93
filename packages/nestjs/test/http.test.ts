// What each decorator lets through over HTTP, and the exact answer to those it does not.
import { Controller, Delete, Get, Param, Post } from '@nestjs/common'
import { afterEach, describe, expect, it } from 'vitest'
import type { Access } from '../src/index.ts'
import { platforms, serve, stopAll } from './application.ts'
import {
  as,
  bodies,
  CurrentAccess,
  CurrentResource,
  headerNames,
  Permission,
  PermissionAll,
  PermissionAny,
  PermissionSome,
  problem,
  Public,
  SignedIn,
} from './policy.ts'

afterEach(stopAll)

const designs = ['finance.costs', 'sales.eu']

@Controller()
class Everything {
  @Post('projects')
  @Permission('project.create')
  create() {
    return 'inside'
  }

  @Get('designs/:name')
  @Permission('design.view', { param: 'name' })
  view(@Param('name') name: string) {
    return name
  }

  @Get('found/:name')
  @Permission('design.view', {
    resource: async (context) => {
      const { name } = context.switchToHttp().getRequest<{ params: { name: string } }>().params
      const odd = new Map([
        ['nothing', null],
        ['improper', undefined],
        ['broken', { name: '../x' }],
      ])
      return odd.has(name) ? odd.get(name) : { name, found: true }
    },
  })
  found(@CurrentResource() resource: unknown) {
    return resource
  }

  @Get('designs')
  @PermissionSome('design.view')
  list(@CurrentAccess() access: Access) {
    return access.filter('design.view', designs)
  }

  @Delete('all/:name')
  @PermissionAll('project.delete', 'project.create', { permission: 'design.view', param: 'name' })
  all() {
    return 'inside'
  }

  @Delete('any/:name')
  @PermissionAny('project.delete', { permission: 'design.view', param: 'name' })
  any() {
    return 'inside'
  }

  @Get('me')
  @SignedIn()
  me(@CurrentAccess() access: Access) {
    return { id: access.subjectId }
  }

  @Get('open')
  @Public()
  open() {
    return 'inside'
  }

  @Post('asserted')
  @SignedIn()
  asserted(@CurrentAccess() access: Access) {
    access.assert('project.create')
    return 'inside'
  }

  @Get('silent')
  silent() {
    return 'inside'
  }
}

describe.each(platforms)('on %s', (platform) => {
  const start = () => serve(platform, [Everything])

  it('a permission lets through who holds it and refuses everybody else, byte for byte as Express does', async () => {
    const { ask } = await start()
    const post = (init: object = {}) => ask('/projects', { method: 'POST', ...init })
    expect(await post(as('creator'))).toMatchObject({ status: 201, text: 'inside' })
    const nobody = await post()
    expect(nobody).toMatchObject({ status: 401, text: bodies.unauthenticated })
    expect(nobody.headers.get('www-authenticate')).toBe('Bearer realm="trilatch"')
    expect(nobody.headers.get('content-type')).toBe('application/problem+json')
    expect(headerNames(nobody)).toEqual([
      'cache-control',
      'content-length',
      'content-type',
      'www-authenticate',
    ])
    const other = await post(as('curator'))
    expect(other).toMatchObject({ status: 403, text: bodies.createProject })
    expect(other.headers.get('cache-control')).toBe('no-store')
    expect(other.headers.get('content-type')).toBe('application/problem+json')
    expect(other.headers.get('content-length')).toBe(String(Buffer.byteLength(bodies.createProject)))
    expect(headerNames(other)).toEqual(['cache-control', 'content-length', 'content-type'])
  })

  it('a permission on a resource asks about the one that is named', async () => {
    const { ask } = await start()
    expect(await ask('/designs/finance.costs', as('analyst'))).toMatchObject({
      status: 200,
      text: 'finance.costs',
    })
    expect(await ask('/designs/sales.eu', as('analyst'))).toMatchObject({
      status: 403,
      text: bodies.viewDesign,
    })
    expect(await ask('/designs/a%2f%2fb', as('admin'))).toMatchObject({ status: 400, text: bodies.improper })
    expect(await ask('/designs/a%2f%2fb')).toMatchObject({ status: 401, text: bodies.unauthenticated })
  })

  it('a function finds the resource, or says that there is none, or finds nothing proper', async () => {
    const { ask } = await start()
    expect(await ask('/found/finance.costs', as('analyst'))).toMatchObject({
      status: 200,
      text: '{"name":"finance.costs","found":true}',
    })
    expect(await ask('/found/nothing', as('curator'))).toMatchObject({ status: 404, text: bodies.notFound })
    expect(await ask('/found/nothing', as('analyst'))).toMatchObject({ status: 403, text: bodies.viewDesign })
    for (const name of ['improper', 'broken'])
      expect(await ask(`/found/${name}`, as('admin'))).toMatchObject({ status: 400, text: bodies.improper })
  })

  it('a list is open to who may see some of it', async () => {
    const { ask } = await start()
    expect(await ask('/designs', as('analyst'))).toMatchObject({ status: 200, text: '["finance.costs"]' })
    expect(await ask('/designs', as('creator'))).toMatchObject({ status: 403, text: bodies.viewDesign })
  })

  it('all and any name what is missing, in the order declared', async () => {
    const { ask } = await start()
    const gone = { method: 'DELETE' }
    expect((await ask('/all/finance.costs', { ...gone, ...as('lead', 'analyst') })).status).toBe(200)
    expect((await ask('/all/sales.eu', { ...gone, ...as('analyst', 'creator') })).text).toBe(
      problem(
        403,
        'Forbidden',
        'Requires permissions: Project › Delete Project, Design › View Design',
        'TRILATCH_FORBIDDEN',
        [
          ['project.delete', 'Project › Delete Project'],
          ['design.view', 'Design › View Design'],
        ],
      ),
    )
    expect((await ask('/any/finance.costs', { ...gone, ...as('analyst') })).status).toBe(200)
    expect((await ask('/any/sales.eu', { ...gone, ...as('analyst') })).text).toBe(
      problem(
        403,
        'Forbidden',
        'Requires one of: Project › Delete Project, Design › View Design',
        'TRILATCH_FORBIDDEN',
        [
          ['project.delete', 'Project › Delete Project'],
          ['design.view', 'Design › View Design'],
        ],
      ),
    )
  })

  it('signed in is for anybody who is, public is for everybody', async () => {
    const { ask } = await start()
    expect(await ask('/me', as())).toMatchObject({ status: 200, text: '{"id":"ada"}' })
    expect(await ask('/me')).toMatchObject({ status: 401, text: bodies.unauthenticated })
    expect(await ask('/open')).toMatchObject({ status: 200, text: 'inside' })
  })

  it('what a handler asserts is refused in the same words', async () => {
    const { ask } = await start()
    const refused = await ask('/asserted', { method: 'POST', ...as() })
    expect(refused).toMatchObject({ status: 403, text: bodies.createProject })
    expect(refused.headers.get('content-type')).toBe('application/problem+json')
    expect(headerNames(refused)).toEqual(['cache-control', 'content-length', 'content-type'])
    expect((await ask('/asserted', { method: 'POST', ...as('lead') })).status).toBe(201)
  })

  it('a handler that says nothing is shut, to administrators too', async () => {
    const { ask } = await start()
    for (const who of [{}, as('creator'), as('admin')])
      expect(await ask('/silent', who)).toMatchObject({ status: 403, text: bodies.unprotected })
  })
})
