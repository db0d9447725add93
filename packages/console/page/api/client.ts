import { ApiProblem, createConsoleClient } from '../../src/client/index.ts'

export { ApiProblem } from '../../src/client/index.ts'
export type * from '../../src/client/index.ts'

/**
 * The API, which lies below the page's own address without what is behind `#`, wherever both are mounted.
 *
 * Where no answer comes it throws an ApiProblem too, of status 0.
 */
export const api = createConsoleClient({
  base: new URL('api/', document.baseURI.split('#', 1)[0]),
  fetch: async (url, init) => {
    try {
      return await fetch(url, init)
    } catch (error) {
      if (init.signal?.aborted === true) throw error
      throw new ApiProblem(0, undefined)
    }
  },
})
