// Where a guard finds the name of a resource, and what it makes of what it finds.
import { afterEach, describe, expect, it, vi } from 'vitest'
import { polluted } from './adapter-kit.ts'
import type { Asked, Start } from './adapter-kit.ts'
import { as, bodies } from './adapter-policy.ts'

export function resourceContract(start: Start): void {
  afterEach(() => void vi.restoreAllMocks())

  describe('{ param }', () => {
    it('asks about the decoded parameter of the route, which is what the handler gets', async () => {
      const app = await start({
        routes: [
          {
            path: '/:name',
            guard: ['requirePermission', 'design.view', { param: 'name' }],
            handler: ({ params }) => String(params['name']),
          },
        ],
      })
      for (const path of ['/finance.costs', '/%66inance%2Ecosts'])
        expect(await app.ask(path, as('analyst'))).toMatchObject({ status: 200, text: 'finance.costs' })
      for (const path of ['/sales.eu', '/Finance.costs'])
        expect(await app.ask(path, as('analyst'))).toMatchObject({ status: 403, text: bodies.viewDesign })
    })

    it('that the route does not have is told once, with those that it has', async () => {
      const told = vi.spyOn(process, 'emitWarning').mockReturnValue(undefined)
      const app = await start({
        routes: [
          { path: '/designs/:name', guard: ['requirePermission', 'design.view', { param: 'nme' }] },
          { path: '/right/:name', guard: ['requirePermission', 'design.view', { param: 'name' }] },
        ],
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
    })

    it('reads nothing from a polluted Object.prototype', async () => {
      vi.spyOn(process, 'emitWarning').mockReturnValue(undefined)
      const app = await start({
        routes: [{ path: '/:name', guard: ['requirePermission', 'design.view', { param: 'polluted' }] }],
      })
      await polluted('polluted', 'finance.costs', async () => {
        expect(await app.ask('/sales.eu', as('admin'))).toMatchObject({ status: 400, text: bodies.improper })
      })
      expect(app.ran).toEqual([])
    })
  })

  describe('resource', () => {
    it('is improper when the query gives a list or nothing instead of a text', async () => {
      const resource = ({ query }: Asked): unknown => query['x']
      const app = await start({
        routes: [{ path: '/', guard: ['requirePermission', 'design.view', { resource }] }],
      })
      expect((await app.ask('/?x=finance.costs', as('analyst'))).status).toBe(200)
      for (const query of ['x=finance.costs&x=sales.eu', 'y=1', 'x=', 'x=finance.%00', 'constructor=1'])
        expect(await app.ask(`/?${query}`, as('admin'))).toMatchObject({ status: 400, text: bodies.improper })
      expect(app.ran).toEqual(['/'])
    })
  })
}
