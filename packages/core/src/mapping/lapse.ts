import type { GivenRole } from '../decision/holdings.ts'
import type { ProviderGroups } from '../store/provider-groups.ts'
import type { MappingTable } from './mapping-table.ts'

/** How long what a provider has said counts, in milliseconds from when it last said so. */
export interface GroupAges {
  readonly maxGroupAgeMs: number
  /** Of groups that lead to an administrator role. */
  readonly groupRefreshMs: number
}

/** The roles that groups lead to at one moment. */
export interface MappedRoles {
  readonly roles: readonly GivenRole[]
  /** Those that nobody has confirmed for too long. */
  readonly lapsed: readonly GivenRole[]
  /** When the first of the roles lapses, in the time of `verifiedAt`; `Infinity` where none will. */
  readonly until: number
}

const nothing: MappedRoles = Object.freeze({ roles: [], lapsed: [], until: Infinity })

/**
 * What somebody's groups give at a moment. Pure.
 *
 * @param administers Whether a role is an administrator role.
 */
export function mappedRoles(
  table: MappingTable,
  groups: readonly ProviderGroups[],
  ages: GroupAges,
  administers: (role: string) => boolean,
  now: number,
): MappedRoles {
  if (groups.length === 0) return nothing
  const roles: GivenRole[] = []
  const lapsed: GivenRole[] = []
  let until = Infinity
  for (const { provider, groups: names, verifiedAt } of groups) {
    for (const given of table.rolesOf(provider, names)) {
      const ends = verifiedAt + (administers(given.role) ? ages.groupRefreshMs : ages.maxGroupAgeMs)
      // A time that is none counts as over.
      if (now < ends) {
        roles.push(given)
        until = Math.min(until, ends)
      } else lapsed.push(given)
    }
  }
  return { roles, lapsed, until }
}
