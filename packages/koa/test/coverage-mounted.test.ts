// What coverage(app) cannot see fails loudly, until it is said what it is.
import { Router } from '@koa/router'
import Koa from 'koa'
import type { Context, Next } from 'koa'
import koaBodyParser from 'koa-bodyparser'
import compose from 'koa-compose'
import mount from 'koa-mount'
import { describe, expect, it } from 'vitest'
import { assertCovered } from '../src/index.ts'
import { guardsWith, inside } from './application.ts'
import { faultOf, linesOf, using } from './listed.ts'

const guards = guardsWith()
const [create, signedIn] = [guards.requirePermission('project.create'), guards.requireSignedIn()]
const answer = inside([])

const shop = (): Koa => using(new Router().get('/', create, answer).get('/open', answer).routes())

const advice =
  'If it only passes requests on, name it in `plain`, as plain: ["bodyParser"]. If it holds routes, hand them over in ' +
  '`mounted`, in the order of use, as mounted: { "/admin": adminApplication }.'

describe('Middleware that may have routes of its own', () => {
  it('fails, by name and place, with what to do', () => {
    const app = using(signedIn, koaBodyParser(), mount('/shop', shop()), shop().middleware[0])
    expect(faultOf(app)).toEqual([
      'TRILATCH_ROUTES_HIDDEN',
      'Some middleware of the application may have routes that cannot be seen:\n' +
        '- number 2, bodyParser\n' +
        '- number 3, which has no name: async function (ctx, upstream) { const prev = ctx.path const…\n' +
        advice,
    ])
  })

  it('fails when it is composed, in a router, in what is mounted, or written by hand', () => {
    const byHand = async (ctx: Context, next: Next): Promise<void> => {
      if (ctx.path === '/hidden') ctx.body = 'inside'
      else await next()
    }
    for (const app of [
      using(compose([signedIn, new Router().get('/', answer).routes()] as never[])),
      using(new Router().use(mount('/x', shop())).get('/', create, answer).routes()),
      using(byHand),
      using(new Router().use(byHand).get('/', create, answer).routes()),
    ])
      expect(faultOf(app)).toMatchObject(['TRILATCH_ROUTES_HIDDEN', expect.stringContaining('- number 1, ')])
    const outer = using(mount('/a', using(mount('/b', shop()))))
    expect(faultOf(outer, { mounted: { '/a': outer } })).toMatchObject([
      'TRILATCH_ROUTES_HIDDEN',
      expect.stringContaining('Some middleware of what is mounted at "/a" may have routes'),
    ])
  })

  it('fails when it only looks like a router', () => {
    for (const router of [{}, { stack: 1 }, { stack: [{}] }, { stack: [{ methods: [], stack: [] }] }]) {
      const middleware = Object.assign(async (_ctx: Context, next: Next) => next(), { router })
      expect(faultOf(using(middleware))).toMatchObject(['TRILATCH_ROUTES_HIDDEN', expect.any(String)])
    }
  })
})

describe('mounted', () => {
  it('hands over applications, routers, handlers and lists, each with its path', () => {
    const router = new Router().get('/', create, answer)
    const own = guards.mount({ fetch: () => new Response() })
    const list = [signedIn, new Router().get('/listed', answer).routes()]
    const parts = [mount('/shop', shop()), mount('/api', router.routes()), mount('/own', own as never)]
    const app = using(...parts, compose(list as never[]))
    const mounted = { '/shop': shop(), '/api': router, '/own': own, '/': list }
    expect(linesOf(app, { mounted })).toEqual([
      'GET /shop → project.create',
      'GET /shop/open → UNPROTECTED',
      'GET /api → project.create',
      '* /own/* → UNPROTECTED',
      'GET /listed → signed in',
    ])
    assertCovered(app, { mounted, allow: ['GET /shop/open', '* /own/*'] })
  })

  it('counts the guards before it, and inside', () => {
    const inner = using(create, ...shop().middleware)
    const app = using(signedIn, mount('/shop', inner))
    expect(linesOf(app, { mounted: { '/shop': inner } })).toEqual([
      'GET /shop → signed in; project.create',
      'GET /shop/open → signed in; project.create',
    ])
  })

  it('counts for several only the guards before all of them, for nothing tells which is which', () => {
    const app = using(mount('/a', shop()), signedIn, mount('/b', shop()))
    expect(linesOf(app, { mounted: { '/a': shop(), '/b': shop() } })).toEqual([
      'GET /a → project.create',
      'GET /a/open → UNPROTECTED',
      'GET /b → project.create',
      'GET /b/open → UNPROTECTED',
    ])
    const inRouter = new Router().use(signedIn).use(mount('/a', shop())).get('/c', answer)
    const mixed = using(inRouter.routes(), mount('/b', shop()))
    expect(linesOf(mixed, { mounted: { '/a': shop(), '/b': shop() } })).toEqual([
      'GET /a → project.create',
      'GET /a/open → UNPROTECTED',
      'GET /c → signed in',
      'GET /b → project.create',
      'GET /b/open → UNPROTECTED',
    ])
  })

  it('knows a middleware that was handed over itself, with the guards before it', () => {
    const hello = async (ctx: Context, next: Next): Promise<void> => {
      if (ctx.path === '/hello') ctx.body = 'hello'
      else await next()
    }
    const app = using(mount('/a', shop()), signedIn, hello)
    expect(linesOf(app, { mounted: { '/hello': hello, '/a': shop() } })).toEqual([
      'GET /a → project.create',
      'GET /a/open → UNPROTECTED',
      '* /hello/* → signed in',
    ])
  })

  it('is handed over with what it mounts itself', () => {
    const inner = using(mount('/c', shop()))
    const middle = using(signedIn, mount('/b', inner))
    const app = using(mount('/a', middle))
    const mounted = {
      '/a': { part: middle, mounted: { '/b': { part: inner, mounted: { '/c': shop() } } } },
    }
    expect(linesOf(app, { mounted })).toEqual([
      'GET /a/b/c → signed in; project.create',
      'GET /a/b/c/open → signed in',
    ])
  })

  it('names as many parts as there are', () => {
    const app = using(mount('/a', shop()), mount('/b', shop()))
    expect(faultOf(app, { mounted: { '/a': shop() } })).toMatchObject([
      'TRILATCH_ROUTES_HIDDEN',
      expect.stringMatching(
        /- number 1, (?:.|\n)*- number 2, (?:.|\n)* So far `mounted` names "\/a" for the application\.$/,
      ),
    ])
    expect(faultOf(shop(), { mounted: { '/a': shop() } })).toEqual([
      'TRILATCH_ROUTES_HIDDEN',
      '`mounted` names "/a", and no middleware of the application is left that could hold it.',
    ])
  })
})

it('Options that are wrong say so', () => {
  const option = (message: string): unknown => [
    'TRILATCH_OPTION_INVALID',
    `Cannot read the routes: ${message}`,
  ]
  const app = new Koa()
  expect(faultOf(app, { mount: {} })).toEqual(option('unknown option "mount". Known: "mounted", "plain".'))
  expect(faultOf(app, { plain: 'cors' })).toEqual(
    option('`plain` must be a list of names or functions, as ["bodyParser"].'),
  )
  for (const mounted of [null, [], 'x'])
    expect(faultOf(app, { mounted })).toEqual(
      option("`mounted` must be an object, as { '/admin': adminApplication }."),
    )
  for (const path of ['admin', '/admin/', '', '//'])
    expect(faultOf(app, { mounted: { [path]: app } })).toEqual(
      option(`\`mounted\` has ${JSON.stringify(path)}, which is no path as "/admin".`),
    )
  for (const part of [7, null, {}, [7], { middleware: 7 }, { part: {}, mounted: {} }])
    expect(faultOf(app, { mounted: { '/x': part } })).toEqual(
      option('`mounted` has "/x", which is no application, router, middleware or list of those.'),
    )
  expect(faultOf({} as Koa)).toEqual(option('expected a Koa application.'))
  expect(() => assertCovered(app, { allowed: [] } as never)).toThrow(/unknown option "allowed"/)
})
