// Wherever Koa lets middleware stand, a guard can stand: composed, mounted, nested, by path, by parameter, by hand.
import { Router } from '@koa/router'
import Koa from 'koa'
import type { Context } from 'koa'
import compose from 'koa-compose'
import mount from 'koa-mount'
import { afterEach, describe, expect, it } from 'vitest'
import { problemDetails } from '../src/index.ts'
import type { Access } from '../src/index.ts'
import { as, bodies, guardsWith, inside, listener, serve } from './application.ts'
import { start, stopAll } from './server.ts'

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

describe('{ param }', () => {
  it('reads what the router has read, in router.param too', async () => {
    const app = await serve((on, { requirePermission }, ran) => {
      const guard = requirePermission('design.view', { param: 'name' })
      on.param('name', (_value, ctx, next) => guard(ctx, next))
      on.get('/designs/:name', inside(ran))
      on.get('/designs/:name/parts/*rest', inside(ran))
    })
    for (const path of ['/designs/%66inance.costs', '/designs/finance.costs/parts/1/2'])
      expect((await app.ask(path, as('analyst'))).status).toBe(200)
    for (const path of ['/designs/sales.eu', '/designs/sales.eu/parts/finance.costs'])
      expect(await app.ask(path, as('analyst'))).toMatchObject({ status: 403, text: bodies.viewDesign })
    expect(app.ran).toHaveLength(2)
  })

  it('is a text for a wildcard, too, and asks about the whole of it', async () => {
    const app = await serve((on, { requirePermission }, ran) => {
      on.get('/files/*path', requirePermission('design.view', { param: 'path' }), inside(ran))
    })
    expect((await app.ask('/files/finance.costs', as('analyst'))).status).toBe(200)
    expect((await app.ask('/files/finance.costs/x', as('analyst'))).status).toBe(403)
    expect((await app.ask('/files/finance.costs/x', as('curator'))).status).toBe(200)
  })

  it('is improper before a router has run, whoever asks', async () => {
    const app = await serve((on, { requirePermission }, ran, koa) => {
      koa.use(requirePermission('design.view', { param: 'name' }))
      on.get('/:name', inside(ran))
    })
    for (const role of ['analyst', 'admin'])
      expect(await app.ask('/finance.costs', as(role))).toMatchObject({ status: 400, text: bodies.improper })
    expect(app.ran).toEqual([])
  })

  it('reads nothing that the context or its parameters inherit', async () => {
    const app = await serve((on, { requirePermission }, ran, koa) => {
      Object.assign(koa.context, { params: { name: 'finance.costs' } })
      koa.use(mount('/before', requirePermission('design.view', { param: 'name' })))
      for (const param of ['nmae', 'constructor', '__proto__', 'toString'])
        on.get(`/${param}/:name`, requirePermission('design.view', { param }), inside(ran))
    })
    for (const path of ['/before', '/nmae/a', '/constructor/a', '/__proto__/a', '/toString/a'])
      expect(await app.ask(path, as('admin'))).toMatchObject({ status: 400, text: bodies.improper })
    expect(app.ran).toEqual([])
  })
})

describe('The guards of a request', () => {
  it('share one access with the handler, through mounted applications and routers', async () => {
    const seen: Access[] = []
    let asked = 0
    const app = await serve(
      (on, { requireSignedIn, requirePermission, access }, ran, koa) => {
        koa.use(requireSignedIn())
        koa.use(async (ctx, next) => (seen.push(await access(ctx)), next()))
        const inner = new Router()
        const guard = requirePermission('project.create')
        inner.get('/thing', guard, guard, async (ctx) => {
          seen.push(await access(ctx))
          inside(ran)(ctx)
        })
        koa.use(mount('/api', inner.routes()))
        on.get('/', inside(ran))
      },
      { subject: async ({ req }) => (asked++, { id: 'ada', roles: [String(req.headers['x-roles'])] }) },
    )
    expect((await app.ask('/api/thing', as('creator'))).status).toBe(200)
    expect(asked).toBe(1)
    expect(seen).toHaveLength(2)
    expect(seen[1]).toBe(seen[0])
    await app.ask('/api/thing', as('creator'))
    expect(seen[2]).not.toBe(seen[0])
  })

  it('see somebody who signs in on the way', async () => {
    const app = await serve(
      (on, { requireSignedIn, requirePermission, access }, ran) => {
        on.get(
          '/',
          async (ctx, next) => {
            ctx.set('x-before', String((await access(ctx)).signedIn))
            ctx.state['user'] = { id: 'ada', roles: ['creator'] }
            return next()
          },
          requireSignedIn(),
          requirePermission('project.create'),
          inside(ran),
        )
      },
      { subject: (ctx) => ctx.state.user as { id: string } | undefined },
    )
    const answer = await app.ask('/')
    expect(answer.status).toBe(200)
    expect(answer.headers.get('x-before')).toBe('false')
  })

  it('hand the very resource that was checked to the handler', async () => {
    const design = { name: 'finance.costs', owner: 'ada' }
    const seen: unknown[] = []
    const app = await serve((on, { requirePermission, requireSignedIn, resource }) => {
      const keep = (ctx: Pick<Context, 'req' | 'res' | 'body'>): void => {
        seen.push(resource(ctx))
        ctx.body = 'inside'
      }
      on.get('/design', requirePermission('design.view', { resource: async () => design }), keep)
      on.get('/:name', requirePermission('design.view', { param: 'name' }), requireSignedIn(), keep)
      on.get('/no/resource', requireSignedIn(), keep)
    })
    for (const path of ['/design', '/finance.x', '/no/resource']) await app.ask(path, as('analyst'))
    expect(seen[0]).toBe(design)
    expect(seen.slice(1)).toEqual(['finance.x', undefined])
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

describe('Two sets of guards', () => {
  it('never share what they know of a request', async () => {
    const [first, second] = [
      guardsWith({ subject: () => ({ id: 'ada', roles: ['creator'] }) }),
      guardsWith({ subject: () => ({ id: 'ada', roles: ['analyst'] }) }),
    ]
    const app = new Koa()
    app.use(problemDetails())
    app.use(first.requirePermission('project.create'))
    app.use(second.requirePermission('project.create'))
    app.use((ctx) => void (ctx.body = 'inside'))
    expect((await (await start(listener(app))).ask('/')).status).toBe(403)
  })
})
