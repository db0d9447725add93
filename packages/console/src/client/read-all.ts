import { ApiProblem } from './api-problem.ts'

/** The most items of a page. */
const mostItems = 200

/** How often a list is begun that changes while it is read. */
const maxTries = 5

interface PageAnswer {
  readonly body: unknown
  readonly version?: string | null
}

/** A page, as far as all lists have one alike. */
interface PageBody {
  readonly items: readonly unknown[]
  readonly next?: string
}

/** A whole list, and its version where it has one. */
export interface ReadList {
  readonly items: readonly unknown[]
  readonly version?: string | null
  readonly pages: readonly unknown[]
}

/** Which page is wanted. */
export interface Place {
  readonly limit: number
  readonly after?: string
}

type Ask = (query: Place) => Promise<PageAnswer>

async function readOnce(ask: Ask): Promise<ReadList> {
  const pages: PageBody[] = []
  for (let after: string | undefined; ;) {
    const { body, version } = await ask({ limit: mostItems, ...(after === undefined ? {} : { after }) })
    const page = body as PageBody
    pages.push(page)
    after = page.next
    if (after !== undefined) continue
    const items = pages.flatMap((one) => one.items)
    // The last page alone has the version of the whole.
    return version === undefined ? { items, pages } : { items, version, pages }
  }
}

/** All pages of a list as one, begun again where it changes on the way. */
export async function readAll(ask: Ask): Promise<ReadList> {
  for (let tries = 1; ; tries++) {
    try {
      return await readOnce(ask)
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status !== 409 || tries === maxTries) throw error
    }
  }
}
