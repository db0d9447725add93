// Which guards coverage(app) counts for a route: those that every request for it passes, and no others.
import { Router } from '@koa/router'
import Koa from 'koa'
import { afterEach, describe, expect, it } from 'vitest'
import { problemDetails } from '../src/index.ts'
import { guardsWith, inside, listener } from './application.ts'
import { linesOf, routed } from './listed.ts'
import { start, stopAll } from './server.ts'

afterEach(stopAll)

const { requirePermission, requireSignedIn } = guardsWith()
const [create, remove] = [requirePermission('project.create'), requirePermission('project.delete')]
const answer = inside([])

describe('A guard counts', () => {
  it('when it is used before the router, and for no router before it', () => {
    const app = new Koa()
    app.use(new Router().get('/before', answer).routes())
    app.use(requireSignedIn())
    app.use(new Router().get('/after', create, answer).routes())
    expect(linesOf(app)).toEqual(['GET /before → UNPROTECTED', 'GET /after → signed in; project.create'])
  })

  it('when it is used in the router before the route, on no path or on one above it', () => {
    const app = routed((on) => {
      on.get('/early', answer)
      on.use(requireSignedIn())
      on.use('/admin', create)
      on.use(['/reports', '/admin/:part'], remove)
      on.get('/admin', answer)
      on.get('/admin/users/:id', answer)
      on.get('/administrators', answer)
      on.get('/reports', answer)
      on.get('/:page', answer)
      on.use(create)
    })
    expect(linesOf(app)).toEqual([
      'GET /early → UNPROTECTED',
      'GET /admin → signed in; project.create',
      'GET /admin/users/:id → signed in; project.create; project.delete',
      'GET /administrators → signed in',
      'GET /reports → signed in; project.delete',
      'GET /:page → signed in',
    ])
  })

  it('when it stands in a route that every request for a later one passes', () => {
    const app = routed((on) => {
      on.all('/all', create)
      on.get('/all', answer)
      on.get('/some', create)
      on.get('/some', answer).post('/some', answer)
      on.get('/x/:a', create, (_ctx, next) => next())
      on.get('/x/:b', answer)
      on.head('/head', create)
      on.get('/head', answer)
    })
    expect(linesOf(app)).toEqual([
      'GET /all → project.create',
      'GET /some → project.create',
      'POST /some → UNPROTECTED',
      'GET /x/:a → project.create',
      'GET /x/:b → project.create',
      'GET /head → UNPROTECTED',
    ])
  })

  it('when it stands before the handler, and not behind it', () => {
    const app = routed((on) => {
      on.get('/behind', answer, create)
      on.get('/behind/next', (_ctx, next) => next(), create)
      on.get('/between', create, (_ctx, next) => next(), remove, answer)
      on.get('/final', create, answer, remove, (_ctx, next) => next())
      on.param('id', (_id, _ctx, next) => next())
      on.get('/param/:id', create, answer)
    })
    expect(linesOf(app)).toEqual([
      'GET /behind → UNPROTECTED',
      'GET /behind/next → UNPROTECTED',
      'GET /between → project.create; project.delete (after anonymous)',
      'GET /final → project.create',
      'GET /param/:id → project.create (after middleware)',
    ])
  })

  it('not when something hands the request to it by hand: that may be on a condition', () => {
    const app = routed((on) => {
      on.get('/if', async (ctx, next) => (ctx.query['x'] ? create(ctx, next) : next()), answer)
      on.param('id', (_id, ctx, next) => create(ctx, next))
      on.get('/param/:id', answer)
    })
    expect(linesOf(app)).toEqual(['GET /if → UNPROTECTED', 'GET /param/:id → UNPROTECTED'])
  })

  it('not in front of an exclusive router, which runs one layer only, but beside the handler', () => {
    for (const exclusive of [true, 'specificity'] as const) {
      const app = routed(
        (on) => {
          on.use(create)
          on.all('/thing', create)
          on.get('/thing', answer)
          on.get('/beside', remove, answer)
        },
        { exclusive },
      )
      expect(linesOf(app)).toEqual(['GET /thing → UNPROTECTED', 'GET /beside → project.delete'])
    }
  })

  it('not where no example of a request can be made, but beside the handler', () => {
    const optional = 'abcdefg'.replaceAll(/./g, '{/:$&}')
    const app = routed((on) => {
      on.use('/elsewhere', create)
      on.get(`/x${optional}`, answer)
      on.get(`/y${optional}`, remove, answer)
    })
    expect(linesOf(app)).toEqual([`GET /x${optional} → UNPROTECTED`, `GET /y${optional} → project.delete`])
  })

  it('for what was given to router.use and answers by itself', () => {
    const app = new Koa()
    app.use(requireSignedIn())
    app.use(new Router().use('/x', create).use('/x/all', answer).use('/y', answer).routes())
    expect(linesOf(app)).toEqual(['* /x/all/* → signed in; project.create', '* /y/* → signed in'])
  })

  it('not by a pattern of its own, which cannot be compared, unless it is the very same', () => {
    const app = routed((on) => {
      on.use(/^\/(?!public)/, create)
      on.all(/^\/same\/(\w+)$/, remove)
      on.get(/^\/same\/(\w+)$/, answer)
      on.get('/:page', answer)
      on.all(/^\/again$/g, create)
      on.get(/^\/again$/g, answer)
    })
    expect(linesOf(app)).toEqual([
      'GET /^\\/same\\/(\\w+)$/ → project.delete',
      'GET /:page → UNPROTECTED',
      'GET /^\\/again$/g → UNPROTECTED',
    ])
  })
})

/** Layouts of @koa/router in which a guard is passed by whoever writes a path in another letter case. */
const passed: Record<string, (on: Router) => Router> = {
  'router.use behind a prefix': () => new Router({ prefix: '/api' }).use(create).get('/thing', answer),
  'router.use in a nested router': (on) =>
    on.use('/api', new Router().use(create).get('/thing', answer).routes()),
  'router.use before the prefix is set': () => new Router().use(create).get('/thing', answer).prefix('/api'),
  'router.use("/"), which is the root only': () =>
    new Router({ prefix: '/api' }).use('/', create).get('/thing', answer),
}
/** The same with a guard that holds. */
const held: Record<string, (on: Router) => Router> = {
  'router.use on the path, before the nested router': (on) =>
    on.use('/api', create, new Router().get('/thing', answer).routes()),
  'router.use("") behind a prefix': () =>
    new Router({ prefix: '/api' }).use('', create).get('/thing', answer),
  'router.use behind a prefix of case-sensitive routes': () =>
    new Router({ prefix: '/api', sensitive: true }).use(create).get('/thing', answer),
  'router.use without a prefix': () => new Router().use(create).get('/api/thing', answer),
  'beside the handler': () => new Router({ prefix: '/api' }).get('/thing', create, answer),
}

describe('What @koa/router does not hold is not reported as held', () => {
  async function reach(router: Router): Promise<readonly [open: boolean, reported: string]> {
    const app = new Koa()
    app.use(problemDetails()).use(router.routes()).use(router.allowedMethods())
    const server = await start(listener(app))
    const answers = await Promise.all(
      ['/api/thing', '/API/thing', '/api/THING', '/Api/Thing/'].map((path) => server.ask(path)),
    )
    const [line = ''] = linesOf(app)
    return [answers.some(({ text }) => text === 'inside'), line.split(' → ')[1] ?? '']
  }

  it.each(Object.entries(passed))('%s is passed, and unprotected', async (_name, make) => {
    expect(await reach(make(new Router()))).toEqual([true, 'UNPROTECTED'])
  })

  it.each(Object.entries(held))('%s holds, and is reported', async (_name, make) => {
    expect(await reach(make(new Router()))).toEqual([false, 'project.create'])
  })
})
