// Whatever a target looks like, a guarded handler that it reaches has been guarded.
import { beforeAll, expect, it } from 'vitest'
import { starter } from './application.ts'
import type { Application, Routes } from './application.ts'
import { line } from './client.ts'
import { as } from './policy.ts'
import type { Asked, RoutePlan, Setup } from './setup.ts'
import { variants } from './variants.ts'

/** What a handler noted: itself, the name it was reached under, and the number of the target. */
type Note = readonly [handler: string, name: unknown, target: string]

const routes: Routes = (ran) => {
  const note = (handler: string, parameter: string) => (asked: Asked) => {
    ran.push(JSON.stringify([handler, asked.param(parameter), asked.header('x-target')]))
    return 'inside'
  }
  const all: readonly RoutePlan[] = [
    { path: '/public', guards: [['publicRoute']], handler: () => 'open' },
    {
      path: '/api/secret',
      guards: [['requirePermission', 'project.create']],
      handler: note('secret', 'none'),
    },
    {
      path: '/api/reports/:name',
      guards: [['requirePermission', 'design.view', { param: 'name' }]],
      handler: note('report', 'name'),
    },
    {
      path: '/api/files/*',
      guards: [['requirePermission', 'design.view', { resource: ({ param }) => param('rest') }]],
      handler: note('file', 'rest'),
    },
  ]
  return all
}

/** Sends every target as one of the people, and gives what the handlers noted. */
async function tryAll(app: Application, person: string): Promise<readonly Note[]> {
  app.ran.length = 0
  for (let from = 0; from < variants.length; from += 25) {
    const some = variants.slice(from, from + 25)
    await Promise.all(
      some.map((target, i) =>
        line(app, `GET ${target} HTTP/1.1`, { ...as(person), 'x-target': String(from + i) }),
      ),
    )
  }
  return app.ran.map((text) => JSON.parse(text) as Note)
}

export function urls(setup: Setup): void {
  const start = starter(setup)
  let app: Application
  beforeAll(async () => {
    app = await start(routes)
  })

  it.each(['nobody', 'anyone', 'suspended'])('lets %s reach nothing, whatever the target', async (person) => {
    expect(await tryAll(app, person)).toEqual([])
  })

  it('lets those who may reach the handlers by many of the targets', async () => {
    const reached = (await tryAll(app, 'admin')).map(([, , target]) => variants[Number(target)])
    expect(reached.length).toBeGreaterThanOrEqual(20)
    expect(reached).toEqual(
      expect.arrayContaining([
        '/api/secret',
        '/api/secret?name=sales.eu',
        '/api/reports/finance.costs',
        '/api/reports/%66inance.costs',
        '/api/reports/sales.eu?name=finance.costs',
        '/api/files/finance.costs',
      ]),
    )
  })

  it('lets those whose right is limited reach what it is limited to, under just that name', async () => {
    const notes = await tryAll(app, 'analyst')
    expect(notes.length).toBeGreaterThanOrEqual(5)
    for (const [handler, name] of notes) {
      expect(handler).not.toBe('secret')
      expect(name).toMatch(/^finance\.[^/]*$/)
    }
    const secret = await tryAll(app, 'creator')
    expect(new Set(secret.map(([handler]) => handler))).toEqual(new Set(['secret']))
  })
}
