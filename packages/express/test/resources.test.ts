// Where a guard finds the resource, and what it makes of what it finds.
import { setTimeout as pause } from 'node:timers/promises'
import type { Request, Response } from 'express'
import { afterEach, describe, expect, it } from 'vitest'
import { as, bodies, headerNames, serve } from './application.ts'
import type { TestApplication } from './application.ts'
import { stopAll } from './server.ts'

afterEach(stopAll)

type Found = { readonly name: string } | string | null | undefined

/** A route whose guard asks `find` for the resource; junk is let in, as JavaScript would. */
function finding(find: (request: Request) => unknown): Promise<TestApplication> {
  return serve((app, { requirePermission }, ran) => {
    app.set('query parser', 'extended')
    const resource = find as (request: Request) => Found | Promise<Found>
    app.get('/:name', requirePermission('design.view', { resource }), (_request, response) => {
      ran.push('handler')
      response.send('inside')
    })
  })
}

describe('{ param }', () => {
  it('asks about the decoded route parameter', async () => {
    const app = await serve((on, { requirePermission }) => {
      on.get('/:name', requirePermission('design.view', { param: 'name' }), (request, response) => {
        response.send(request.params['name'])
      })
    })
    expect(await app.ask('/finance.costs', as('analyst'))).toMatchObject({
      status: 200,
      text: 'finance.costs',
    })
    expect(await app.ask('/%66inance%2Ecosts', as('analyst'))).toMatchObject({
      status: 200,
      text: 'finance.costs',
    })
    expect(await app.ask('/sales.eu', as('analyst'))).toMatchObject({ status: 403, text: bodies.viewDesign })
    expect(await app.ask('/Finance.costs', as('analyst'))).toMatchObject({
      status: 403,
      text: bodies.viewDesign,
    })
  })

  it('answers 400 where the route has no such parameter, one of Object.prototype included', async () => {
    for (const param of ['nmae', 'constructor', '__proto__', 'toString']) {
      const app = await serve((on, { requirePermission }, ran) => {
        on.get('/:name', requirePermission('design.view', { param }), () => ran.push('handler'))
      })
      expect(await app.ask('/finance.costs', as('admin'))).toMatchObject({
        status: 400,
        text: bodies.improper,
      })
      expect(app.ran).toEqual([])
    }
  })
})

describe('resource', () => {
  it('may give a name or an object with one, at once or later', async () => {
    const ways = [
      (request: Request) => request.params['name'],
      (request: Request) => ({ name: request.params['name'], owner: 'x' }),
      async (request: Request) => request.params['name'],
      async (request: Request) => (await pause(1), { name: request.params['name'] }),
    ]
    for (const way of ways) {
      const app = await finding(way)
      expect((await app.ask('/finance.costs', as('analyst'))).status).toBe(200)
      expect(await app.ask('/sales.eu', as('analyst'))).toMatchObject({
        status: 403,
        text: bodies.viewDesign,
      })
      expect(app.ran).toEqual(['handler'])
    }
  })

  it('may give any thenable, as query builders and database clients return them', async () => {
    const app = await finding((request) => {
      const found = Promise.resolve({ name: request.params['name'] })
      // oxlint-disable-next-line unicorn/no-thenable -- a thenable is what this is about
      return { then: found.then.bind(found) }
    })
    expect((await app.ask('/finance.costs', as('analyst'))).status).toBe(200)
    expect((await app.ask('/sales.eu', as('analyst'))).status).toBe(403)
  })

  it('is improper when it is undefined or no proper name, whoever asks', async () => {
    const cyclic: unknown[] = []
    cyclic.push(cyclic)
    const junk: unknown[] = [undefined, 7, true, ['finance.costs'], cyclic, {}, { name: ['finance.costs'] }]
    junk.push(
      { name: undefined },
      { name: null },
      '',
      'a/',
      './a',
      'a/../b',
      'a//b',
      'a\u0000',
      'a\n',
      '\ud800',
    )
    junk.push('x'.repeat(1_025), Symbol('finance.costs'), 7n, () => 'finance.costs', {
      toString: () => 'finance.a',
    })
    const get = (): never => {
      throw new Error('boom')
    }
    const throws = Object.defineProperty({}, 'name', { get })
    for (const value of [...junk, throws, new Proxy({}, { get: () => 7 })]) {
      for (const way of [() => value, async () => value]) {
        const app = await finding(way)
        for (const role of ['analyst', 'curator', 'admin', 'creator'])
          expect(await app.ask('/x', as(role))).toMatchObject({ status: 400, text: bodies.improper })
        expect((await app.ask('/x')).status).toBe(401)
        expect(app.ran).toEqual([])
      }
    }
  })

  it('is improper when the query gives an array or an object instead of a text', async () => {
    const app = await finding(({ query }) => query['x'])
    expect((await app.ask('/-?x=finance.costs', as('analyst'))).status).toBe(200)
    const queries = [
      'x[]=finance.costs',
      'x=finance.costs&x=sales.eu',
      'x[0]=finance.costs',
      'x[a]=finance.costs',
    ]
    for (const query of [...queries, 'y=1', 'x=', 'x[toString]=finance.costs', 'x=finance.%00'])
      expect(await app.ask(`/-?${query}`, as('admin'))).toMatchObject({ status: 400, text: bodies.improper })
    expect(app.ran).toEqual(['handler'])
  })

  it('is 404 when null, for those who hold the permission for everything, and 403 for others', async () => {
    for (const way of [() => null, async () => null]) {
      const app = await finding(way)
      for (const role of ['curator', 'admin']) {
        const answer = await app.ask('/gone', as(role))
        expect(answer).toMatchObject({ status: 404, text: bodies.notFound })
        expect(headerNames(answer)).toEqual(['cache-control', 'content-length', 'content-type'])
      }
      for (const role of ['analyst', 'creator'])
        expect(await app.ask('/gone', as(role))).toMatchObject({ status: 403, text: bodies.viewDesign })
      expect(await app.ask('/gone')).toMatchObject({ status: 401, text: bodies.unauthenticated })
      expect(app.ran).toEqual([])
    }
  })

  it('answers the same for a thing that may not be seen and one that is not there', async () => {
    const app = await finding(({ params }) => (params['name'] === 'sales.eu' ? { name: 'sales.eu' } : null))
    const [there, gone] = [await app.ask('/sales.eu', as('analyst')), await app.ask('/gone', as('analyst'))]
    expect({ ...there, headers: headerNames(there) }).toEqual({ ...gone, headers: headerNames(gone) })
  })

  it('ends in 500 when it throws or rejects, and the handler does not run', async () => {
    const boom = new Error('the database is on fire')
    const throws = (): never => {
      throw boom
    }
    const app = await serve((on, { requirePermission }, ran) => {
      const handler = (_request: Request, response: Response): void => {
        ran.push('handler')
        response.send('inside')
      }
      on.get('/throws', requirePermission('design.view', { resource: throws }), handler)
      on.get('/rejects', requirePermission('design.view', { resource: () => Promise.reject(boom) }), handler)
    })
    for (const path of ['/throws', '/rejects'])
      for (const role of ['admin', 'curator', 'creator'])
        expect((await app.ask(path, as(role))).status).toBe(500)
    expect(app.ran).toEqual([])
  })
})
