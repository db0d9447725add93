import { METHODS } from 'node:http'
import { TrilatchError } from '@trilatch/core'
import type { LayerKind, PathPattern } from './path-pattern.ts'
import { readPath } from './path-pattern.ts'
import { pathsOfRegExp } from './path-of-regexp.ts'
import type { MadeRegExp } from './path-of-regexp.ts'

/** Whatever stands in a router: middleware, a guard, a router, an application. */
export type Handle = (...all: never[]) => unknown

/** A handler of a route, for one method or for all. */
export interface Step {
  /** `undefined`: every method. */
  readonly method: string | undefined
  readonly handle: Handle
}

/** A layer of a router, the same for all versions of Express. */
export interface Layer {
  readonly kind: LayerKind
  readonly handle: Handle
  /** Of a route. */
  readonly steps: readonly Step[]
  /** @throws TrilatchError `TRILATCH_ROUTES_HIDDEN` where this version of the router does not tell. */
  readonly paths: () => readonly PathPattern[]
}

type Paths = string | RegExp | readonly Paths[]

interface RawLayer {
  readonly handle: Handle
  readonly route?: {
    readonly path: Paths
    readonly stack: readonly { readonly method?: string; readonly handle: Handle }[]
  }
  /** Router 2.3 and later. */
  readonly rawPath?: Paths
  /** Express 4. */
  readonly regexp?: MadeRegExp
  readonly keys?: readonly { readonly name: string | number }[]
  /** Router 2: `use` without a path. */
  readonly slash?: boolean
}

interface RawRouter {
  readonly stack: readonly RawLayer[]
  readonly caseSensitive?: boolean
}

const flat = (paths: Paths): readonly (string | RegExp)[] =>
  (Array.isArray(paths) ? paths.flat(Infinity) : [paths]) as (string | RegExp)[]

function rawPaths(layer: RawLayer, sensitive: boolean): readonly (string | RegExp)[] {
  if (layer.rawPath !== undefined) return flat(layer.rawPath)
  if (layer.route !== undefined) return flat(layer.route.path)
  if (layer.regexp !== undefined) return pathsOfRegExp(layer.regexp, layer.keys ?? [], sensitive)
  if (layer.slash === true) return ['/']
  throw new TrilatchError(
    'TRILATCH_ROUTES_HIDDEN',
    'This version of Express does not tell under which path a router or middleware is used: update the package "router" to 2.3 or later, as with `npm update router`.',
  )
}

function patternOf(path: string | RegExp, layer: RawLayer): PathPattern {
  const pattern = readPath(path)
  // In Express 5, `use(['/', …])` matches nothing below `/`, which `use('/')` does.
  return path === '/' && Array.isArray(layer.rawPath)
    ? { ...pattern, key: undefined, rest: 'unknown' }
    : pattern
}

/**
 * The router of an application, or the router itself; `undefined` for every other function.
 * An application of Express 4 that has no layer yet has no router.
 */
export function routerOf(handle: unknown): RawRouter | undefined {
  if (typeof handle !== 'function') return undefined
  const any = handle as { stack?: unknown; lazyrouter?: unknown; _router?: RawRouter; router?: RawRouter }
  if (Array.isArray(any.stack)) return any as unknown as RawRouter
  // Reading `router` of an Express 4 application throws.
  if (typeof any.lazyrouter === 'function') return any._router ?? { stack: [] }
  return Array.isArray(any.router?.stack) ? any.router : undefined
}

/** The steps of a route. `app.all` gives it the same ones for each method there is: that is "every method" again. */
function stepsOf({ route }: RawLayer): readonly Step[] {
  const steps = (route?.stack ?? []).map(({ method, handle }) => ({ method, handle }))
  const byMethod = METHODS.map((name) => steps.filter(({ method }) => method === name.toLowerCase()))
  const [first = []] = byMethod
  const same = byMethod.every(
    (own) => own.length === first.length && own.every(({ handle }, i) => handle === first[i]?.handle),
  )
  const all = first.length > 0 && same && first.length * METHODS.length === steps.length
  return all ? first.map(({ handle }) => ({ method: undefined, handle })) : steps
}

/** The layers of a router, in the order in which it tries them. */
export function readLayers(router: RawRouter): readonly Layer[] {
  const sensitive = router.caseSensitive === true
  return router.stack.map((layer) => ({
    kind: layer.route === undefined ? 'use' : 'route',
    handle: layer.handle,
    steps: stepsOf(layer),
    paths: () => rawPaths(layer, sensitive).map((path) => patternOf(path, layer)),
  }))
}
