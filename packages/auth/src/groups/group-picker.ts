import { TrilatchError, unavailable } from '@trilatch/core'
import type { FoundGroups } from '../group-source.ts'
import { tellOperators } from '../ports.ts'
import type { Strategy } from '../strategy.ts'
import { searchableProviders, searchGroups } from './search-groups.ts'
import type { GroupSearch } from './search-groups.ts'

/** How long one search may take, in milliseconds. */
const searchMs = 10_000

/** Looks for groups on behalf of whoever edits a role, for a console that knows nothing of strategies. */
export interface GroupPicker {
  /** The ids of those that can be asked. Empty: no directory is configured, and nothing can be picked. */
  readonly providers: readonly string[]
  /**
   * Groups below the base of a directory, in pages of 1 to 200 (default 50), ordered by name.
   *
   * @param search `text`, at most 64 characters, is looked for in names and titles; `after` is the `next` of the page
   * before.
   * @throws TrilatchError `TRILATCH_PROVIDER_UNKNOWN` and `TRILATCH_OPTION_INVALID` (422), `TRILATCH_UNAVAILABLE` (503)
   * where the directory does not answer within ten seconds, or fails; operators are told why
   */
  search(search: GroupSearch, signal?: AbortSignal): Promise<FoundGroups>
}

/** Also for a strategy that takes no notice of its signal. */
const endOf = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    const end = (): void => reject(signal.reason as Error)
    if (signal.aborted) end()
    else signal.addEventListener('abort', end, { once: true })
  })

/** The picker of these strategies, for the option `groupPicker` of a console; those that cannot look for groups are left out. */
export function groupPicker(strategies: readonly Strategy[]): GroupPicker {
  return Object.freeze({
    providers: Object.freeze(searchableProviders(strategies)),
    search: async (search, signal) => {
      const deadline = AbortSignal.timeout(searchMs)
      const limited = signal === undefined ? deadline : AbortSignal.any([signal, deadline])
      try {
        return await Promise.race([searchGroups(strategies, search, limited), endOf(limited)])
      } catch (error) {
        if (error instanceof TrilatchError) throw error
        const strategy = strategies.find(({ id }) => id === search.provider) as Strategy
        tellOperators(strategy, 'cannot look for groups', error)
        throw unavailable(`${strategy.title} does not answer.`)
      }
    },
  } satisfies GroupPicker)
}
