// Where errors go: to the application's own error handler, to what the adapter offers, or to the framework.
import { expect, it } from 'vitest'
import { nameOf } from './answers.ts'
import { route, starter } from './application.ts'
import type { Routes } from './application.ts'
import { ask } from './client.ts'
import { thrown } from './junk.ts'
import { as } from './policy.ts'
import type { RoutePlan, Setup } from './setup.ts'

const boom = new Error('boom')
const ways: Readonly<Record<string, () => string | Promise<string>>> = {
  throws: () => {
    throw boom
  },
  rejects: async () => Promise.reject(boom),
}

/** What is thrown and is no Error. */
const odd = Object.values(thrown).filter((value) => !(value instanceof Error))

const routes: Routes = (ran) => [
  route(ran, '/create', ['requirePermission', 'project.create']),
  route(ran, '/view/:name', ['requirePermission', 'design.view', { param: 'name' }]),
  route(ran, '/two', ['requireAll', 'project.delete', 'project.create']),
  route(ran, '/resolver', ['requirePermission', 'design.view', { resource: ways['throws'] ?? String }]),
  route(ran, '/odd/:i', [
    'requirePermission',
    'design.view',
    { resource: ({ param }) => Promise.reject(odd[Number(param('i'))]) },
  ]),
  ...Object.entries(ways).map(([name, handler]): RoutePlan => ({
    path: `/${name}`,
    guards: [['requireSignedIn'], ['requirePermission', 'project.create']],
    handler: () => {
      ran.push(name)
      return handler()
    },
  })),
  {
    path: '/asserts',
    guards: [['requireSignedIn']],
    needs: 'access',
    handler: async ({ access }) => {
      ran.push('asserts')
      ;(await access()).assert('project.delete')
      return 'inside'
    },
  },
]

/** What an error handler can read of a refusal, as `http-errors` has it. */
function readable(error: unknown): unknown {
  const { status, code, message, permissions, headers } = error as Readonly<Record<string, unknown>>
  const { 'cache-control': cache, 'www-authenticate': authenticate } = Object(headers) as Record<
    string,
    string
  >
  return { status, code, message, permissions, cache, authenticate }
}

const refusal = (status: number, code: string, message: string, permissions: object[] = []) => ({
  status,
  code,
  message,
  permissions,
  cache: 'no-store',
  authenticate: status === 401 ? 'Bearer realm="trilatch"' : undefined,
})
const create = { id: 'project.create', title: 'Project › Create Project' }
const remove = { id: 'project.delete', title: 'Project › Delete Project' }

/** What each request comes to an error handler as. */
const refusals = [
  ['/create', 'nobody', refusal(401, 'TRILATCH_UNAUTHENTICATED', 'Sign in to do this.')],
  [
    '/create',
    'anyone',
    refusal(403, 'TRILATCH_FORBIDDEN', 'Requires permission: Project › Create Project', [create]),
  ],
  [
    '/two',
    'anyone',
    refusal(
      403,
      'TRILATCH_FORBIDDEN',
      'Requires permissions: Project › Delete Project, Project › Create Project',
      [remove, create],
    ),
  ],
  ['/view/a%2f%2fb', 'admin', refusal(400, 'TRILATCH_RESOURCE_IMPROPER', 'The resource has no proper name.')],
  [
    '/asserts',
    'creator',
    refusal(403, 'TRILATCH_FORBIDDEN', 'Requires permission: Project › Delete Project', [remove]),
  ],
] as const

export function errors(setup: Setup): void {
  const start = starter(setup)

  /** An application whose own error handler keeps what it sees. */
  async function keeping() {
    const seen: unknown[] = []
    const app = await start(routes, {
      errors: (error) => {
        seen.push(error)
        return { status: 418, body: 'mine' }
      },
    })
    return { app, seen }
  }

  it("An application's own error handler sees every refusal, and its answer is the answer", async () => {
    const { app, seen } = await keeping()
    for (const [path, person, expected] of refusals) {
      expect(await ask(app, path, as(person))).toMatchObject({ status: 418, text: 'mine' })
      expect(seen.map(readable)).toEqual([expected])
      expect(seen.splice(0)[0]).toBeInstanceOf(Error)
    }
    expect(app.ran).toEqual(['asserts'])
  })

  it.each(['/throws', '/rejects'])(
    'That handler sees the very error of a handler that ran once: %s',
    async (path) => {
      const { app, seen } = await keeping()
      expect(await ask(app, path, as('creator'))).toMatchObject({ status: 418, text: 'mine' })
      expect(seen).toEqual([boom])
      expect(seen[0]).toBe(boom)
      expect(app.ran).toEqual([path.slice(1)])
    },
  )

  it('That handler sees the very error of a resolver, and an Error for what is none', async () => {
    const { app, seen } = await keeping()
    await ask(app, '/resolver', as('admin'))
    expect(seen).toHaveLength(1)
    expect(seen.splice(0)[0]).toBe(boom)
    for (const [i, value] of odd.entries()) {
      expect(await ask(app, `/odd/${i}`, as('admin'))).toMatchObject({ status: 418, text: 'mine' })
      const [error, ...more] = seen.splice(0) as Error[]
      expect(error).toBeInstanceOf(Error)
      expect(error?.message).toMatch(/^Something that is no Error was thrown while the caller was checked: /)
      expect(error?.cause).toBe(value)
      expect(more).toEqual([])
    }
    expect(app.ran).toEqual([])
  })

  it.each(['/throws', '/rejects', '/resolver', '/odd/0'])('%s ends in 500 without one', async (path) => {
    const app = await start(routes)
    const answer = await ask(app, path, as('admin'))
    expect(nameOf(answer, setup)).toBe('500')
    expect(app.ran).toEqual(path.endsWith('s') ? [path.slice(1)] : [])
  })

  it('What an access asserts in a handler is answered as guards answer, and as they disclose', async () => {
    for (const [disclose, expected] of [
      ['permission', 'delete'],
      ['generic', '403'],
      ['not-found', '404'],
    ] as const) {
      const app = await start(routes, { disclose })
      expect(nameOf(await ask(app, '/asserts', as('creator')), setup)).toBe(expected)
      expect(nameOf(await ask(app, '/asserts', as('lead')), setup)).toBe('ok')
      expect(nameOf(await ask(app, '/asserts'), setup)).toBe('401')
    }
  })

  it('The framework itself answers with the right status and headers', async () => {
    const app = await start(routes, { errors: 'framework' })
    for (const [path, person, { status, cache, authenticate }] of refusals) {
      const { status: got, headers, text } = await ask(app, path, as(person))
      expect([got, headers['cache-control'], headers['www-authenticate']]).toEqual([
        status,
        cache,
        authenticate,
      ])
      expect(text).not.toContain('inside')
    }
    expect(nameOf(await ask(app, '/create', as('creator')), setup)).toBe('ok')
  })
}
