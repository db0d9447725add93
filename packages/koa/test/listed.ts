// What the tests of coverage(app) share: applications of some routes or middleware, and the lines of their report.
import { Router } from '@koa/router'
import Koa from 'koa'
import { coverage, coverageTable } from '../src/index.ts'
import type { KoaCoverageOptions } from '../src/index.ts'

/** The lines of the report, without its sum. */
export function linesOf(app: Koa, options?: KoaCoverageOptions): string[] {
  const lines = coverageTable(coverage(app, options)).split('\n').slice(0, -2)
  return lines.map((line) => line.replace(/ {2,}/, ' → '))
}

/** An application of one router. */
export function routed(
  arrange: (on: Router, app: Koa) => void,
  options?: ConstructorParameters<typeof Router>[0],
): Koa {
  const [app, on] = [new Koa(), new Router(options)]
  arrange(on, app)
  app.use(on.routes())
  return app
}

/** An application of some middleware. */
export function using(...middleware: readonly unknown[]): Koa {
  const app = new Koa()
  for (const one of middleware) app.use(one as never)
  return app
}

/** Code and message of what it throws. */
export function faultOf(app: Koa, options?: unknown): unknown {
  try {
    coverage(app, options as KoaCoverageOptions)
  } catch (error) {
    const { code, message } = error as Error & { readonly code: string }
    return [code, message]
  }
  return undefined
}
