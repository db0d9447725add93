import { requirementOf } from '@trilatch/core'
import type { Requirement } from '@trilatch/core'
import { swallows } from './error-handlers.ts'
import type { Handle, Step } from './read-layers.ts'

/** A method of a route, and what stands before its last handler. */
export interface RouteMethod {
  /** In capitals; `*` for `all`. */
  readonly method: string
  readonly guards: readonly Requirement[]
  /** Other functions of the route that run before the last of these guards. */
  readonly before: readonly string[]
}

const isGuard = ({ handle }: Step): boolean => requirementOf(handle) !== undefined

/** Express calls functions of four parameters for errors only, and those of more never. */
export const answersRequests = (handle: Handle): boolean => handle.length <= 3

const isHandler = (step: Step): boolean => !isGuard(step) && answersRequests(step.handle)

/**
 * Whether a function can hand the request on. One without `next` cannot; of one that gathers its parameters
 * (`(...args)`, as wrappers of asynchronous handlers are) nobody knows.
 */
export const canGoOn = (handle: Handle): boolean => handle.length === 3

/** What protects the last handler of these steps: no guard counts behind a function that ends the request. */
function protectionOf(steps: readonly Step[]): Pick<RouteMethod, 'guards' | 'before'> {
  const guards: Requirement[] = []
  const before: string[] = []
  const passed: string[] = []
  for (const { handle } of steps.slice(0, steps.findLastIndex(isHandler))) {
    const requirement = requirementOf(handle)
    if (requirement !== undefined) {
      guards.push(requirement)
      before.push(...passed.splice(0))
    } else if (swallows(handle)) guards.length = 0
    else if (canGoOn(handle)) passed.push(handle.name || 'anonymous')
    else if (answersRequests(handle)) break
  }
  return { guards, before }
}

/** The methods that a route has a handler for; guards alone are no way in. */
export function methodsOf(steps: readonly Step[]): readonly RouteMethod[] {
  const methods = [...new Set(steps.filter(isHandler).map(({ method }) => method))]
  return methods.map((method) => ({
    method: method?.toUpperCase() ?? '*',
    ...protectionOf(steps.filter((step) => step.method === undefined || step.method === method)),
  }))
}

/** The guards of a route that has nothing else, for every method: `app.all('/admin/*name', guard)`. */
export function gatesOf(steps: readonly Step[]): readonly Requirement[] {
  const guards = steps.map(({ method, handle }) => (method === undefined ? requirementOf(handle) : undefined))
  return guards.includes(undefined) ? [] : (guards as Requirement[])
}
