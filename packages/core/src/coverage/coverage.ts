import type { Requirement } from '../enforcement/requirement.ts'

/** A way into an application as an adapter found it, with the guards that stand before its handler. */
export interface ListedRoute {
  /** `http` unless said otherwise. */
  readonly transport?: Transport
  /** `GET`, … or `*` for every method; for other transports what kind of handler it is: `query`, `message`, `event`. */
  readonly method: string
  /** As the application wrote it: `/designs/:name`; for other transports the pattern or field. */
  readonly path: string
  /** What every guard before the handler asks for, outermost first. */
  readonly guards: readonly Requirement[]
  /**
   * Names of other functions of the route that run before the last of its guards. One that answers by itself
   * answers unguarded. Default none.
   */
  readonly before?: readonly string[]
}

export type Transport = 'http' | 'graphql' | 'websocket' | 'rpc'

/** How a route is protected; the strongest of its guards names it. */
export type Protection = 'permissions' | 'signed in' | 'public' | 'unprotected'

/** One route of the report. */
export interface CoveredRoute {
  readonly transport: Transport
  readonly method: string
  readonly path: string
  readonly protection: Protection
  /** Every permission that a guard before the handler names, once, in the order met. */
  readonly permissions: readonly string[]
  /** The guards' requirements; all of them must pass. */
  readonly guards: readonly Requirement[]
  /** Functions of the route that run before the last of its guards: they have to hand the request on. */
  readonly before: readonly string[]
}

/** Every route of an application and what protects it. */
export interface Coverage {
  readonly routes: readonly CoveredRoute[]
  /** Those without any guard and without `publicRoute()`. */
  readonly unprotected: readonly CoveredRoute[]
}

const weight = { all: 2, any: 2, some: 2, 'signed-in': 1, public: 0 } as const
const protections = ['public', 'signed in', 'permissions'] as const

function protectionOf(guards: readonly Requirement[]): Protection {
  if (guards.length === 0) return 'unprotected'
  return protections[Math.max(...guards.map(({ kind }) => weight[kind]))] as Protection
}

/** Judges the routes that an adapter found. The order is the adapter's: the order in which the application tries them. */
export function coverageOf(routes: readonly ListedRoute[]): Coverage {
  const covered = routes.map(({ transport = 'http', method, path, guards, before = [] }) =>
    Object.freeze({
      transport,
      method,
      path,
      protection: protectionOf(guards),
      permissions: Object.freeze([...new Set(guards.flatMap(({ permissions }) => permissions))]),
      guards: Object.freeze([...guards]),
      before: Object.freeze([...before]),
    }),
  )
  return Object.freeze({
    routes: Object.freeze(covered),
    unprotected: Object.freeze(covered.filter(({ protection }) => protection === 'unprotected')),
  })
}
