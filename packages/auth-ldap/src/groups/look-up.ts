import type { Connection } from '../connection/connection.ts'
import type { Entry } from '../entry/entry.ts'
import type { GroupOrigin } from '../options/ldap-options.ts'
import type { Settings } from '../options/settings.ts'
import { byMemberOf } from './by-member-of.ts'
import { bySearch } from './by-search.ts'
import { byTokenGroups } from './by-token-groups.ts'
import { FoundGroups } from './found-groups.ts'
import type { ParentCache } from './parent-cache.ts'

/** What finding somebody's groups takes. */
export interface LookUp {
  readonly connection: Connection
  readonly settings: Settings
  readonly signal: AbortSignal
  /** What groups are in, for passes over many people. */
  readonly parents?: ParentCache
}

/** Where groups come from, for an entry. */
export function originOf(entry: Entry, { groups }: Settings): Exclude<GroupOrigin, 'auto'> {
  if (groups.from !== 'auto') return groups.from
  const isWindows = entry.bytes('objectGUID').length > 0 && entry.bytes('objectSid').length > 0
  if (isWindows) return 'tokenGroups'
  return groups.isSearched ? 'search' : 'memberOf'
}

/**
 * All groups of an entry. What it gives is whole: whatever could not be found out throws.
 *
 * @throws DirectoryError
 */
export async function lookUpGroups(look: LookUp, entry: Entry): Promise<FoundGroups> {
  const found = new FoundGroups(look.settings.groups)
  const origin = originOf(entry, look.settings)
  if (origin === 'tokenGroups') await byTokenGroups(look, entry, found)
  else if (origin === 'search') await bySearch(look, entry, found)
  else if (origin === 'memberOf') await byMemberOf(look, entry, found)
  return found
}
