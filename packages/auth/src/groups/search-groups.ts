import { TrilatchError } from '@trilatch/core'
import type { FoundGroups } from '../group-source.ts'
import type { Strategy } from '../strategy.ts'
import { groupStrategies } from './ask-groups.ts'

/** The longest `after`: names of groups are shorter. */
const longestAfter = 4_096

function improper(message: string): never {
  throw new TrilatchError('TRILATCH_OPTION_INVALID', `Cannot look for groups: ${message}`, { status: 422 })
}

/** Which groups are looked for. */
export interface GroupSearch {
  /** The strategy's id. */
  readonly provider: string
  /** In names and titles; at most 64 characters. Empty: all. */
  readonly text?: string
  /** The `next` of the page before. */
  readonly after?: string
  /** 1 to 200; default 50. */
  readonly limit?: number
}

/** The ids of the strategies whose groups can be looked for; empty: nothing can be picked. */
export function searchableProviders(strategies: readonly Strategy[]): readonly string[] {
  return groupStrategies(strategies).flatMap(({ id, groups }) => (groups.search === undefined ? [] : [id]))
}

/**
 * Looks for groups to pick for a role, in a directory or at a provider.
 *
 * @throws TrilatchError `TRILATCH_PROVIDER_UNKNOWN` where there is none to look in, `TRILATCH_OPTION_INVALID`, both 422;
 * and what the directory throws
 */
export async function searchGroups(
  strategies: readonly Strategy[],
  { provider, text = '', after, limit = 50 }: GroupSearch,
  signal: AbortSignal = AbortSignal.timeout(10_000),
): Promise<FoundGroups> {
  if (typeof text !== 'string' || text.length > 64 || !/^\P{Cc}*$/u.test(text) || !text.isWellFormed())
    improper('the `text` must be at most 64 characters.')
  if (!Number.isInteger(limit) || limit < 1 || limit > 200)
    improper('`limit` must be a whole number from 1 to 200.')
  if (after !== undefined && (typeof after !== 'string' || after.length > longestAfter))
    improper('`after` must be the `next` of a page.')
  const source = groupStrategies(strategies).find(({ id }) => id === provider)?.groups
  if (source?.search === undefined) {
    const known = searchableProviders(strategies)
    const which =
      known.length === 0
        ? 'no directory is configured'
        : `groups can be looked for in ${known.map((name) => JSON.stringify(name)).join(', ')}`
    const message = `Cannot look for groups of ${JSON.stringify(provider)}: ${which}`
    throw new TrilatchError('TRILATCH_PROVIDER_UNKNOWN', message, { status: 422 })
  }
  const found = await source.search({ text, limit, ...(after === undefined ? {} : { after }) }, signal)
  return { ...found, items: found.items.slice(0, limit) }
}
