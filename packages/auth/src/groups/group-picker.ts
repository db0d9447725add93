import { TrilatchError, unavailable } from '@trilatch/core'
import type { FoundGroups } from '../group-source.ts'
import { tellOperators } from '../ports.ts'
import type { Strategy } from '../strategy.ts'
import { groupStrategies } from './ask-groups.ts'
import { searchGroups } from './search-groups.ts'
import type { GroupSearch } from './search-groups.ts'

/** How long one search may take, in milliseconds. */
const searchMs = 10_000

/** A directory in which groups can be looked for. */
export interface PickableProvider {
  /** As mapping rows name it. */
  readonly id: string
  /** What people call it. */
  readonly title: string
}

/** Looks for groups on behalf of whoever edits a role, for a console that knows nothing of strategies. */
export interface GroupPicker {
  /** Empty: no directory is configured, and nothing can be picked. */
  readonly providers: readonly PickableProvider[]
  /**
   * Groups below the base of a directory, in pages of 1 to 200 (default 50), ordered by name.
   *
   * @param search `provider` may be left out where there is one alone; `text`, at most 64 characters, is looked for in
   * names and titles; `after` is the `next` of the page before.
   * @throws TrilatchError `TRILATCH_PROVIDER_UNKNOWN` and `TRILATCH_OPTION_INVALID` (422), `TRILATCH_UNAVAILABLE` (503)
   * where the directory does not answer within ten seconds, or fails; operators are told why
   */
  search(
    search: Omit<GroupSearch, 'provider'> & { readonly provider?: string },
    signal?: AbortSignal,
  ): Promise<FoundGroups>
}

/** Also for a strategy that takes no notice of its signal. */
const endOf = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    const end = (): void => reject(signal.reason as Error)
    if (signal.aborted) end()
    else signal.addEventListener('abort', end, { once: true })
  })

/** The picker of these strategies; those that cannot look for groups are left out. */
export function createGroupPicker(strategies: readonly Strategy[]): GroupPicker {
  const sources = groupStrategies(strategies).filter(({ groups }) => groups.search !== undefined)
  const only = sources.length === 1 ? sources[0]?.id : undefined
  return Object.freeze({
    providers: Object.freeze(sources.map(({ id, title }) => Object.freeze({ id, title }))),
    search: async ({ provider, ...search }, signal) => {
      const chosen = provider ?? only
      const deadline = AbortSignal.timeout(searchMs)
      const limited = signal === undefined ? deadline : AbortSignal.any([signal, deadline])
      const given = { ...search, provider: chosen ?? '' }
      try {
        return await Promise.race([searchGroups(strategies, given, limited), endOf(limited)])
      } catch (error) {
        if (error instanceof TrilatchError) throw error
        const strategy = sources.find(({ id }) => id === chosen) as Strategy
        tellOperators(strategy, 'cannot look for groups', error)
        throw unavailable(`${strategy.title} does not answer.`)
      }
    },
  } satisfies GroupPicker)
}
