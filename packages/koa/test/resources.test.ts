// Where a guard finds the resource, and what it makes of what it finds.
import { setTimeout as pause } from 'node:timers/promises'
import type { Context } from 'koa'
import mount from 'koa-mount'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { as, bodies, inside, serve } from './application.ts'
import type { TestApplication } from './application.ts'
import { stopAll } from './server.ts'

afterEach(stopAll)

/** A route whose guard asks `find` for the resource; junk is let in, as JavaScript would. */
function finding(find: (ctx: Context) => unknown): Promise<TestApplication> {
  return serve((on, { requirePermission }, ran) => {
    const resource = find as (ctx: Context) => string | null | undefined
    on.get('/:name', requirePermission('design.view', { resource }), inside(ran))
  })
}

describe('{ param }', () => {
  it('that the route does not have is told once, with those that it has', async () => {
    const told = vi.spyOn(process, 'emitWarning').mockReturnValue(undefined)
    const app = await serve((on, { requirePermission }) => {
      on.get('/designs/:name', requirePermission('design.view', { param: 'nme' }), inside([]))
      on.get('/right/:name', requirePermission('design.view', { param: 'name' }), inside([]))
    })
    for (let i = 0; i < 2; i++)
      expect(await app.ask('/designs/finance.costs', as('admin'))).toMatchObject({
        status: 400,
        text: bodies.improper,
      })
    expect((await app.ask('/right/finance.costs', as('admin'))).status).toBe(200)
    expect(told.mock.calls).toEqual([
      [
        'The guard of "design.view" reads { param: "nme" }, and the route of a request has no parameter "nme". Did you mean "name"? Such requests are refused.',
        { type: 'TrilatchWarning', code: 'TRILATCH_PARAMETER_MISSING' },
      ],
    ])
    told.mockRestore()
  })

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

  it('reads nothing from a polluted Object.prototype', async () => {
    const app = await serve((on, { requirePermission }, ran, koa) => {
      koa.use(mount('/before', requirePermission('design.view', { param: 'polluted' })))
      on.get('/:name', requirePermission('design.view', { param: 'polluted' }), inside(ran))
    })
    // oxlint-disable-next-line eslint/no-extend-native -- a polluted prototype is what this is about
    Object.defineProperty(Object.prototype, 'polluted', { value: 'finance.costs', configurable: true })
    try {
      for (const path of ['/before', '/sales.eu'])
        expect(await app.ask(path, as('admin'))).toMatchObject({ status: 400, text: bodies.improper })
    } finally {
      Reflect.deleteProperty(Object.prototype, 'polluted')
    }
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

describe('resource', () => {
  it('may give a name or an object with one, at once or later', async () => {
    const ways = [
      ({ params }: Context) => params.name as unknown,
      ({ params }: Context) => ({ name: params.name as unknown, owner: 'x' }),
      async ({ params }: Context) => (await pause(1), { name: params.name as unknown }),
      (ctx: Context) => {
        const found = Promise.resolve({ name: ctx.params.name as unknown })
        // oxlint-disable-next-line unicorn/no-thenable -- a thenable is what this is about
        return { then: found.then.bind(found) }
      },
    ]
    for (const way of ways) {
      const app = await finding(way)
      expect((await app.ask('/finance.costs', as('analyst'))).status).toBe(200)
      const refused = await app.ask('/sales.eu', as('analyst'))
      expect(refused).toMatchObject({ status: 403, text: bodies.viewDesign })
      expect(app.ran).toEqual(['handler'])
    }
  })

  it('is improper when it is undefined or no proper name, whoever asks', async () => {
    const junk: unknown[] = [undefined, 7, true, ['finance.costs'], {}, { name: ['finance.costs'] }, '', 'a/']
    junk.push('./a', 'a//b', 'a\u0000', '\ud800', 'x'.repeat(1_025), Symbol('a'), () => 'finance.costs')
    for (const value of junk) {
      for (const way of [() => value, async () => value]) {
        const app = await finding(way)
        for (const role of ['analyst', 'curator', 'admin', 'creator'])
          expect(await app.ask('/x', as(role))).toMatchObject({ status: 400, text: bodies.improper })
        expect((await app.ask('/x')).status).toBe(401)
        expect(app.ran).toEqual([])
      }
    }
  })

  it('is improper when the query gives a list instead of a text', async () => {
    const app = await finding(({ query }) => query['x'])
    expect((await app.ask('/-?x=finance.costs', as('analyst'))).status).toBe(200)
    for (const query of ['x=finance.costs&x=sales.eu', 'y=1', 'x=', 'x=finance.%00', 'constructor=1'])
      expect(await app.ask(`/-?${query}`, as('admin'))).toMatchObject({ status: 400, text: bodies.improper })
    expect(app.ran).toEqual(['handler'])
  })

  it('is 404 when null, for those who hold the permission for everything, and the usual refusal for others', async () => {
    for (const way of [() => null, async () => null]) {
      const app = await finding(way)
      for (const role of ['curator', 'admin'])
        expect(await app.ask('/gone', as(role))).toMatchObject({ status: 404, text: bodies.notFound })
      for (const role of ['analyst', 'creator'])
        expect(await app.ask('/gone', as(role))).toMatchObject({ status: 403, text: bodies.viewDesign })
      expect(await app.ask('/gone')).toMatchObject({ status: 401, text: bodies.unauthenticated })
      expect(app.ran).toEqual([])
    }
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
