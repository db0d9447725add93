import { requirementOf } from '@trilatch/core'
import type { ListedRoute, Requirement } from '@trilatch/core'
import type { PlainMiddleware } from './plain.ts'
import { isFinal, readRouter, routerOf } from './router.ts'
import type { AnyFunction } from './router.ts'

/** A list of middleware, and where it stands. */
export interface Place {
  readonly list: readonly AnyFunction[]
  /** As messages call it. */
  readonly name: string
  /** The path it is mounted at; empty at the top. */
  readonly path: string
  /** What stands before it. */
  readonly guards: readonly Requirement[]
}

/** Middleware that may have routes of its own. */
export interface Hidden {
  readonly hidden: AnyFunction
  /** Which one of its list, from 1. */
  readonly number: number
  readonly guards: readonly Requirement[]
}

/** What is found in a list of middleware. */
export type Found = ListedRoute | Hidden

/** A path below another one; `/` is the other one itself. */
const below = (outer: string, path: string): string => (path === '/' && outer !== '' ? outer : outer + path)

/** What a list of middleware holds, in the order in which requests come by: routes, and what may hide some. */
export function findRoutes(
  { list, path: outer, guards: before }: Place,
  plain: PlainMiddleware,
): readonly Found[] {
  for (const middleware of list) plain.learn(middleware)
  const guards = [...before]
  const look = (middleware: AnyFunction, i: number): readonly Found[] => {
    const used = (one: AnyFunction, path: string, passed: readonly Requirement[]): readonly Found[] => {
      if (requirementOf(one) !== undefined || plain.has(one)) return []
      if (isFinal(one)) return [{ method: '*', path: `${path}/*`, guards: passed }]
      return [{ hidden: one, number: i + 1, guards: passed }]
    }
    const router = routerOf(middleware)
    if (router === undefined) return used(middleware, outer, [...guards])
    return readRouter(router).flatMap(({ path, routes, middleware: inFront, guards: passed }) => [
      ...routes.map((route) => ({
        ...route,
        path: below(outer, route.path),
        guards: [...guards, ...route.guards],
      })),
      ...inFront.flatMap((one) => used(one, outer + path, [...guards, ...passed])),
    ])
  }
  return list.flatMap((middleware, i) => {
    const requirement = requirementOf(middleware)
    if (requirement === undefined) return look(middleware, i)
    // "Public" opens nothing that stands elsewhere.
    if (requirement.kind !== 'public') guards.push(requirement)
    return []
  })
}
