// What older versions of the router and of path-to-regexp keep of a path.
import { createRequire } from 'node:module'
import type { IRouter } from 'express'
import { describe, expect, it } from 'vitest'
import { coverage, trilatch } from '../src/index.ts'
import { pathsOfRegExp } from '../src/coverage/path-of-regexp.ts'
import { authorizer, subjectOf } from './application.ts'

const load = createRequire(new URL('../../../test/compat/router2/package.json', import.meta.url))
const OlderRouter = load('router') as () => IRouter
const { requireSignedIn } = trilatch(authorizer, { subject: subjectOf })
const handler = (_request: unknown, response: { end(): void }): void => response.end()

describe('A router of Express 5 before 2.3', () => {
  it('tells the paths of routes, and what is used without a path', () => {
    const router = OlderRouter()
    router.get('/open', handler)
    router.use(requireSignedIn())
    router.get(['/a', '/b'], handler)
    expect(coverage(router).routes.map(({ path, protection }) => `${path} ${protection}`)).toEqual([
      '/open unprotected',
      '/a signed in',
      '/b signed in',
    ])
  })

  it('keeps the other paths to itself: the report fails and says what to update', () => {
    const [guarded, nested] = [OlderRouter(), OlderRouter()]
    guarded.use('/a', requireSignedIn())
    nested.use('/a', OlderRouter())
    for (const router of [guarded, nested]) {
      expect(() => coverage(router)).toThrow(
        expect.objectContaining({
          code: 'TRILATCH_ROUTES_HIDDEN',
          message:
            'This version of Express does not tell under which path a router or middleware is used: ' +
            'update the package "router" to 2.3 or later, as with `npm update router`.',
        }) as Error,
      )
    }
  })
})

describe('The expression that Express 4 makes of a path', () => {
  const end = String.raw`\/?(?=\/|$)`
  const read = (source: string, names: readonly string[] = [], flags = 'i', sensitive = false) =>
    pathsOfRegExp(
      new RegExp(source, flags),
      names.map((name) => ({ name })),
      sensitive,
    ).map(String)

  it.each([
    [String.raw`^\/api` + end, [], ['/api']],
    [String.raw`^\/a\.b-c_d~e\/f` + end, [], ['/a.b-c_d~e/f']],
    [String.raw`^\/api(?:\/([^/]+?))\/x` + end, ['id'], ['/api/:id/x']],
    [String.raw`^\/api\/(?:([^\/]+?))\/x` + end, ['id'], ['/api/:id/x']],
    [String.raw`^\/a${end}|^(?:\/([^/]+?))\/b${end}`, ['x'], ['/a', '/:x/b']],
    [String.raw`(?:^\/a${end}|^\/b${end})`, [], ['/a', '/b']],
    ['^' + end, [], ['/']],
  ] as const)('%s is read back', (source, names, paths) => {
    expect(read(source, names)).toEqual(paths)
  })

  it.each([
    String.raw`^\/x(y)?` + end,
    String.raw`^(?:\/(\d+))` + end,
    String.raw`^(?:\/([^/]+?))?` + end,
    String.raw`^(?:\/([^/]+?))\.json` + end,
    String.raw`^\/api\/(.*)` + end,
    String.raw`^\/ab?` + end,
    String.raw`^\/a\/?b` + end,
    String.raw`\/api` + end,
    String.raw`^\/api`,
    String.raw`^\/api\/?$`,
    String.raw`^\/api${end}|x`,
  ])('%s is left as it is', (source) => {
    expect(read(source, ['x', 'y'])).toEqual([`/${source}/i`])
  })

  it('is left as it is when its flags are not those of its router', () => {
    expect(read(String.raw`^\/api` + end, [], 'i', true)).toEqual([String.raw`/^\/api${end}/i`])
    expect(read(String.raw`^\/api` + end, [], '', false)).toEqual([String.raw`/^\/api${end}/`])
    expect(read(String.raw`^\/api` + end, [], '', true)).toEqual(['/api'])
  })
})
