import type { FetchHandler } from '@trilatch/core'
import { createApi } from './api/api.ts'
import { handlers } from './api/handlers/index.ts'
import { pathBelow } from './api/path.ts'
import { readOptions } from './options.ts'
import type { ConsoleOptions } from './options.ts'

/**
 * The administration of an application, to be mounted under any path: `app.use('/admin', mount(console))`. The API is
 * at `api/` below it.
 *
 * @throws TrilatchError `TRILATCH_OPTION_INVALID`
 */
export function createConsole(options: ConsoleOptions): FetchHandler {
  const settings = readOptions(options, process.env)
  const answer = createApi(handlers, settings)
  return {
    fetch: (request, context) => {
      const path = pathBelow(request, context)
      // Everything else will be the page's.
      return answer(request, context, path.startsWith('/api/') ? path.slice('/api'.length) : '')
    },
  }
}
