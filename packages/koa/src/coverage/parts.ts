import { requirementOf } from '@trilatch/core'
import type { Mounted, NestedPart } from '../coverage.ts'
import { routerOf } from './router.ts'
import type { AnyFunction } from './router.ts'

/** A part of an application that was handed over. */
export interface Part {
  /** Where it is mounted; empty at the top. */
  readonly path: string
  /** What was handed over. */
  readonly itself: unknown
  /** Its middleware; `undefined` for a function that is no router and no guard: it is what answers there. */
  readonly list: readonly AnyFunction[] | undefined
  readonly mounted: readonly Part[]
}

const isList = (value: unknown): value is readonly AnyFunction[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'function')

/** The middleware of an application, a router, a function or a list; `undefined` for anything else. */
function listOf(part: unknown): readonly AnyFunction[] | undefined {
  if (typeof part === 'function') return [part as AnyFunction]
  if (isList(part)) return part
  const { routes, middleware } = Object(part) as { readonly routes?: unknown; readonly middleware?: unknown }
  if (typeof routes === 'function') return [Reflect.apply(routes, part, []) as AnyFunction]
  return isList(middleware) ? middleware : undefined
}

/** Reads the option `mounted`. @throws what `refuse` throws for what it says is wrong. */
export function readParts(mounted: Mounted, refuse: (message: string) => never): readonly Part[] {
  if (typeof mounted !== 'object' || mounted === null || Array.isArray(mounted))
    refuse("`mounted` must be an object, as { '/admin': adminApplication }.")
  return Object.entries(mounted).map(([path, given]) => {
    const shown = `\`mounted\` has ${JSON.stringify(path)}`
    if (!/^\/$|^(?:\/[^/]+)+$/.test(path)) refuse(`${shown}, which is no path as "/admin".`)
    const nested = typeof given === 'object' && Object.hasOwn(Object(given) as object, 'part')
    const { part: itself, mounted: inner } = nested ? (given as NestedPart) : { part: given, mounted: {} }
    const list = listOf(itself)
    if (list === undefined) refuse(`${shown}, which is no application, router, middleware or list of those.`)
    const answers = typeof itself === 'function' && routerOf(itself) === undefined
    return {
      path: path === '/' ? '' : path,
      itself,
      list: answers && requirementOf(itself) === undefined ? undefined : list,
      mounted: readParts(inner, refuse),
    }
  })
}
