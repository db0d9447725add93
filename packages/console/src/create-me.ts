import type { FetchHandler } from '@trilatch/core'
import { createApi } from './api/api.ts'
import { meHandlers } from './api/handlers/me.ts'
import { pathBelow } from './api/path.ts'
import { readOptions } from './options.ts'
import type { ConsoleAuthorizer } from './options.ts'

/**
 * What callers may ask about their own rights, as a handler of its own: `GET …/permissions` and `POST …/decisions`
 * below where it is mounted, for pages of the application.
 *
 * @throws TrilatchError `TRILATCH_OPTION_INVALID`
 */
export function createMe(options: { readonly authorizer: ConsoleAuthorizer }): FetchHandler {
  // It writes nothing, so it needs no address of its own.
  const settings = readOptions(options, {})
  const answer = createApi(meHandlers, settings)
  return { fetch: (request, context) => answer(request, context, `/me${pathBelow(request, context)}`) }
}
