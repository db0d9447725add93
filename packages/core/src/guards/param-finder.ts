import { didYouMean } from '../catalogue/suggest.ts'
import { warn } from '../events.ts'
import type { Finder, ParamsOf } from './guard-verbs.ts'

/**
 * Reads a route's parameter. That a route has none of the name is told the operator once for each guard
 * (`TRILATCH_PARAMETER_MISSING`): a name that is misspelt refuses everybody.
 */
export function paramFinder<Req>(
  permission: string,
  param: string,
  paramsOf: ParamsOf<Req>,
  isRouted: (request: Req) => boolean,
): Finder<Req> {
  let told = false
  const tell = (names: readonly string[]): void => {
    told = true
    const [guard, name] = [JSON.stringify(permission), JSON.stringify(param)]
    const has = names.length === 0 ? ' It has none.' : didYouMean(param, names)
    warn(
      'TRILATCH_PARAMETER_MISSING',
      `The guard of ${guard} reads { param: ${name} }, and the route of a request has no parameter ${name}.${has} Such requests are refused.`,
    )
  }
  return (request) => {
    const given = paramsOf(request)
    const params = typeof given === 'object' && given !== null ? (given as Record<string, unknown>) : {}
    if (Object.hasOwn(params, param)) return params[param]
    if (!told && isRouted(request)) tell(Object.keys(params))
    return undefined
  }
}
