// Which guards count for a route: only those that surely stand before its handler.
import express, { Router } from 'express'
import type { RequestHandler } from 'express'
import { describe, expect, it } from 'vitest'
import { coverage, problemDetails, trilatch } from '../src/index.ts'
import { authorizer, subjectOf } from './application.ts'
import { lines } from './coverage-lines.ts'

const { requirePermission, requireSignedIn, publicRoute } = trilatch(authorizer, { subject: subjectOf })
const is4 = 'lazyrouter' in express()

const handler: RequestHandler = (_request, response) => void response.send('inside')
const passes: RequestHandler = (_request, _response, next) => next()

/** The lines of the report on what `build` makes. */
function protection(build: (app: express.Express) => unknown): string[] {
  const app = express()
  build(app)
  return lines(app)
}

describe('A guard beside the handler counts', () => {
  it('when it stands before the handler, and not behind it', () => {
    expect(protection((app) => app.get('/x', requireSignedIn(), handler))).toEqual(['GET /x | signed in'])
    expect(protection((app) => app.get('/x', handler, requireSignedIn()))).toEqual(['GET /x | UNPROTECTED'])
    const late: RequestHandler = (_request, response, _next) => void response.send('inside')
    expect(protection((app) => app.get('/x', late, requireSignedIn()))).toEqual(['GET /x | UNPROTECTED'])
    expect(protection((app) => app.get('/x', handler, requireSignedIn(), handler))).toEqual([
      'GET /x | UNPROTECTED',
    ])
  })

  it('behind functions that can hand the request on, which the report names', () => {
    const upload: RequestHandler = (_request, _response, next) => next()
    const expected = ['POST /x | project.create (after jsonParser, upload)']
    expect(
      protection((app) =>
        app.post('/x', express.json(), upload, requirePermission('project.create'), passes, handler),
      ),
    ).toEqual(expected)
  })

  it('not behind a function that gathers its parameters: a wrapped handler may be in it', () => {
    const wrap =
      (wrapped: RequestHandler) =>
      (...all: Parameters<RequestHandler>) =>
        wrapped(...all)
    expect(protection((app) => app.get('/x', wrap(handler), requireSignedIn(), handler))).toEqual([
      'GET /x | UNPROTECTED',
    ])
    expect(protection((app) => app.get('/x', requireSignedIn(), wrap(handler)))).toEqual([
      'GET /x | signed in',
    ])
  })

  it('for its own method only', () => {
    expect(protection((app) => app.route('/x').get(requireSignedIn()).get(handler).post(handler))).toEqual([
      'GET /x | signed in',
      'POST /x | UNPROTECTED',
    ])
    expect(protection((app) => app.route('/x').get(handler).all(requireSignedIn()).post(handler))).toEqual([
      'GET /x | UNPROTECTED',
      'POST /x | signed in',
    ])
  })

  it('together with others, all of which must pass', () => {
    const [route] = coverage(
      express()
        .use(requireSignedIn())
        .get('/x', requirePermission('project.create'), requirePermission('report.view'), handler),
    ).routes
    expect(route?.guards.map(({ kind }) => kind)).toEqual(['signed-in', 'all', 'all'])
    expect(route?.permissions).toEqual(['project.create', 'report.view'])
  })

  it('and error handlers are neither handlers nor guards', () => {
    const oops: express.ErrorRequestHandler = (_error, _request, _response, next) => next()
    expect(protection((app) => app.get('/x', oops, requireSignedIn(), handler, oops))).toEqual([
      'GET /x | signed in',
    ])
    expect(protection((app) => app.get('/x', requireSignedIn(), oops).use('/y', oops))).toEqual([])
  })
})

describe('A guard given to use() counts', () => {
  /** What protects GET `route` when `use` puts a guard on `path` before it. */
  const behind = (path: string | RegExp | string[], route: string | RegExp): boolean => {
    const app = express()
    app.use(path as string, requireSignedIn())
    app.get(route, handler)
    return coverage(app).unprotected.length === 0
  }

  it('for what comes after it, and not for what comes before', () => {
    const app = express()
    app.get('/early', handler)
    app.use(requireSignedIn())
    app.get('/late', handler)
    expect(lines(app)).toEqual(['GET /early | UNPROTECTED', 'GET /late | signed in'])
  })

  it.each([
    ['/', '/a/b'],
    ['/a', '/a'],
    ['/a', '/a/b'],
    ['/a/', '/a/b'],
    ['/a/b', '/a/b/:c'],
    ['/:x', '/a'],
    ['/a/:x', '/a/:y/b'],
    [['/z', '/a'], '/a/b'],
    ['/a', is4 ? '/a/*' : '/a/*rest'],
  ] as const)('on %j for %j, which lies below it', (path, route) => {
    expect(behind(path as string, route)).toBe(true)
  })

  it.each([
    ['/a', '/ab'],
    ['/a/b', '/a'],
    ['/a', '/:x'],
    ['/a/:x', '/a'],
    ['/A', '/a'],
    [['/z', '/y'], '/a'],
    [/^\/a/, '/a'],
    [/^\/a/, /^\/a/],
    ['/a', /^\/a\/b/],
    is4 ? ['/a', '/a/?b'] : ['/a', '/a{/b}'],
    is4 ? ['/a', '/a/b|/c'] : ['/a{/b}', '/a/b'],
  ] as const)('on %s for %s not: that is not sure', (path, route) => {
    expect(behind(path as string, route)).toBe(false)
  })

  it('for the routes of a router when it covers all of that router, or stands in it', () => {
    const app = express()
    const [one, two] = [Router(), Router()]
    one.get('/admin/x', handler)
    two.get('/open', handler)
    two.use(requireSignedIn())
    two.get('/x', handler)
    app.use('/one/admin', requireSignedIn())
    app.use('/one', one)
    app.use('/two', requirePermission('project.create'), two)
    app.use('/three', one)
    app.get('/behind', handler)
    expect(lines(app)).toEqual([
      // Express 4 takes `//` at the edge of a router for `/`: /one//admin/x misses the guard on /one/admin.
      'GET /one/admin/x | UNPROTECTED',
      'GET /two/open | project.create',
      'GET /two/x | project.create; signed in',
      'GET /three/admin/x | UNPROTECTED',
      'GET /behind | UNPROTECTED',
    ])
  })

  it('and so does a guard that all() puts on a path of its own', () => {
    const app = express()
    app.all('/a', requireSignedIn())
    app.get('/a', handler)
    app.get('/a/b', handler)
    app.all(is4 ? '/api/*' : '/api/*rest', requireSignedIn())
    app.get('/api/x', handler)
    app.get('/api', handler)
    app.all(is4 ? '*' : '/{*rest}', requirePermission('project.create'))
    app.get('/', handler)
    expect(lines(app)).toEqual([
      'GET /a | signed in',
      'GET /a/b | UNPROTECTED',
      'GET /api/x | signed in',
      'GET /api | UNPROTECTED',
      'GET / | project.create',
    ])
  })
})

describe('publicRoute() given to use()', () => {
  it('speaks for what follows directly at the same path, and opens nothing else', () => {
    const app = express()
    const open = Router()
    open.get('/x', handler)
    app.use(publicRoute(), handler)
    app.use('/assets', publicRoute(), express.static('.'))
    app.use('/open', publicRoute(), open)
    app.use('/mixed', publicRoute(), passes, open)
    app.use('/a', publicRoute())
    app.use('/b', open)
    app.use(publicRoute())
    app.get('/y', handler)
    expect(lines(app)).toEqual([
      '* / | public',
      '* /assets | public',
      'GET /open/x | public',
      '* /mixed | public',
      'GET /mixed/x | UNPROTECTED',
      'GET /b/x | UNPROTECTED',
      'GET /y | UNPROTECTED',
    ])
  })
})

describe('An error handler of the application', () => {
  const forgives: express.ErrorRequestHandler = (_error, _request, _response, next) => next()

  it('may take a refusal for done, so that no guard before it counts behind it', () => {
    expect(protection((app) => app.use(requireSignedIn(), forgives).get('/x', handler))).toEqual([
      'GET /x | UNPROTECTED',
    ])
    expect(protection((app) => app.get('/x', requireSignedIn(), forgives as never, handler))).toEqual([
      'GET /x | UNPROTECTED',
    ])
    expect(
      protection((app) => app.get('/x', requireSignedIn(), forgives as never, requireSignedIn(), handler)),
    ).toEqual(['GET /x | signed in'])
  })

  it('of ours never goes on', () => {
    expect(protection((app) => app.use(requireSignedIn(), problemDetails()).get('/x', handler))).toEqual([
      'GET /x | signed in',
    ])
  })
})
