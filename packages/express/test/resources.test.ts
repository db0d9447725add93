// Where Express has a resource's name, beside what the contract of adapters and test/enforcement hold all to.
import type { Request } from 'express'
import { afterEach, describe, expect, it } from 'vitest'
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
