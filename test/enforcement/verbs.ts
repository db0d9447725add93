// Who gets through which guard, and what everybody else is told, byte for byte.
import { setTimeout as pause } from 'node:timers/promises'
import type { Disclose } from '@trilatch/core'
import { describe, expect, it } from 'vitest'
import { nameOf } from './answers.ts'
import { route, starter } from './application.ts'
import type { Routes } from './application.ts'
import { ask } from './client.ts'
import { thenable } from './junk.ts'
import { as, subjectOf } from './policy.ts'
import type { Asked, Setup } from './setup.ts'

/** What the name in the path stands for: `gone` is no design any more, and `odd` never was a name. */
function find({ param }: Asked): unknown {
  const name = param('name')
  if (name === 'gone') return null
  return name === 'odd' ? undefined : { name }
}

const routes: Routes = (ran) => [
  route(ran, '/create', ['requirePermission', 'project.create']),
  route(ran, '/view/:name', ['requirePermission', 'design.view', { param: 'name' }]),
  route(ran, '/found/:name', ['requirePermission', 'design.view', { resource: find }]),
  route(ran, '/later/:name', [
    'requirePermission',
    'design.view',
    { resource: async (asked) => (await pause(1), find(asked)) },
  ]),
  route(ran, '/thenable/:name', [
    'requirePermission',
    'design.view',
    { resource: (asked) => thenable(Promise.resolve(find(asked))) },
  ]),
  route(ran, '/two', ['requireAll', 'project.delete', 'project.create']),
  route(ran, '/all/:name', [
    'requireAll',
    'project.delete',
    'project.create',
    { permission: 'design.view', param: 'name' },
  ]),
  route(ran, '/any/:name', ['requireAny', 'project.delete', { permission: 'design.view', param: 'name' }]),
  route(ran, '/some', ['requireSome', 'design.view']),
  route(ran, '/me', ['requireSignedIn']),
  route(ran, '/open', ['publicRoute']),
  route(ran, '/both/:name', ['requireSignedIn'], ['requirePermission', 'design.view', { param: 'name' }]),
]

/** Each cell is an answer of answers.ts. */
const tables: Readonly<Record<Disclose, string>> = {
  permission: `
GET                     nobody  anyone         creator      lead  analyst        both  curator        admin  suspended
/create                 401     create         ok           ok    create         ok    create         ok     create
/view/finance.costs     401     view           view         view  ok             ok    ok             ok     view
/view/sales.eu          401     view           view         view  view           view  ok             ok     view
/view/%66inance%2Ecosts 401     view           view         view  ok             ok    ok             ok     view
/view/Finance.costs     401     view           view         view  view           view  ok             ok     view
/view/a%20b             401     view           view         view  view           view  ok             ok     view
/view/finance.%0a       401     400            400          400   400            400   400            400    400
/found/finance.costs    401     view           view         view  ok             ok    ok             ok     view
/found/sales.eu         401     view           view         view  view           view  ok             ok     view
/found/gone             401     view           view         view  view           view  404            404    view
/found/odd              401     400            400          400   400            400   400            400    400
/later/finance.costs    401     view           view         view  ok             ok    ok             ok     view
/later/gone             401     view           view         view  view           view  404            404    view
/later/odd              401     400            400          400   400            400   400            400    400
/thenable/finance.costs 401     view           view         view  ok             ok    ok             ok     view
/thenable/sales.eu      401     view           view         view  view           view  ok             ok     view
/two                    401     delete+create  delete       ok    delete+create  ok    delete+create  ok     delete+create
/all/finance.costs      401     all            delete+view  view  delete+create  ok    delete+create  ok     all
/all/sales.eu           401     all            delete+view  view  all            view  delete+create  ok     all
/any/finance.costs      401     delete|view    delete|view  ok    ok             ok    ok             ok     delete|view
/any/sales.eu           401     delete|view    delete|view  ok    delete|view    ok    ok             ok     delete|view
/any/finance.%0a        401     400            400          ok    400            ok    400            ok     400
/some                   401     view           view         view  ok             ok    ok             ok     view
/me                     401     ok             ok           ok    ok             ok    ok             ok     suspended
/open                   ok      ok             ok           ok    ok             ok    ok             ok     ok
/both/finance.costs     401     view           view         view  ok             ok    ok             ok     suspended`,
  generic: `
GET                     nobody  anyone  creator  lead  analyst  both  curator  admin  suspended
/create                 401     403     ok       ok    403      ok    403      ok     403
/view/sales.eu          401     403     403      403   403      403   ok       ok     403
/view/finance.%0a       401     400     400      400   400      400   400      400    400
/found/gone             401     403     403      403   403      403   404      404    403
/two                    401     403     403      ok    403      ok    403      ok     403
/any/sales.eu           401     403     403      ok    403      ok    ok       ok     403
/some                   401     403     403      403   ok       ok    ok       ok     403
/me                     401     ok      ok       ok    ok       ok    ok       ok     suspended
/open                   ok      ok      ok       ok    ok       ok    ok       ok     ok`,
  'not-found': `
GET                     nobody  anyone  creator  lead  analyst  both  curator  admin  suspended
/create                 401     404     ok       ok    404      ok    404      ok     404
/view/sales.eu          401     404     404      404   404      404   ok       ok     404
/view/finance.%0a       401     400     400      400   400      400   400      400    400
/found/gone             401     404     404      404   404      404   404      404    404
/two                    401     404     404      ok    404      ok    404      ok     404
/any/sales.eu           401     404     404      ok    404      ok    ok       ok     404
/some                   401     404     404      404   ok       ok    ok       ok     404
/me                     401     ok      ok       ok    ok       ok    ok       ok     suspended
/open                   ok      ok      ok       ok    ok       ok    ok       ok     ok`,
}

const subjects = {
  'is known at once': subjectOf,
  'is known later': async (request: unknown) => (await pause(1), subjectOf(request)),
}

/** A table as rows of cells. */
export const cellsOf = (table: string): string[][] =>
  table
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/\s+/))

/** The same rows, with the answers that came. */
async function asked(
  rows: readonly (readonly string[])[],
  cell: (path: string, person: string, expected: string) => Promise<string>,
): Promise<string[][]> {
  const [head = [], ...rest] = rows
  const answers = rest.map(async ([path = '', ...expected]) => [
    path,
    ...(await Promise.all(head.slice(1).map((person, i) => cell(path, person, expected[i] ?? '')))),
  ])
  return [[...head], ...(await Promise.all(answers))]
}

export function verbs(setup: Setup): void {
  describe.each(Object.entries(subjects))('When who asks %s', (_, subject) => {
    const start = starter(setup)

    it.each(Object.entries(tables) as [Disclose, string][])(
      'each guard answers everybody as the table says, telling %s',
      async (disclose, table) => {
        const app = await start(routes, { disclose, subject })
        const rows = cellsOf(table)
        const expected = rows
          .slice(1)
          .flatMap(([path = '', ...cells]) =>
            cells.filter((cell) => cell === 'ok').map(() => path.replace(/(?<=^\/\w+\/).*/, ':name')),
          )
        const get = await asked(rows, async (path, person) => nameOf(await ask(app, path, as(person)), setup))
        expect(get).toEqual(rows)
        expect(app.ran.toSorted()).toEqual(expected.toSorted())
      },
    )

    it('HEAD is answered as GET is, without the body', async () => {
      const app = await start(routes, { subject })
      const rows = cellsOf(tables.permission)
      const head = await asked(rows, async (path, person, expected) =>
        nameOf(await ask(app, path, as(person), 'HEAD'), setup, expected),
      )
      expect(head).toEqual(rows)
    })
  })

  describe('A refusal', () => {
    const start = starter(setup)

    it('quotes the realm of the options', async () => {
      const app = await start(routes, { realm: String.raw`Bob's "big" \ shop` })
      const { headers } = await ask(app, '/me')
      expect(headers['www-authenticate']).toBe(String.raw`Bearer realm="Bob's \"big\" \\ shop"`)
    })

    it('comes from the first guard that refuses', async () => {
      const app = await start((ran) => [
        route(ran, '/x', ['requirePermission', 'project.create'], ['requirePermission', 'project.delete']),
      ])
      expect(nameOf(await ask(app, '/x', as('anyone')), setup)).toBe('create')
      expect(nameOf(await ask(app, '/x', as('creator')), setup)).toBe('delete')
      expect(nameOf(await ask(app, '/x', as('lead')), setup)).toBe('ok')
      expect(app.ran).toEqual(['/x'])
    })
  })
}
