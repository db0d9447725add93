// Applications that look random and are the same each time: one handler, with guards and routers around it.
import express, { Router } from 'express'
import type { Express, IRouter, RouterOptions } from 'express'
import { trilatch } from '../src/index.ts'
import { authorizer, subjectOf } from './application.ts'

const { requireSignedIn } = trilatch(authorizer, { subject: subjectOf })
const is4 = 'lazyrouter' in express()

type Path = string | RegExp
const both: readonly Path[] = [
  '/',
  '',
  '/a',
  '/a',
  '/a/b',
  '/:x',
  '/a/:x',
  '/:x/b',
  '/A',
  '/a/',
  '/b',
  '/a/b/',
  '/a//b',
]
const expressions: readonly Path[] = [
  /^\/a/,
  /\/b$/,
  /^\/a\/b/i,
  /^\/a(?=\/|$)/,
  /^\/[ab]+/,
  /^\/a\/?(?=\/|$)/,
  /b/,
]
const five: readonly Path[] = [
  '/{*all}',
  '/*all',
  '/a/*all',
  '/a/{*all}',
  '/a{/b}',
  '/{a/}b',
  '/:x{/b}',
  '/a{:x}',
  '/a-:x',
]
const four: readonly Path[] = [
  '*',
  '/*',
  '/a/*',
  '/a*',
  '/a?/b',
  '/a/?b',
  '/a|/b',
  '/:x(\\d+)',
  '/:x?',
  '/a(/b)?',
  '/ab?',
  '/a+',
  '/:x*',
  '/a/:x?/b',
  '/a.b',
]
const paths: readonly Path[] = [...both, ...both, ...expressions, ...(is4 ? four : five)]

/** Numbers that look random and are the same each time. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0
    return ((state ^ (state >>> 13)) >>> 0) % below
  }
}

export interface RandomApplication {
  readonly app: Express
  /** Set when the handler has run. */
  reached: boolean
}

/** An application with one handler, somewhere, and guards and routers around it. */
export function randomApplication(seed: number): RandomApplication {
  const random = numbers(seed)
  const pick = <T>(from: readonly T[]): T => from[random(from.length)] as T
  const options = (): RouterOptions => ({ caseSensitive: random(3) === 0, strict: random(3) === 0 })
  const guard = requireSignedIn()
  const app = express()
  app.set('env', 'test')
  app.set('case sensitive routing', random(3) === 0)
  app.set('strict routing', random(3) === 0)
  const made: RandomApplication = { app, reached: false }
  const handler: express.RequestHandler = (_request, response) => {
    made.reached = true
    response.end('inside')
  }
  const passes: express.RequestHandler = (_request, _response, next) => next()

  /** A guard of some kind, or something that is none and lets everything pass. */
  function gate(router: IRouter, depth: number): void {
    const path = pick(paths)
    const several = [path, pick(paths)].slice(random(2))
    const kinds: readonly (() => unknown)[] = [
      () => router.use(path as string, guard),
      () => router.use(path as string, guard),
      () => router.use(several as string[], guard),
      () => router.all(path as string, guard),
      () => router.all(several as string[], guard),
      () => router.get(path as string, guard),
      () =>
        router
          .route(pick(both) as string)
          .all(guard)
          .post(passes),
      () => router.all(path as string, passes, guard),
      () => router.use(path as string, passes),
      () => {
        if (depth < 2) {
          const inner = Router(options())
          gate(inner, depth + 1)
          router.use(pick(paths) as string, inner)
        }
      },
    ]
    pick(kinds)()
  }

  function fill(router: IRouter, depth: number): void {
    for (let count = random(3); count > 0; count--) gate(router, depth)
    if (depth < 2 && random(3) > 0) {
      const inner = Router(options())
      fill(inner, depth + 1)
      router.use(pick(paths) as string, inner)
      return
    }
    const path = pick(paths) as string
    const ways: readonly (() => unknown)[] = [
      () => router.get(path, handler),
      () => router.all(path, handler),
      () => router.get(path, handler, guard),
      () => router.route(path).post(guard).get(handler),
      () => router.route(path).get(passes, handler).all(guard),
      () => router.use(path, handler),
    ]
    pick(ways)()
  }
  fill(app, 0)
  return made
}
