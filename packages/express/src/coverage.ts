import type { IRouter } from 'express'
import { assertCoverage, coverageOf, TrilatchError } from '@trilatch/core'
import type { Coverage, CoverageOptions } from '@trilatch/core'
import { MountedApplications } from './coverage/mounted-applications.ts'
import type { MountedOption } from './coverage/mounted-applications.ts'
import { walkRoutes } from './coverage/walk-routes.ts'

/** What a report has to be told. */
export interface RoutesOptions {
  /**
   * Applications that are mounted with `app.use('/admin', adminApp)`, by their whole path: Express hides them.
   * Several at one path are a list, in the order in which they were mounted.
   */
  readonly mounted?: MountedOption<IRouter>
}

/**
 * What protects each route of an Express 5 or 4 application, or of a router: by `app.use`, by its router, or beside
 * its handler.
 *
 * A guard counts where it surely stands before the handler. Middleware that `use` puts on a path is a way in, and
 * listed with the method `*`; without a path it is taken for something that requests pass through, unless it cannot
 * hand them on.
 *
 * @throws TrilatchError `TRILATCH_ROUTES_HIDDEN` for mounted applications that are not handed in,
 * `TRILATCH_OPTION_INVALID` for options that are wrong; TypeError for what is no application.
 */
export function coverage(app: IRouter, options: RoutesOptions = {}): Coverage {
  const stray = Object.keys(options).find((key) => key !== 'mounted')
  if (stray !== undefined) {
    const message = `Cannot report on the routes: unknown option ${JSON.stringify(stray)}. Known: "mounted".`
    throw new TrilatchError('TRILATCH_OPTION_INVALID', message)
  }
  const mounted = new MountedApplications(Object.hasOwn(options, 'mounted') ? options.mounted : undefined)
  const routes = [...walkRoutes(app, { prefix: '', guards: [], mounted, around: [] })]
  mounted.finish()
  return coverageOf(routes)
}

/**
 * Fails unless every route has a guard, says `publicRoute()`, or is on the list `allow`. For a test.
 *
 * @throws TrilatchError `TRILATCH_ROUTE_UNPROTECTED`, which names every route and every entry of the list that is wrong;
 * and what `coverage` throws.
 */
export function assertCovered(app: IRouter, options: RoutesOptions & CoverageOptions = {}): void {
  const { mounted, ...rest } = options
  assertCoverage(coverage(app, mounted === undefined ? {} : { mounted }), rest)
}
