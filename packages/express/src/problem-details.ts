import type { IncomingMessage, ServerResponse } from 'node:http'
import { faultReporter, problemOf, refusePassedMaker } from '@trilatch/core'
import { neverSwallows } from './coverage/error-handlers.ts'
import { send } from './send.ts'

/**
 * Error-handling middleware that answers Trilatch's refusals as `application/problem+json` (RFC 9457) and leaves
 * every other error to the application. Put it behind the routes. What callers are not told, the operator is: the
 * warning `TRILATCH_REQUEST_FAILED`.
 *
 * @param uncalled Nothing. It is here so that passing it without a call neither compiles nor goes unnoticed.
 */
export function problemDetails(
  ...uncalled: readonly never[]
): (
  error: unknown,
  request: IncomingMessage,
  response: ServerResponse,
  next: (error: unknown) => void,
) => void {
  refusePassedMaker('problemDetails', uncalled, '()')
  const report = faultReporter()
  // Express recognises error handlers by their four parameters.
  return neverSwallows(function problemDetails(error, _request, response, next) {
    const problem = problemOf(error)
    if (problem === undefined || response.headersSent) return next(error)
    report(error)
    send(problem, response)
  })
}
