import { METHODS } from 'node:http'
import { requirementOf } from '@trilatch/core'
import type { ListedRoute, Requirement } from '@trilatch/core'
import { examplesOf, isPassedBy, pathInFront } from './layer-paths.ts'
import type { LayerPath } from './layer-paths.ts'

/** Any function that Koa would call. */
export type AnyFunction = (...all: never[]) => unknown

/** A route, or what stands before routes: a layer without methods. */
interface Layer extends LayerPath {
  readonly methods: readonly string[]
  readonly stack: readonly AnyFunction[]
}

/** As much of @koa/router and koa-router as is read here. */
export interface RouterLike {
  readonly stack: readonly Layer[]
  /** Only one of several matching layers runs: no guard of another one. */
  readonly exclusive?: unknown
  readonly allowedMethods?: () => unknown
  /** What `router.on('not-found')` has been given. */
  readonly _events?: { readonly _handlers?: ReadonlyMap<string, readonly AnyFunction[]> }
}

const isLayer = (value: unknown): value is Layer => {
  const { methods, regexp, stack } = Object(value) as Partial<Layer>
  return Array.isArray(methods) && regexp instanceof RegExp && Array.isArray(stack)
}

/** The router behind a middleware, where it is one whose layers can be read. */
export function routerOf(middleware: unknown): RouterLike | undefined {
  const router = (Object(middleware) as { readonly router?: RouterLike }).router
  return Array.isArray(router?.stack) && router.stack.every(isLayer) ? router : undefined
}

/** Middleware without `next` ends the way of a request: it answers, and nothing behind it runs. */
export const isFinal = (middleware: AnyFunction): boolean =>
  middleware.length < 2 && requirementOf(middleware) === undefined

/** The guards among some middleware. */
export const guardsOf = (middleware: readonly AnyFunction[]): Requirement[] =>
  middleware.flatMap((one) => requirementOf(one) ?? [])

/** What of a route stands before its handler: its last function, or one that cannot go on. */
function beforeHandler(stack: readonly AnyFunction[]): readonly AnyFunction[] {
  const final = stack.findIndex(isFinal)
  const handler = final === -1 ? stack.findLastIndex((one) => requirementOf(one) === undefined) : final
  return stack.slice(0, handler)
}

/** The guards of a route that stand before its handler. */
const guardsBeforeHandler = (stack: readonly AnyFunction[]): Requirement[] => guardsOf(beforeHandler(stack))

/** Names of the other functions of a route that run before the last of these guards. */
function othersBefore(stack: readonly AnyFunction[]): readonly string[] {
  const inFront = beforeHandler(stack)
  const last = inFront.findLastIndex((one) => requirementOf(one) !== undefined)
  return inFront
    .slice(0, Math.max(last, 0))
    .filter((one) => requirementOf(one) === undefined)
    .map(({ name }) => name || 'anonymous')
}

/** A route's methods as they are listed; HEAD goes with GET, as Koa's routers have it. */
function rowsOf({ methods }: Layer): readonly (readonly [name: string, methods: readonly string[]])[] {
  if (METHODS.every((method) => methods.includes(method))) return [['*', methods]]
  const all = new Set(methods)
  const withHead = all.has('GET') && all.delete('HEAD')
  return Array.from(all, (name) => [name, withHead && name === 'GET' ? ['GET', 'HEAD'] : [name]] as const)
}

/** A layer of a router, as it was read. */
export interface ReadLayer {
  readonly path: string
  readonly routes: readonly ListedRoute[]
  /** What was given to `router.use`, and the guards before it. */
  readonly middleware: readonly AnyFunction[]
  readonly guards: readonly Requirement[]
}

/** The layers of a router in the order in which it tries them. Those of nested routers are among them, as copies. */
export function readRouter({ stack, exclusive, _events: events }: RouterLike): readonly ReadLayer[] {
  const withGuards = new Set(stack.filter((layer) => guardsOf(layer.stack).length > 0))
  const layers = stack.map((layer, i): ReadLayer => {
    const examples = examplesOf(layer)
    // Guards of the layers that every request with one of these methods passes before this one.
    const guardsBefore = (asked: readonly string[]): Requirement[] =>
      stack.slice(0, i).flatMap((earlier) => {
        if (Boolean(exclusive) || !withGuards.has(earlier)) return []
        const { methods } = earlier
        if (methods.length > 0 && !asked.every((method) => methods.includes(method))) return []
        // "Public" opens nothing that stands elsewhere.
        return isPassedBy(earlier, layer, examples)
          ? guardsOf(earlier.stack).filter(({ kind }) => kind !== 'public')
          : []
      })
    if (layer.methods.length === 0) {
      const path = pathInFront(layer)
      return { path, routes: [], middleware: layer.stack, guards: guardsBefore(METHODS) }
    }
    const path = String(layer.path)
    // A route of guards only answers nothing: it stands in front of those that do.
    const answers = layer.stack.some((one) => requirementOf(one) === undefined)
    const routes = (answers ? rowsOf(layer) : []).map(([method, asked]) => ({
      method,
      path,
      guards: [...guardsBefore(asked), ...guardsBeforeHandler(layer.stack)],
      before: othersBefore(layer.stack),
    }))
    return { path, routes, middleware: [], guards: [] }
  })
  // What answers where no route does, behind none of the router's guards.
  const elsewhere = [...(events?._handlers?.values() ?? [])].flatMap((handlers) =>
    guardsBeforeHandler(handlers).length < handlers.length
      ? [{ method: '*', path: '/*', guards: guardsBeforeHandler(handlers) }]
      : [],
  )
  return [...layers, { path: '', routes: elsewhere, middleware: [], guards: [] }]
}
