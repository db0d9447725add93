import { own, unknownKey } from '../own.ts'
import { didYouMean } from '../catalogue/suggest.ts'
import { TrilatchError } from '../errors.ts'
import type { Coverage } from './coverage.ts'
import { routeName } from './coverage-table.ts'

/** What `assertCovered` lets pass. */
export interface CoverageOptions {
  /**
   * Routes that are known to be unprotected, as the table names them: `GET /health`. Default none. A name that is no
   * route, or a route that has its guard by now, fails too: the list can only shrink.
   */
  readonly allow?: readonly string[]
}

function readAllow(options: CoverageOptions): readonly string[] {
  const stray = unknownKey(options, ['allow'])
  const allow: unknown = own(options, 'allow') ?? []
  if (stray === undefined && Array.isArray(allow) && allow.every((name) => typeof name === 'string')) return allow
  const what = stray === undefined ? '`allow` must be a list of routes' : `unknown option ${JSON.stringify(stray)}`
  throw new TrilatchError('TRILATCH_OPTION_INVALID', `Cannot check the coverage: ${what}, as ["GET /health"].`)
}

/**
 * Fails unless every route has a guard, says `publicRoute()`, or is on the list.
 *
 * @throws TrilatchError `TRILATCH_ROUTE_UNPROTECTED`, which names every route and every entry of the list that is wrong.
 */
export function assertCoverage(coverage: Coverage, options: CoverageOptions = {}): void {
  const allow = readAllow(options)
  const names = coverage.routes.map(routeName)
  const open = new Set(coverage.unprotected.map(routeName))
  const faults = [
    ...[...open]
      .filter((name) => !allow.includes(name))
      .map((name) => `${name} is unprotected: put a guard before its handler, or publicRoute()`),
    ...allow
      .filter((name) => !open.has(name))
      .map((name) =>
        names.includes(name)
          ? `${name} is allowed to be unprotected and is not any more: take it off the list`
          : `${name} is on the list and is no route.${didYouMean(name, names)}`,
      ),
    ...allow.filter((name, i) => allow.indexOf(name) < i).map((name) => `${name} is on the list twice`),
  ]
  if (faults.length === 0) return
  throw new TrilatchError('TRILATCH_ROUTE_UNPROTECTED', `Not every route is covered:\n- ${faults.join('\n- ')}`)
}
