// problemDetails() among Koa's own, beside what the contract of adapters and test/enforcement hold all to.
import Koa from 'koa'
import type { Context, Next } from 'koa'
import cors from '@koa/cors'
import session from 'koa-session'
import { afterEach, describe, expect, it } from 'vitest'
import { problemDetails } from '../src/index.ts'
import { as, bodies, guardsWith, headerNames, listener, serve } from './application.ts'
import { start, stopAll } from './server.ts'
import type { TestServer } from './server.ts'

afterEach(stopAll)

const guards = guardsWith()
const serving = (app: Koa): Promise<TestServer> => start(listener(app))

/** An application with a guarded answer and whatever stands before it; no problemDetails() unless it is handed in. */
function guarded(...before: readonly ((ctx: Context, next: Next) => Promise<unknown>)[]): Koa {
  const app = new Koa()
  for (const middleware of before) app.use(middleware)
  app.use(guards.requirePermission('project.create'))
  app.use((ctx) => void (ctx.body = 'inside'))
  return app
}

describe('problemDetails()', () => {
  it('leaves ctx.throw to Koa, with its status, message and headers', async () => {
    const app = await serve((on, { requireSignedIn }) => {
      on.get('/:status', requireSignedIn(), (ctx) =>
        ctx.throw(Number(ctx.params['status']), 'as thrown', { headers: { 'x-own': '1' } }),
      )
    })
    const answer = await app.ask('/409', as())
    expect(answer).toMatchObject({ status: 409, text: 'as thrown' })
    expect(answer.headers.get('x-own')).toBe('1')
    expect((await app.ask('/500', as())).text).toBe('Internal Server Error')
  })

  it('answers what an access asserts behind no guard', async () => {
    const app = await serve((on, { access }) => {
      on.get('/', async (ctx) => {
        const held = await access(ctx)
        held.assert('project.create')
      })
    })
    expect(await app.ask('/')).toMatchObject({ status: 401, text: bodies.unauthenticated })
    expect(await app.ask('/', as())).toMatchObject({ status: 403, text: bodies.createProject })
  })

  it('replaces what a handler had begun to say', async () => {
    const app = await serve((on, { access }) => {
      on.get('/', async (ctx) => {
        ctx.body = { secret: true }
        ctx.status = 200
        const held = await access(ctx)
        held.assert('project.create')
      })
    })
    const answer = await app.ask('/', as())
    expect(answer).toMatchObject({ status: 403, text: bodies.createProject })
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
  })

  it('answers HEAD with the headers of GET and no body', async () => {
    const app = await serve((on, { requirePermission }) => on.get('/', requirePermission('project.create')))
    const answer = await app.ask('/', { method: 'HEAD', ...as() })
    expect(answer).toMatchObject({ status: 403, text: '' })
    expect(answer.headers.get('content-length')).toBe(String(Buffer.byteLength(bodies.createProject)))
    const names = ['cache-control', 'content-length', 'content-type']
    expect(headerNames(answer)).toEqual(names)
    expect((await app.line('HEAD / HTTP/1.1', as().headers)).split('\r\n\r\n')[1]).toBe('')
  })

  it('keeps what CORS has said for the page that asked', async () => {
    const app = await serving(guarded(problemDetails(), cors({ origin: 'https://shop.example' })))
    const answer = await app.ask('/', { headers: { origin: 'https://shop.example' } })
    expect(answer).toMatchObject({ status: 401, text: bodies.unauthenticated })
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://shop.example')
    expect(answer.headers.get('vary')).toBe('Origin')
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="trilatch"')
    const preflight = { method: 'OPTIONS', headers: { 'access-control-request-method': 'POST' } }
    expect((await app.ask('/', preflight)).status).toBe(204)
  })
})

describe('Sessions in front', () => {
  it('still set their cookie on a refusal, on a redirect and on what is mounted', async () => {
    const app = new Koa()
    app.keys = ['only for this test']
    app.use(problemDetails())
    app.use(session(app))
    app.use(async (ctx, next) => {
      ;(ctx as unknown as { session: { seen: boolean } }).session.seen = true
      await next()
    })
    app.use(async (ctx, next) => (ctx.path === '/mounted' ? next() : guards.requireSignedIn()(ctx, next)))
    app.use(guardsWith().mount({ fetch: ({ url }) => new Response(url) }))
    const server = await serving(app)
    for (const path of ['/', '/mounted']) {
      const cookies = (await server.ask(path)).headers.getSetCookie()
      expect(cookies.map((cookie) => cookie.split('=', 1)[0])).toEqual(['koa.sess', 'koa.sess.sig'])
    }
  })
})
