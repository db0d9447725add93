// coverage(app): every route of the application's routers, as data and as an assertion.
import { Router } from '@koa/router'
import Koa from 'koa'
import { describe, expect, it } from 'vitest'
import { assertCovered, coverage, TrilatchError } from '../src/index.ts'
import { guardsWith, inside } from './application.ts'
import { linesOf, routed } from './listed.ts'

const { requirePermission, requireAll, requireSignedIn, publicRoute, mount } = guardsWith()
const [create, remove] = [requirePermission('project.create'), requirePermission('project.delete')]
const answer = inside([])

describe('Every route is listed', () => {
  it('with method, path and prefix, in the order in which they are tried', () => {
    const app = routed(
      (on) => {
        on.get('/', publicRoute(), answer)
        on.get('named', '/designs/:name', requirePermission('design.view', { param: 'name' }), answer)
        on.post('/projects', requireSignedIn(), create, answer)
        on.all('/all', remove, answer)
        on.register('/two', ['PUT', 'PATCH'], [remove, answer])
        on.head('/head', create, answer)
        on.get(['/a', '/b'], create, answer)
        on.get(/^\/files\/(.+)$/, create, answer)
        on.redirect('/old', '/new')
        on.delete('/open', answer)
      },
      { prefix: '/api' },
    )
    expect(linesOf(app)).toEqual([
      'GET /api → public',
      'GET /api/designs/:name → design.view',
      'POST /api/projects → signed in; project.create',
      '* /api/all → project.delete',
      'PUT /api/two → project.delete',
      'PATCH /api/two → project.delete',
      'HEAD /api/head → project.create',
      'GET /api/a → project.create',
      'GET /api/b → project.create',
      'GET /^\\/files\\/(.+)$/ → project.create',
      '* /api/old → UNPROTECTED',
      'DELETE /api/open → UNPROTECTED',
    ])
  })

  it('in nested routers, which are read as the outer one has copied them', () => {
    const app = routed((on) => {
      const [inner, middle] = [new Router(), new Router({ prefix: '/middle' })]
      inner.get('/thing', create, answer).post('/thing', answer)
      middle.use('/inner', requireSignedIn(), inner.routes(), inner.allowedMethods())
      on.use('/api', middle.routes(), middle.allowedMethods())
      inner.get('/too/late', answer)
    })
    expect(linesOf(app)).toEqual([
      'GET /api/middle/inner/thing → signed in; project.create',
      'POST /api/middle/inner/thing → signed in',
    ])
  })

  it('without routes of guards only, which answer nothing, and with what answers behind all routes', () => {
    const app = routed((on) => {
      on.all('/guarded', create)
      on.get('/guarded', answer)
      on.on('not-found', requireSignedIn()).on('not-found', answer)
    })
    app.use(new Router().on('not-found', answer).routes())
    app.use(answer)
    expect(linesOf(app)).toEqual([
      'GET /guarded → project.create',
      '* /* → signed in',
      '* /* → UNPROTECTED',
      '* /* → UNPROTECTED',
    ])
  })

  it('of an application without any, as none', () => {
    expect(coverage(new Koa()).routes).toEqual([])
  })

  it('for a mounted handler, which takes all that comes and guards itself', () => {
    const app = new Koa()
    app.use(requireSignedIn()).use(mount({ fetch: () => new Response() }))
    expect(linesOf(app)).toEqual(['* /* → signed in'])
  })
})

describe('assertCovered', () => {
  const app = routed((on) => {
    on.get('/health', answer)
    on.get('/me', requireAll('project.create', 'project.delete'), answer)
  })

  it('names every route without a guard, until it is allowed', () => {
    expect(() => assertCovered(app)).toThrow(
      new TrilatchError(
        'TRILATCH_ROUTE_UNPROTECTED',
        'Not every route is covered:\n- GET /health is unprotected: put a guard before its handler, or publicRoute()',
      ),
    )
    assertCovered(app, { allow: ['GET /health'] })
  })

  it('keeps the list from growing stale', () => {
    expect(() => assertCovered(app, { allow: ['GET /health', 'GET /me'] })).toThrow(
      /GET \/me is allowed to be unprotected and is not any more/,
    )
    expect(() => assertCovered(app, { allow: ['GET /healht'] })).toThrow(/Did you mean "GET \/health"\?/)
  })
})
