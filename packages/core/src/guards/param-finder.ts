import { warn } from '../events.ts'
import { didYouMean } from '../catalogue/suggest.ts'
import type { Finder, GuardVerbsOptions, ParamOf } from './guard-verbs.ts'

/**
 * Reads a route's parameter. That a request has none of the name is told the operator once for each guard
 * (`TRILATCH_PARAMETER_MISSING`): a name that is misspelt refuses everybody.
 */
export function paramFinder<Req>(
  permission: string,
  param: string,
  paramOf: ParamOf<Req>,
  paramNames: GuardVerbsOptions<string, Req>['paramNames'],
): Finder<Req> {
  let told = paramNames === undefined
  return (request) => {
    const value = paramOf(request, param)
    if (value !== undefined || told) return value
    const names = paramNames?.(request)
    if (names === undefined || names.includes(param)) return value
    told = true
    const [guard, name] = [JSON.stringify(permission), JSON.stringify(param)]
    const has = names.length === 0 ? ' It has none.' : didYouMean(param, names)
    warn(
      'TRILATCH_PARAMETER_MISSING',
      `The guard of ${guard} reads { param: ${name} }, and the route of a request has no parameter ${name}.${has} Such requests are refused.`,
    )
    return value
  }
}
