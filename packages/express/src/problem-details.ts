import type { IncomingMessage, ServerResponse } from 'node:http'
import { problemOf } from '@trilatch/core'
import { send } from './send.ts'

const own = new WeakSet<object>()

/** Whether an error handler may take an error for done and go on, as those of applications may and ours never does. */
export const maySwallow = (handler: object): boolean => !own.has(handler)

/**
 * Error-handling middleware that answers Trilatch's refusals as `application/problem+json` (RFC 9457) and leaves
 * every other error to the application. Put it behind the routes.
 */
export function problemDetails(): (
  error: unknown,
  request: IncomingMessage,
  response: ServerResponse,
  next: (error: unknown) => void,
) => void {
  // Express recognises error handlers by their four parameters.
  const handler = function problemDetails(
    error: unknown,
    _request: IncomingMessage,
    response: ServerResponse,
    next: (error: unknown) => void,
  ): void {
    const problem = problemOf(error)
    if (problem === undefined || response.headersSent) next(error)
    else send(problem, response)
  }
  own.add(handler)
  return handler
}
