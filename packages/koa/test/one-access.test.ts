// All guards and handlers of a request share one access, and what was checked is what the handler acts on.
import { Router } from '@koa/router'
import Koa from 'koa'
import type { Context } from 'koa'
import mount from 'koa-mount'
import { afterEach, describe, expect, it } from 'vitest'
import { problemDetails } from '../src/index.ts'
import type { Access } from '../src/index.ts'
import { as, guardsWith, inside, listener, serve } from './application.ts'
import { start, stopAll } from './server.ts'

afterEach(stopAll)

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
