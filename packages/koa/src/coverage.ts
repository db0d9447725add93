import { assertCoverage, coverageOf, TrilatchError } from '@trilatch/core'
import type { Coverage, CoverageOptions } from '@trilatch/core'
import { listRoutes } from './coverage/mounted.ts'
import { readParts } from './coverage/parts.ts'
import { PlainMiddleware } from './coverage/plain.ts'
import type { AnyFunction } from './coverage/router.ts'

/** Something that koa-mount or koa-compose takes: an application, a router, a middleware or a list of those. */
export type MountedPart =
  | { readonly middleware: readonly unknown[] }
  | { readonly routes: () => unknown }
  | AnyFunction
  | readonly AnyFunction[]

/** A part that mounts others itself. */
export interface NestedPart {
  readonly part: MountedPart
  readonly mounted: Mounted
}

/** What is mounted, by its path. */
export type Mounted = { readonly [path: string]: MountedPart | NestedPart }

/** What cannot be seen by looking at a Koa application. */
export interface KoaCoverageOptions {
  /**
   * What koa-mount has hidden, by its path and in the order of use: `{ '/admin': adminApplication }`. A composed list
   * is mounted at `/`.
   */
  readonly mounted?: Mounted
  /** Middleware that answers nothing and has no routes, such as a body parser: its name, or the function itself. */
  readonly plain?: readonly (string | AnyFunction)[]
}

function refuse(message: string): never {
  throw new TrilatchError('TRILATCH_OPTION_INVALID', `Cannot read the routes: ${message}`)
}

/**
 * Every route of a Koa application with what protects it: those of `@koa/router` and `koa-router`, of nested routers,
 * and of what is handed over in `mounted`. A middleware that takes no `next` is listed as `* /*`.
 *
 * @throws TrilatchError `TRILATCH_ROUTES_HIDDEN` for middleware that may have routes of its own, until it is named in
 * `plain` or handed over in `mounted`; `TRILATCH_OPTION_INVALID` for options that are wrong.
 */
export function coverage(
  app: { readonly middleware: readonly unknown[] },
  options: KoaCoverageOptions = {},
): Coverage {
  const { mounted = {}, plain = [], ...others } = options
  const [stray] = Object.keys(others)
  if (stray !== undefined) refuse(`unknown option ${JSON.stringify(stray)}. Known: "mounted", "plain".`)
  if (!Array.isArray(plain)) refuse('`plain` must be a list of names or functions, as ["bodyParser"].')
  if (!Array.isArray(app?.middleware)) refuse('expected a Koa application.')
  const parts = readParts(mounted, refuse)
  const known = new PlainMiddleware(plain)
  const list = app.middleware as readonly AnyFunction[]
  const routes = listRoutes({ list, name: 'the application', path: '', guards: [] }, parts, known)
  const strays = known.strays()
  if (strays.length > 0) refuse(`\`plain\` names ${strays.join(', ')}, and no such middleware is used.`)
  return coverageOf(routes)
}

/**
 * Fails unless every route has a guard, says `publicRoute()`, or is named in `allow`.
 *
 * @throws TrilatchError `TRILATCH_ROUTE_UNPROTECTED`, which names every such route and every entry of `allow` that is
 * no unprotected route any more; and what `coverage` throws.
 */
export function assertCovered(
  app: { readonly middleware: readonly unknown[] },
  { allow, ...options }: KoaCoverageOptions & CoverageOptions = {},
): void {
  assertCoverage(coverage(app, options), allow === undefined ? {} : { allow })
}
