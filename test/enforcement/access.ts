// What a handler can ask: the same access as its guards, and the very thing that was checked.
import { setTimeout as pause } from 'node:timers/promises'
import { Access } from '@trilatch/core'
import { expect, it } from 'vitest'
import { starter } from './application.ts'
import { ask } from './client.ts'
import { as } from './policy.ts'
import type { GuardPlan, Setup } from './setup.ts'

export function access(setup: Setup): void {
  const start = starter(setup)

  it('A list is filtered by the access of the request', async () => {
    const app = await start((ran) => [
      {
        path: '/list',
        guards: [['requireSome', 'design.view']],
        needs: 'access',
        handler: async (asked) => {
          const [one, two] = [await asked.access(), await asked.access()]
          ran.push(String(one === two && one instanceof Access))
          return JSON.stringify(one.filter('design.view', ['finance.a', 'hr.b', 'finance.c']))
        },
      },
    ])
    expect((await ask(app, '/list', as('analyst'))).text).toBe('["finance.a","finance.c"]')
    expect((await ask(app, '/list', as('curator'))).text).toBe('["finance.a","hr.b","finance.c"]')
    expect(app.ran).toEqual(['true', 'true'])
  })

  /** What handlers find as the resource, behind some guards. */
  async function found(person: string, ...guards: GuardPlan[]): Promise<unknown[]> {
    const seen: unknown[] = []
    const app = await start(() => [
      {
        path: '/:name',
        guards,
        needs: 'resource',
        handler: ({ resource }) => {
          seen.push(resource())
          return 'inside'
        },
      },
    ])
    await ask(app, '/finance.a%20b', as(person))
    return seen
  }

  it('The resource is the very object that the resolver found, and the decoded parameter', async () => {
    const design = { name: 'finance.costs' }
    const load = async (): Promise<object> => (await pause(1), design)
    const [seen] = await found('analyst', ['requirePermission', 'design.view', { resource: load }])
    expect(seen).toBe(design)
    expect(await found('analyst', ['requirePermission', 'design.view', { param: 'name' }])).toEqual([
      'finance.a b',
    ])
    expect(await found('analyst', ['requireSignedIn'])).toEqual([undefined])
  })

  it('It is that of the last of two guards, and never one that was not granted', async () => {
    const slow = async (): Promise<string> => (await pause(20), 'finance.slow')
    expect(
      await found(
        'analyst',
        ['requirePermission', 'design.view', { resource: slow }],
        ['requirePermission', 'design.view', { resource: () => 'finance.quick' }],
      ),
    ).toEqual(['finance.quick'])
    expect(
      await found('analyst', [
        'requireAny',
        { permission: 'report.view', resource: () => 'payroll' },
        { permission: 'design.view', resource: () => 'finance.costs' },
      ]),
    ).toEqual(['finance.costs'])
  })
}
