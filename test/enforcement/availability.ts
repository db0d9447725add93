// When nothing valid can answer: 503, never "no", never "yes". And the switch.
import { setTimeout as pause } from 'node:timers/promises'
import { createAuthorizer, memoryStore } from '@trilatch/core'
import type { Store } from '@trilatch/core'
import { expect, it } from 'vitest'
import { nameOf } from './answers.ts'
import { route, starter } from './application.ts'
import type { Routes } from './application.ts'
import { ask } from './client.ts'
import { as, authorizerOf, permissions, roles } from './policy.ts'
import type { Setup } from './setup.ts'

const routes: Routes = (ran) => [
  route(ran, '/create', ['requirePermission', 'project.create']),
  route(ran, '/some', ['requireSome', 'design.view']),
  route(ran, '/me', ['requireSignedIn']),
  route(ran, '/view/:name', ['requirePermission', 'design.view', { param: 'name' }]),
  {
    path: '/access',
    guards: [['publicRoute']],
    needs: 'access',
    handler: async ({ access }) => {
      const { signedIn } = await access()
      ran.push('/access')
      return signedIn ? 'inside' : 'nobody'
    },
  },
]
const paths = ['/create', '/some', '/me', '/view/finance.costs', '/access']
/** The same answer for all of them. */
const each = (answer: string): string[] => paths.map(() => answer)

/** A store that fails while `down.with` is set. */
function cuttable(): { store: Store; down: { with?: unknown } } {
  const down: { with?: unknown } = {}
  const store = memoryStore({ roles })
  const checked = <Result>(run: () => Result): Result => {
    if ('with' in down) throw down.with
    return run()
  }
  return {
    store: {
      ...store,
      view: async (subject) => checked(() => store.view(subject)),
      ready: async () => checked(() => store.ready()),
    },
    down,
  }
}

export function availability(setup: Setup): void {
  const start = starter(setup)

  it.each([
    new Error('ECONNREFUSED 10.0.0.7:6379 user=trilatch'),
    'a text',
    { status: 200 },
    null,
    undefined,
  ])('A store that fails with %s is 503 for everybody, and recovers', async (fault) => {
    const { store, down } = cuttable()
    const app = await start(routes, { authorizer: createAuthorizer({ permissions, store, enabled: true }) })
    const everywhere = async (person: string): Promise<string[]> =>
      Promise.all(paths.map(async (path) => nameOf(await ask(app, path, as(person)), setup)))
    down.with = fault
    for (const person of ['nobody', 'anyone', 'admin']) expect(await everywhere(person)).toEqual(each('503'))
    expect(app.ran).toEqual([])
    delete down.with
    expect(await everywhere('admin')).toEqual(each('ok'))
    down.with = fault
    expect(await everywhere('admin')).toEqual(each('503'))
    expect(app.ran).toHaveLength(paths.length)
  })

  it('The framework itself answers 503, too, and tells nothing of the fault', async () => {
    const { store, down } = cuttable()
    const authorizer = createAuthorizer({ permissions, store, enabled: true })
    const app = await start(routes, { authorizer, errors: 'framework' })
    down.with = new Error('ECONNREFUSED 10.0.0.7:6379')
    const { status, headers, text } = await ask(app, '/create', as('admin'))
    expect([status, headers['retry-after'], app.ran]).toEqual([503, '1', []])
    expect(text).not.toContain('ECONNREFUSED')
  })

  it('An authorizer that was closed is 503', async () => {
    const { store } = cuttable()
    const authorizer = createAuthorizer({ permissions, store, enabled: true })
    const app = await start(routes, { authorizer })
    expect(nameOf(await ask(app, '/create', as('admin')), setup)).toBe('ok')
    await authorizer.close()
    for (const path of paths) expect(nameOf(await ask(app, path, as('admin')), setup)).toBe('closed')
    expect(app.ran).toHaveLength(1)
  })

  it('An access that a handler keeps too long is 503, and not an empty list', async () => {
    const app = await start(
      () => [
        {
          path: '/late',
          guards: [['requireSignedIn']],
          needs: 'access',
          handler: async ({ access }) => {
            const held = await access()
            await pause(150)
            return held.filter('design.view', ['finance.costs']).length === 1 ? 'inside' : 'nothing'
          },
        },
      ],
      { authorizer: authorizerOf({ accessLifetimeMs: 100 }) },
    )
    expect(nameOf(await ask(app, '/late', as('curator')), setup)).toBe('expired')
  })

  it('Switched off, everybody gets through every guard, but no improper question', async () => {
    const authorizer = createAuthorizer({ permissions, roles: [], enabled: false })
    const app = await start(routes, { authorizer })
    for (const person of ['nobody', 'anyone', 'suspended']) {
      for (const path of paths) expect(nameOf(await ask(app, path, as(person)), setup)).toBe('ok')
      expect(nameOf(await ask(app, '/view/finance.%0a', as(person)), setup)).toBe('400')
    }
  })
}
