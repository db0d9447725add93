// No guard is reported that a request can pass by: random routers, asked with random requests by the router itself.
import { Router } from '@koa/router'
import fc from 'fast-check'
import Koa from 'koa'
import { expect, it } from 'vitest'
import { coverage } from '../src/index.ts'
import { guardsWith } from './application.ts'

const seed = Number(process.env['TRILATCH_SEED'] ?? Math.floor(Math.random() * 2 ** 31))

const guards = guardsWith()
const guard = guards.requirePermission('project.create')
const handler = (ctx: { body: unknown }): void => void (ctx.body = 'inside')

const segment = fc.constantFrom(
  '/a',
  '/b',
  '/A',
  '/:x',
  '/:y',
  '/a-:x',
  '/:x.json',
  '/*rest',
  '{/:x}',
  '{/a}',
  '{/*rest}',
)
const path = fc.array(segment, { minLength: 0, maxLength: 3 }).map((parts) => {
  // A parameter has its name once.
  const whole = parts.map((part, i) => part.replace(/([:*])(\w+)/, `$1$2${i}`)).join('')
  return whole === '' ? '/' : whole
})
const method = fc.constantFrom('get', 'post', 'all' as const)
const flag = fc.boolean()

/** One call on a router: a guard in front, a route of a guard only, or a route. */
const step = fc.oneof(
  fc.record({ kind: fc.constant('use' as const), path: fc.option(fc.oneof(path, fc.constant(''))) }),
  fc.record({ kind: fc.constant('guarded' as const), method, path }),
  fc.record({ kind: fc.constant('route' as const), method, path }),
)
const options = fc.record({
  prefix: fc.constantFrom('', '/p', '/p/:id', '/P.q'),
  sensitive: flag,
  strict: flag,
  exclusive: fc.constantFrom(false, false, false, true),
})
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never
type Options = typeof options extends fc.Arbitrary<infer T> ? T : never

function build(given: Options, steps: readonly Step[]): Router {
  const { prefix, ...rest } = given
  const router = new Router(prefix === '' ? rest : { ...rest, prefix })
  for (const one of steps) {
    if (one.kind === 'use') {
      if (one.path === null) router.use(guard)
      else router.use(one.path, guard)
    } else router[one.method](one.path, one.kind === 'route' ? (handler as never) : guard)
  }
  return router
}

const word = fc.constantFrom('a', 'A', 'b', 'p', 'P', 'P.q', 'Pxq', 'a-1', 'x.json', '1', '~', '%20', 'é', '')
const target = fc
  .tuple(fc.array(word, { maxLength: 6 }), fc.constantFrom('', '/'))
  .map(([words, end]) => words.map((one) => `/${one}`).join('') + end || '/')

it(`a route reported as guarded is reached past a guard only (seed ${seed})`, () => {
  let [reached, guarded] = [0, 0]
  const tries = fc.tuple(options, options, fc.array(step, { minLength: 1, maxLength: 6 }), path, flag, flag)
  fc.assert(
    fc.property(
      tries,
      fc.array(target, { minLength: 20, maxLength: 40 }),
      ([outer, inner, steps, at, nest, front], asked) => {
        let router: Router
        try {
          const own = build(inner, steps)
          router = nest ? build(outer, []).use(at, ...(front ? [guard] : []), own.routes()) : own
        } catch {
          // Not every path can be put together: the router refuses it when the application starts.
          return
        }
        const app = new Koa()
        app.use(router.routes())
        const open = new Set(coverage(app).unprotected.map((route) => `${route.method} ${route.path}`))
        for (const one of asked) {
          for (const verb of ['GET', 'HEAD', 'POST', 'DELETE']) {
            const { route, pathAndMethod } = router.match(one, verb)
            if (!route) continue
            const layers = router.exclusive ? pathAndMethod.slice(-1) : pathAndMethod
            const chain = layers.flatMap(({ stack }) => stack as readonly unknown[])
            const at = chain.indexOf(handler)
            if (at === -1) continue
            reached++
            if (chain.slice(0, at).includes(guard)) {
              guarded++
              continue
            }
            const layer = layers.find(({ stack }) => (stack as readonly unknown[]).includes(handler))
            const names = ['*', verb === 'HEAD' ? 'GET' : verb].map(
              (name) => `${name} ${String(layer?.path)}`,
            )
            expect(
              names.some((name) => open.has(name)),
              `${verb} ${one} reaches ${names.join(' or ')}`,
            ).toBe(true)
          }
        }
      },
    ),
    { numRuns: Number(process.env['TRILATCH_CASES'] ?? 1_000), seed },
  )
  // The test is worth something only while requests reach handlers on both ways.
  expect(reached).toBeGreaterThan(500)
  expect(guarded).toBeGreaterThan(50)
}, 600_000)
