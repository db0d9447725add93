// What protects each route of an application: the report, and the assertion for a test.
import express, { Router } from 'express'
import type { RequestHandler } from 'express'
import { describe, expect, it } from 'vitest'
import { assertCovered, coverage, coverageTable, problemDetails, trilatch } from '../src/index.ts'
import { authorizer, subjectOf } from './application.ts'
import { lines } from './coverage-lines.ts'

const guards = trilatch(authorizer, { subject: subjectOf })
const { requirePermission, requireAny, requireSome, requireSignedIn, publicRoute, mount } = guards

const handler: RequestHandler = (_request, response) => void response.send('inside')
const passes: RequestHandler = (_request, _response, next) => next()

describe('coverage(app)', () => {
  it('lists every route with its method, its whole path and what protects it', () => {
    const app = express()
    app.use(express.json(), passes)
    app.get('/', publicRoute(), handler)
    app.get('/designs', requireSome('design.view'), handler)
    app
      .route('/designs/:name')
      .get(requirePermission('design.view', { param: 'name' }), handler)
      .put(requireAny('project.create', 'project.delete'), handler)
      .delete(handler)
    app.all('/everything', requireSignedIn(), handler)
    app.get(['/one', '/two'], requireSignedIn(), handler)
    app.get(/^\/files\/(.+)$/, handler)
    const [inner, outer] = [Router(), Router()]
    inner.get('/', handler)
    inner.post('/:id', requirePermission('project.create'), handler)
    outer.use('/reports', inner)
    outer.get('/me', requireSignedIn(), handler)
    app.use('/api', outer)
    app.use(problemDetails())
    expect(coverageTable(coverage(app))).toBe(
      [
        'GET /                  public',
        'GET /designs           some design.view',
        'GET /designs/:name     design.view',
        'PUT /designs/:name     project.create or project.delete',
        'DELETE /designs/:name  UNPROTECTED',
        '* /everything          signed in',
        'GET /one               signed in',
        'GET /two               signed in',
        String.raw`GET /^\/files\/(.+)$/  UNPROTECTED`,
        'GET /api/reports       UNPROTECTED',
        'POST /api/reports/:id  project.create',
        'GET /api/me            signed in',
        '',
        '12 routes, 3 unprotected',
      ].join('\n'),
    )
    expect(coverage(app).routes[4]).toEqual({
      transport: 'http',
      method: 'DELETE',
      path: '/designs/:name',
      protection: 'unprotected',
      permissions: [],
      guards: [],
      before: [],
    })
  })

  it('reports on a router by itself, and on an application without routes', () => {
    const router = Router()
    router.get('/me', requireSignedIn(), handler)
    expect(lines(router)).toEqual(['GET /me | signed in'])
    expect(coverage(express()).routes).toEqual([])
  })

  it('takes nothing for an application that is none', () => {
    for (const app of [undefined, null, {}, handler, { stack: [] }])
      expect(() => coverage(app as never)).toThrow('takes an application or a router of Express 5 or 4')
    expect(() => coverage(express(), { mount: {} } as never)).toThrow(/unknown option "mount"/)
  })
})

describe('Middleware', () => {
  const fetch = { fetch: () => new Response('inside') }

  it('that use() puts on a path is a way in; without a path, only what cannot hand requests on', () => {
    const app = express()
    app.use(passes, express.json(), express.static('.'))
    app.use('/admin', passes)
    app.use(requireSignedIn())
    app.use('/more', handler)
    app.use(handler)
    expect(lines(app)).toEqual(['* /admin | UNPROTECTED', '* /more | signed in', '* / | signed in'])
  })

  it('made by mount() is a way in wherever it stands', () => {
    const app = express()
    app.use('/console', requireSignedIn(), mount(fetch))
    app.use(mount(fetch))
    expect(lines(app)).toEqual(['* /console | signed in', '* / | UNPROTECTED'])
  })
})

describe('assertCovered(app)', () => {
  const app = express()
  app.get('/health', handler)
  app.get('/me', requireSignedIn(), handler)

  it('fails on a route without a guard, by name', () => {
    expect(() => assertCovered(app)).toThrow(
      'Not every route is covered:\n- GET /health is unprotected: put a guard before its handler, or publicRoute()',
    )
    expect(() => assertCovered(app)).toThrow(
      expect.objectContaining({ code: 'TRILATCH_ROUTE_UNPROTECTED' }) as Error,
    )
  })

  it('lets those on the list pass, which can only shrink', () => {
    expect(() => assertCovered(app, { allow: ['GET /health'] })).not.toThrow()
    expect(() => assertCovered(app, { allow: ['GET /health', 'GET /me', 'GET /meh'] })).toThrow(
      /GET \/me is allowed to be unprotected and is not any more.*\n- GET \/meh is on the list and is no route/,
    )
    expect(() => assertCovered(app, { allowed: [] } as never)).toThrow(/unknown option "allowed"/)
  })
})
