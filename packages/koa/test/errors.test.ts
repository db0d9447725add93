// What goes wrong goes the way of Koa: it is thrown, and whoever has a try around next() sees it.
import Koa from 'koa'
import type { Context, Next } from 'koa'
import cors from '@koa/cors'
import session from 'koa-session'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { problemDetails, Refusal, TrilatchError } from '../src/index.ts'
import { as, bodies, guardsWith, headerNames, listener, problem, serve } from './application.ts'
import { start, stopAll } from './server.ts'
import type { TestServer } from './server.ts'

afterEach(async () => {
  await stopAll()
  vi.restoreAllMocks()
})

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

describe("An application's own error handling", () => {
  it('sees what http-errors would have given', async () => {
    const seen: unknown[] = []
    const app = await serving(
      guarded(problemDetails(), async (ctx, next) => {
        try {
          await next()
        } catch (error) {
          seen.push(error)
          const { status, headers, message } = error as Refusal
          ctx.status = status
          ctx.set(headers)
          ctx.body = message
        }
      }),
    )
    const anonymous = await app.ask('/')
    expect(anonymous).toMatchObject({ status: 401, text: 'Sign in to do this.' })
    expect(anonymous.headers.get('www-authenticate')).toBe('Bearer realm="trilatch"')
    await app.ask('/', as())
    const [first, second] = seen
    expect(first).toBeInstanceOf(Refusal)
    expect(first).toMatchObject({
      status: 401,
      statusCode: 401,
      expose: true,
      code: 'TRILATCH_UNAUTHENTICATED',
      permissions: [],
      headers: { 'cache-control': 'no-store', 'www-authenticate': 'Bearer realm="trilatch"' },
    })
    expect(second).toMatchObject({
      status: 403,
      message: 'Requires permission: Project › Create Project',
      permissions: [{ id: 'project.create', title: 'Project › Create Project' }],
    })
  })

  it('sees the very error that a resolver threw', async () => {
    const boom = Object.assign(new Error('boom'), { status: 418 })
    const app = await serve((on, { requirePermission }) => {
      const resource = (): never => {
        throw boom
      }
      on.get('/', requirePermission('design.view', { resource }))
    })
    expect((await app.ask('/', as('admin'))).status).toBe(418)
    expect(app.faults).toEqual([boom])
    expect(app.faults[0]).toBe(boom)
  })
})

describe('Without problemDetails()', () => {
  it('Koa itself answers with status, headers and the sentence, and writes nothing to the console', async () => {
    const console_ = vi.spyOn(console, 'error').mockReturnValue(undefined)
    const app = await serving(guarded())
    const anonymous = await app.ask('/')
    expect(anonymous).toMatchObject({ status: 401, text: 'Sign in to do this.' })
    expect(anonymous.headers.get('www-authenticate')).toBe('Bearer realm="trilatch"')
    expect(anonymous.headers.get('cache-control')).toBe('no-store')
    expect(anonymous.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    const refused = await app.ask('/', as())
    expect(refused).toMatchObject({ status: 403, text: 'Requires permission: Project › Create Project' })
    expect(headerNames(refused)).toEqual(['cache-control', 'content-length', 'content-type'])
    expect((await app.ask('/', as('creator'))).text).toBe('inside')
    expect(console_).not.toHaveBeenCalled()
  })

  it('Koa itself shows nothing of what a resolver or a subject throws', async () => {
    const app = new Koa()
    app.silent = true
    const secret = (): never => {
      throw new Error('password=hunter2')
    }
    app.use(guardsWith({ subject: secret }).requireSignedIn())
    expect(await (await serving(app)).ask('/')).toMatchObject({ status: 500, text: 'Internal Server Error' })
  })

  it('answers the same to HEAD, without the body', async () => {
    const app = await serving(guarded())
    const answer = await app.ask('/', { method: 'HEAD' })
    expect(answer).toMatchObject({ status: 401, text: '' })
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="trilatch"')
    expect((await app.line('HEAD / HTTP/1.1')).split('\r\n\r\n')[1]).toBe('')
  })
})

describe('problemDetails()', () => {
  it('leaves every other error to Koa and the application, the very same one', async () => {
    const thrown: unknown[] = [
      Object.assign(new Error('like one'), { status: 403, code: 'TRILATCH_FORBIDDEN', expose: true }),
      new TypeError('wrong type'),
      new TrilatchError('TRILATCH_OPTION_INVALID', 'a fault outside of a request'),
      'a text',
      { status: 403 },
    ]
    const seen: unknown[] = []
    const app = new Koa()
    app.use(async (ctx, next) => {
      try {
        await next()
      } catch (error) {
        seen.push(error)
        ctx.status = 500
        ctx.body = 'mine'
      }
    })
    app.use(problemDetails())
    app.use((ctx) => {
      throw thrown[Number(ctx.path.slice(1))]
    })
    const server = await serving(app)
    for (const i of thrown.keys())
      expect(await server.ask(`/${i}`)).toMatchObject({ status: 500, text: 'mine' })
    for (const [i, error] of thrown.entries()) expect(seen[i]).toBe(error)
  })

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

  it('answers what an access asserts, and every other error of Trilatch that has a status', async () => {
    const app = await serve((on, { access }) => {
      on.get('/', async (ctx) => {
        const held = await access(ctx)
        held.assert('project.create')
      })
      on.get('/conflict', () => {
        throw new TrilatchError('TRILATCH_CONFLICT', 'Somebody wrote after you read.', { status: 409 })
      })
      on.get('/inner', () => {
        throw new TrilatchError('TRILATCH_CONFLICT', 'secret inside', { status: 500 })
      })
    })
    expect(await app.ask('/')).toMatchObject({ status: 401, text: bodies.unauthenticated })
    expect(await app.ask('/', as())).toMatchObject({ status: 403, text: bodies.createProject })
    const conflict = problem(409, 'Conflict', 'Somebody wrote after you read.', 'TRILATCH_CONFLICT')
    expect(await app.ask('/conflict')).toMatchObject({ status: 409, text: conflict })
    const inner = problem(
      500,
      'Internal Server Error',
      'The request could not be answered.',
      'TRILATCH_CONFLICT',
    )
    expect(await app.ask('/inner')).toMatchObject({ status: 500, text: inner })
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

describe('What somebody else has answered', () => {
  it('is left alone: headers that are sent, and an answer that was taken away from Koa', async () => {
    for (const signIn of [undefined, '/sign-in']) {
      const faults: unknown[] = []
      const app = new Koa()
      app.on('error', (error) => void faults.push(error))
      app.use(problemDetails())
      app.use(async (ctx, next) => {
        ctx.respond = false
        ctx.res.write('first;')
        setTimeout(() => ctx.res.end('second'), 5)
        await next()
      })
      app.use(guardsWith(signIn === undefined ? {} : { signIn }).requireSignedIn())
      app.use((ctx) => void (ctx.body = 'inside'))
      const answer = await (await serving(app)).ask('/', { headers: { accept: 'text/html' } })
      expect(answer).toMatchObject({ status: 404, text: 'first;second' })
      expect(faults).toMatchObject([{ code: 'TRILATCH_UNAUTHENTICATED' }])
    }
  })

  it('is left alone before its headers are sent, too, by the redirect to the sign-in page', async () => {
    const thrown: unknown[] = []
    const app = new Koa()
    app.use(async (ctx, next) => {
      ctx.respond = false
      await next().catch((error: unknown) => thrown.push(error))
      ctx.res.end('mine')
    })
    app.use(problemDetails())
    app.use(guardsWith({ signIn: '/sign-in' }).requireSignedIn())
    const answer = await (await serving(app)).ask('/', { headers: { accept: 'text/html' } })
    expect(answer).toMatchObject({ status: 404, text: 'mine' })
    expect(thrown).toMatchObject([{ code: 'TRILATCH_UNAUTHENTICATED' }])
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
