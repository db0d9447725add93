import type { Context } from 'koa'
import { faultReporter, problemOf } from '@trilatch/core'
import { isAnswered, send } from './send.ts'
import type { KoaMiddleware } from './trilatch.ts'

/**
 * Middleware that answers Trilatch's refusals as `application/problem+json` (RFC 9457) and throws every other error
 * on to the application. Put it first. What callers are not told, the operator is: the warning `TRILATCH_REQUEST_FAILED`.
 */
export function problemDetails(...uncalled: readonly never[]): KoaMiddleware {
  const report = faultReporter(uncalled)
  return async function problemDetails(ctx, next) {
    try {
      await next()
    } catch (error) {
      const problem = problemOf(error)
      if (problem === undefined || isAnswered(ctx as Context)) throw error
      report(error)
      send(problem, ctx as Context)
    }
  }
}
