import type { IncomingMessage, ServerResponse } from 'node:http'
import { faultReporter, problemOf } from '@trilatch/core'
import { neverSwallows } from './coverage/error-handlers.ts'
import { send } from './send.ts'

/**
 * Error-handling middleware that answers Trilatch's refusals as `application/problem+json` (RFC 9457) and leaves
 * every other error alone. Put it behind the routes. The operator is told what callers are not: `TRILATCH_REQUEST_FAILED`.
 */
export function problemDetails(
  ...uncalled: readonly never[]
): (
  error: unknown,
  request: IncomingMessage,
  response: ServerResponse,
  next: (error: unknown) => void,
) => void {
  const report = faultReporter(uncalled)
  // Express recognises error handlers by their four parameters.
  return neverSwallows(function problemDetails(error, _request, response, next) {
    const problem = problemOf(error)
    if (problem === undefined || response.headersSent) return next(error)
    report(error)
    send(problem, response)
  })
}
