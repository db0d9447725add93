import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Request } from 'express'
import { abortSignalOf, asError, mounted, sendFetchResponse, toFetchRequest } from '@trilatch/core'
import type { FetchHandler, RequestGuards } from '@trilatch/core'

/** Middleware that answers with a framework-free handler, under whatever path it is mounted. */
export function mountHandler<Name extends string>(
  handler: FetchHandler,
  guards: RequestGuards<Name, Request>,
): (message: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => void {
  const answer = async (request: Request, response: ServerResponse): Promise<void> => {
    const context = await mounted(guards, request, request.baseUrl, request.ip)
    const asked = toFetchRequest(request, request.originalUrl, abortSignalOf(response))
    await sendFetchResponse(await handler.fetch(asked, context), response, request.method)
  }
  return (message, response, next) => {
    answer(message as Request, response).catch((error: unknown) => {
      // A caller who hung up is nobody's error.
      if (response.headersSent || response.destroyed) response.destroy()
      else next(asError(error))
    })
  }
}
