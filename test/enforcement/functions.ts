// Whatever an application's own functions give or throw, nothing that stands behind a guard runs.
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nameOf } from './answers.ts'
import { inside, route, starter } from './application.ts'
import type { Application, Routes } from './application.ts'
import { ask } from './client.ts'
import { failing, giving, improper, noSubject } from './junk.ts'
import type { Odd } from './junk.ts'
import { as, asSubject, people, subjectOf } from './policy.ts'
import type { Asked, Setup } from './setup.ts'

type Cases = readonly (readonly [name: string, run: Odd, value: unknown])[]

/** What each case is answered, by its name; one line for each that is not as expected. */
async function strays(
  cases: Cases,
  expected: string,
  answer: (i: number) => Promise<string>,
): Promise<string[]> {
  const answers = await Promise.all(cases.map((_, i) => answer(i)))
  return cases.flatMap(([name], i) => (answers[i] === expected ? [] : [`${name}: ${answers[i]}`]))
}

function resolvers(setup: Setup): void {
  const start = starter(setup)
  const given = giving(improper)
  const pick =
    (cases: Cases) =>
    ({ param }: Asked): unknown =>
      cases[Number(param('i'))]?.[1]()
  const missing = ['nmae', 'constructor', '__proto__', 'toString', 'hasOwnProperty']
  const routes: Routes = (ran) => [
    route(ran, '/given/:i', ['requirePermission', 'design.view', { resource: pick(given) }]),
    route(ran, '/fails/:i', ['requirePermission', 'design.view', { resource: pick(failing) }]),
    ...missing.map((param) =>
      route(ran, `/missing/${param}/:name`, ['requirePermission', 'design.view', { param }]),
    ),
    route(ran, '/one-of/:i', [
      'requireAny',
      { permission: 'design.view', resource: () => 'finance.costs' },
      { permission: 'report.view', resource: pick(failing) },
    ]),
    route(ran, '/*', ['publicRoute']),
  ]
  let app: Application
  beforeAll(async () => {
    app = await start(routes)
  })

  it.each([
    ['nobody', '401'],
    ['anyone', '400'],
    ['analyst', '400'],
    ['admin', '400'],
  ])('that find no proper resource are answered %s with %s', async (person, expected) => {
    const answer = async (i: number): Promise<string> =>
      nameOf(await ask(app, `/given/${i}`, as(person)), setup)
    expect(await strays(given, expected, answer)).toEqual([])
    expect(app.ran).toEqual([])
  })

  it('find no name in a parameter that the route does not have', async () => {
    for (const param of missing)
      expect(nameOf(await ask(app, `/missing/${param}/finance.costs`, as('admin')), setup)).toBe('400')
    expect(app.ran).toEqual([])
  })

  it.each(['/fails', '/one-of'])('that throw or reject end in 500 (%s)', async (path) => {
    for (const person of ['nobody', 'analyst', 'admin']) {
      const answer = async (i: number): Promise<string> =>
        nameOf(await ask(app, `${path}/${i}`, as(person)), setup)
      expect(await strays(failing, '500', answer)).toEqual([])
    }
    expect(app.ran).toEqual([])
  })
}

function subjects(setup: Setup): void {
  const start = starter(setup)
  const cases: Cases = [...giving(noSubject), ...failing]
  const nobody = giving({ null: null, undefined })
  const guarded: Routes = (ran) => [
    route(ran, '/me', ['requireSignedIn']),
    route(ran, '/create', ['requirePermission', 'project.create']),
    route(ran, '/some', ['requireSome', 'design.view']),
    route(ran, '/open', ['publicRoute']),
    route(ran, '/*', ['publicRoute']),
  ]
  const choose =
    (from: Cases) =>
    (request: unknown): unknown =>
      from[Number(subjectOf(request)?.id)]?.[1]()
  it('that are none, and functions that throw or reject, end in 500', async () => {
    const app = await start(guarded, { subject: choose(cases) })
    for (const path of ['/me', '/create', '/some']) {
      const answer = async (i: number): Promise<string> =>
        nameOf(await ask(app, path, asSubject({ id: String(i) })), setup)
      expect(await strays(cases, '500', answer)).toEqual([])
    }
    expect(app.ran).toEqual([])
  })

  it('that are null or undefined are nobody', async () => {
    const app = await start(guarded, { subject: choose(nobody) })
    const answer = async (i: number): Promise<string> =>
      nameOf(await ask(app, '/me', asSubject({ id: String(i) })), setup)
    expect(await strays(nobody, '401', answer)).toEqual([])
    expect(app.ran).toEqual([])
  })

  it('are suspended by whatever is not false', async () => {
    const suspended = giving({ true: true, 'a number': 1, '"false"': 'false', 'an object': {} })
    const cases: Cases = [...suspended, ...giving({ false: false, undefined })].map(([name, run, value]) => [
      name,
      () => ({ id: 'ada', roles: ['admin'], suspended: value }),
      run,
    ])
    const app = await start(guarded, { subject: choose(cases) })
    const answers = cases.map(async (_, i) =>
      nameOf(await ask(app, '/create', asSubject({ id: String(i) })), setup),
    )
    expect(await Promise.all(answers)).toEqual(cases.map((_, i) => (i < suspended.length ? 'create' : 'ok')))
  })

  it('are not asked for a public route', async () => {
    const app = await start(guarded, { subject: () => Promise.reject(new Error('never')) })
    expect(nameOf(await ask(app, '/open'), setup)).toBe('ok')
    expect(app.ran).toEqual(['/open'])
  })

  it('are asked for once in a request when they have to be waited for', async () => {
    let asked = 0
    const routes: Routes = (ran) => [
      {
        path: '/',
        guards: [['requireSignedIn'], ['requirePermission', 'project.create']],
        needs: 'access',
        handler: async (handling) => {
          ran.push(String((await handling.access()).can('project.create')))
          return 'inside'
        },
      },
    ]
    const subject = async (): Promise<unknown> => (asked++, await pause(1), people['creator'])
    const app = await start(routes, { subject })
    expect(nameOf(await ask(app, '/'), setup)).toBe('ok')
    expect([asked, app.ran]).toEqual([1, ['true']])
    await ask(app, '/')
    expect(asked).toBe(2)
  })
}

/** Fails when something rejects that nobody heard of. */
function noneUnheard(): void {
  const reasons: unknown[] = []
  const keep = (reason: unknown): void => void reasons.push(reason)
  beforeAll(() => void process.on('unhandledRejection', keep))
  afterAll(async () => {
    await pause(5)
    process.off('unhandledRejection', keep)
    expect(reasons).toEqual([])
  })
}

export function functions(setup: Setup): void {
  noneUnheard()
  describe('Resolvers', () => {
    resolvers(setup)
  })
  describe('Subjects', () => {
    subjects(setup)
  })

  describe('Handlers', () => {
    const start = starter(setup)

    it('run once for each request that is allowed, however many come at once', async () => {
      const app = await start(
        (ran) => [{ ...route(ran, '/', ['requirePermission', 'project.create']), handler: inside(ran) }],
        { subject: async (request) => (await pause(Math.random() * 5), subjectOf(request)) },
      )
      const asked = Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? 'creator' : 'analyst'))
      const answers = await Promise.all(asked.map(async (who) => nameOf(await ask(app, '/', as(who)), setup)))
      expect(answers).toEqual(asked.map((who) => (who === 'creator' ? 'ok' : 'create')))
      expect(app.ran).toEqual(Array.from({ length: 50 }, () => 'handler'))
    })
  })
}
