// Wherever Koa lets middleware stand, a guard can stand: composed, mounted, nested, by path, by parameter, by hand.
import { Router } from '@koa/router'
import Koa from 'koa'
import compose from 'koa-compose'
import mount from 'koa-mount'
import { afterEach, describe, expect, it } from 'vitest'
import { as, bodies, guardsWith, inside, serve } from './application.ts'
import { stopAll } from './server.ts'

afterEach(stopAll)

type Arrange = Parameters<typeof serve>[0]

/** Ways to put the guard of creators before the handler of GET /api/thing. */
const ways: Record<string, Arrange> = {
  'in front of everything': (on, { requirePermission }, ran, app) => {
    app.use(requirePermission('project.create'))
    on.get('/api/thing', inside(ran))
  },
  'beside the handler': (on, { requirePermission }, ran) => {
    on.get('/api/thing', requirePermission('project.create'), inside(ran))
  },
  'composed with the handler': (on, { requirePermission }, ran) => {
    on.get('/api/thing', compose<never>([requirePermission('project.create'), inside(ran)]))
  },
  'composed twice, in front of everything': (on, { requirePermission, requireSignedIn }, ran, app) => {
    const inner = compose<never>([requireSignedIn(), requirePermission('project.create')])
    app.use(compose<never>([async (_ctx, next) => next(), inner]))
    on.get('/api/thing', inside(ran))
  },
  'with router.use': (on, { requirePermission }, ran) => {
    on.use(requirePermission('project.create'))
    on.get('/api/thing', inside(ran))
  },
  'with router.use on a path': (on, { requirePermission }, ran) => {
    on.use('/api', requirePermission('project.create'))
    on.get('/api/thing', inside(ran))
  },
  'with router.all on the same path': (on, { requirePermission }, ran) => {
    on.all('/api/thing', requirePermission('project.create'))
    on.get('/api/thing', inside(ran))
  },
  'before a nested router': (on, { requirePermission }, ran) => {
    const [inner, middle] = [new Router(), new Router()]
    inner.get('/thing', inside(ran))
    middle.use(inner.routes(), inner.allowedMethods())
    on.use('/api', requirePermission('project.create'), middle.routes())
  },
  'inside a nested router': (on, { requirePermission }, ran) => {
    const inner = new Router({ prefix: '/api' })
    inner.get('/thing', requirePermission('project.create'), inside(ran))
    on.use(inner.routes())
  },
  'inside a mounted application': (_on, { requirePermission }, ran, app) => {
    const inner = new Koa()
    inner.use(requirePermission('project.create'))
    inner.use(new Router().get('/thing', inside(ran)).routes())
    app.use(mount('/api', inner))
  },
  'before a mounted application': (_on, { requirePermission }, ran, app) => {
    const inner = new Koa()
    inner.use(new Router().get('/thing', inside(ran)).routes())
    app.use(mount('/api', compose<never>([requirePermission('project.create'), mount(inner)])))
  },
  'by hand': (on, { requirePermission }, ran) => {
    const guard = requirePermission('project.create')
    on.get('/api/thing', async (ctx, next) => guard(ctx, next), inside(ran))
  },
}

describe.each(Object.entries(ways))('A guard %s', (_name, arrange) => {
  it('lets through who may, and nothing behind it runs for others', async () => {
    const app = await serve((on, guards, ran, koa) => {
      arrange(on, guards, ran, koa)
      on.get('/api/thing', inside(ran, 'another route'))
    })
    expect(await app.ask('/api/thing')).toMatchObject({ status: 401, text: bodies.unauthenticated })
    expect(await app.ask('/api/thing', as())).toMatchObject({ status: 403, text: bodies.createProject })
    expect(app.ran).toEqual([])
    expect(await app.ask('/api/thing', as('creator'))).toMatchObject({ status: 200, text: 'inside' })
    expect(app.ran).toEqual(['handler'])
  })
})

describe('A guard that refuses', () => {
  it('is passed by nothing that stands before it', async () => {
    const app = await serve((on, { requirePermission }, ran, koa) => {
      koa.use(async (ctx, next) => {
        ran.push('before')
        await next()
        ran.push(`after ${ctx.status}`)
      })
      koa.use(requirePermission('project.create'))
      on.get('/', inside(ran))
    })
    expect((await app.ask('/', as())).status).toBe(403)
    expect(app.ran).toEqual(['before'])
  })

  it('gives a promise, whatever happens, so that who calls it by hand can wait', async () => {
    const boom = new Error('boom')
    const throws = (): never => {
      throw boom
    }
    const calls = [guardsWith(), guardsWith({ subject: throws }), guardsWith({ subject: async () => null })]
    for (const { requireSignedIn } of calls) {
      let went = 0
      const ctx = new Koa().createContext(
        { headers: {}, method: 'GET', url: '/', socket: {} } as never,
        {} as never,
      )
      const promise = requireSignedIn()(ctx, async () => went++)
      expect(promise).toBeInstanceOf(Promise)
      await expect(promise).rejects.toBeInstanceOf(Error)
      expect(went).toBe(0)
    }
  })
})
