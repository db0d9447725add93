import { ask } from './ask.ts'
import { hasStatus } from './problem.ts'
import type { Page } from './types.ts'

/** The most items that the API puts on a page. */
const pageSize = 200

/** How often a list is begun that changes while it is read. */
const maxTries = 5

async function readOnce<Shown extends Page<unknown>>(
  path: string,
  query: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<readonly Shown[]> {
  const pages: Shown[] = []
  for (let after: string | undefined = ''; after !== undefined; after = pages.at(-1)?.next)
    pages.push(await ask<Shown>(path, { query: { ...query, limit: pageSize, after }, signal }))
  return pages
}

/**
 * All pages of a list, of one version: what changes on the way is read again from its beginning.
 *
 * @throws Problem what one of them was refused with
 */
export async function readWhole<Shown extends Page<unknown>>(
  path: string,
  query: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<readonly Shown[]> {
  for (let tries = 1; ; tries++) {
    try {
      return await readOnce<Shown>(path, query, signal)
    } catch (problem) {
      if (!hasStatus(problem, 409) || tries === maxTries) throw problem
    }
  }
}
