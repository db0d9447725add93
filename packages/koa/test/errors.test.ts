// What goes wrong goes the way of Koa, beside what the contract of adapters and test/enforcement hold all to.
import Koa from 'koa'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { problemDetails } from '../src/index.ts'
import { as, guardsWith, headerNames, listener, serve } from './application.ts'
import { start, stopAll } from './server.ts'
import type { TestServer } from './server.ts'

afterEach(async () => {
  await stopAll()
  vi.restoreAllMocks()
})

const serving = (app: Koa): Promise<TestServer> => start(listener(app))

/** An application with a guarded answer and no problemDetails(). */
function guarded(): Koa {
  const app = new Koa()
  app.use(guardsWith().requirePermission('project.create'))
  app.use((ctx) => void (ctx.body = 'inside'))
  return app
}

describe("An application's own error handling", () => {
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
