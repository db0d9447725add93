// Where Koa has a resource's name, beside what the contract of adapters and test/enforcement hold all to.
import mount from 'koa-mount'
import { afterEach, describe, expect, it } from 'vitest'
import { polluted } from '../../../test/contracts/adapter-kit.ts'
import { as, bodies, inside, serve } from './application.ts'
import { stopAll } from './server.ts'

afterEach(stopAll)

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

  it('reads nothing that a polluted Object.prototype or the context has before a router has run', async () => {
    const app = await serve((_on, { requirePermission }, ran, koa) => {
      Object.assign(koa.context, { params: { name: 'finance.costs' } })
      for (const param of ['name', 'polluted'])
        koa.use(mount(`/${param}`, requirePermission('design.view', { param })))
      koa.use(inside(ran))
    })
    await polluted('polluted', 'finance.costs', async () => {
      for (const path of ['/name', '/polluted'])
        expect(await app.ask(path, as('admin'))).toMatchObject({ status: 400, text: bodies.improper })
    })
    expect(app.ran).toEqual([])
  })

  it('is what stays of a malformed escape, the same for guard and handler', async () => {
    const app = await serve((on, { requirePermission }) => {
      on.get('/:name', requirePermission('design.view', { param: 'name' }), (ctx) => {
        ctx.body = ctx.params['name']
      })
    })
    expect(await app.ask('/finance.%e0%a4%a', as('analyst'))).toMatchObject({
      status: 200,
      text: 'finance.%e0%a4%a',
    })
    expect((await app.ask('/%66inance.a%2fb', as('analyst'))).status).toBe(403)
    expect((await app.ask('/%66inance.a%2fb', as('curator'))).text).toBe('finance.a/b')
  })
})
