import type { FetchHandler } from '@trilatch/core'
import { problemAnswer } from './api/answers.ts'
import { createApi } from './api/api.ts'
import { handlers } from './api/handlers/index.ts'
import { pathBelow } from './api/path.ts'
import { readOptions } from './options.ts'
import type { ConsoleOptions } from './options.ts'
import { answerPage } from './page/answer-page.ts'

/**
 * The administration of an application, to be mounted under any path: `app.use('/admin', mount(console))`. The API is
 * at `api/` below it, and the page at its top.
 *
 * @throws TrilatchError `TRILATCH_OPTION_INVALID`
 */
export function createConsole(options: ConsoleOptions): FetchHandler {
  const settings = readOptions(options, process.env)
  const answer = createApi(handlers, settings)
  return {
    fetch: (request, context) => {
      const path = pathBelow(request, context)
      if (path.startsWith('/api/')) return answer(request, context, path.slice('/api'.length))
      try {
        return answerPage(request, path, settings.signInUrl ?? context.signIn)
      } catch (error) {
        return problemAnswer(error, settings)
      }
    },
  }
}
