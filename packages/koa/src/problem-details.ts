import type { Context } from 'koa'
import { problemOf } from '@trilatch/core'
import { isAnswered, send } from './send.ts'
import type { KoaMiddleware } from './trilatch.ts'

/**
 * Middleware that answers Trilatch's refusals as `application/problem+json` (RFC 9457) and throws every other error
 * on to the application. Put it first.
 */
export function problemDetails(): KoaMiddleware {
  return async function problemDetails(ctx, next) {
    try {
      await next()
    } catch (error) {
      const problem = problemOf(error)
      if (problem === undefined || isAnswered(ctx as Context)) throw error
      send(problem, ctx as Context)
    }
  }
}
