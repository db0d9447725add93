// `resource(req)`: what was checked is what the handler acts on.
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { as, serve } from './application.ts'
import type { Guards } from './application.ts'
import { stopAll } from './server.ts'

afterEach(stopAll)

type Design = { readonly name: string; readonly loaded: number }

describe('resource(req)', () => {
  it('gives the very object that was checked, loaded once', async () => {
    let loads = 0
    const seen: unknown[] = []
    const made: Design[] = []
    const app = await serve((on, { requirePermission, requireSignedIn, resource }) => {
      const load = async (): Promise<Design> => {
        const design = { name: 'finance.costs', loaded: ++loads }
        made.push(design)
        return design
      }
      const guard = requirePermission('design.view', { resource: load })
      on.get('/', guard, requireSignedIn(), (request, response) => {
        seen.push(resource(request))
        response.send('inside')
      })
    })
    await app.ask('/', as('analyst'))
    await app.ask('/', as('analyst'))
    expect(loads).toBe(2)
    expect(seen[0]).toBe(made[0])
    expect(seen[1]).toBe(made[1])
  })

  it('does not depend on which resolver of one guard is done first', async () => {
    const seen: unknown[] = []
    const app = await serve((on, { requireAll, resource }) => {
      const after = (ms: number, name: string) => async (): Promise<string> => (await pause(ms), name)
      const guard = (first: number, second: number): ReturnType<Guards['requireAll']> =>
        requireAll(
          { permission: 'design.view', resource: after(first, 'finance.first') },
          { permission: 'report.view', resource: after(second, 'second') },
        )
      for (const [path, first, second] of [
        ['/a', 1, 30],
        ['/b', 30, 1],
      ] as const)
        on.get(path, guard(first, second), (request, response) => {
          seen.push(resource(request))
          response.send('inside')
        })
    })
    expect((await app.ask('/a', as('analyst', 'reader'))).status).toBe(200)
    expect((await app.ask('/b', as('analyst', 'reader'))).status).toBe(200)
    expect(seen[1]).toBe(seen[0])
  })
})
