// Where Express has a resource's name, beside what test/enforcement holds all adapters to.
import type { Request, Response } from 'express'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { as, bodies, serve } from './application.ts'
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
  it('that the route does not have is told once, with those that it has', async () => {
    const told = vi.spyOn(process, 'emitWarning').mockReturnValue(undefined)
    const app = await serve((on, { requirePermission }) => {
      const inside = (_request: Request, response: Response): void => void response.send('inside')
      on.get('/designs/:name', requirePermission('design.view', { param: 'nme' }), inside)
      on.get('/right/:name', requirePermission('design.view', { param: 'name' }), inside)
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
})

describe('resource', () => {
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
})
