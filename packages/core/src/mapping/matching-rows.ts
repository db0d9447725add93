import { own } from '../own.ts'
import type { MappingRow } from '../policy/policy.ts'
import type { GroupMembership } from '../store/provider-groups.ts'
import type { GroupSyntax } from './group-pattern.ts'
import { MappingTable } from './mapping-table.ts'

/** A row that groups lead through. */
export interface MatchingRow {
  readonly row: MappingRow
  /** The group that matched; absent for `everyone`. */
  readonly by?: string
}

/**
 * The mapping rows that somebody's groups lead through, in order: for people who ask why somebody has a role, or
 * has it not. Pure.
 */
export function matchingRows(
  rows: readonly MappingRow[],
  provider: string,
  syntax: GroupSyntax,
  groups: readonly GroupMembership[],
): readonly MatchingRow[] {
  return rows.flatMap((row) => {
    const [scope, minAccess] = [own(row, 'scope'), own(row, 'minAccess')]
    const plain: MappingRow = {
      provider: row.provider,
      group: row.group,
      roles: row.roles,
      ...(scope === undefined ? {} : { scope }),
      ...(minAccess === undefined ? {} : { minAccess }),
    }
    const [given] = new MappingTable([plain], new Map([[provider, syntax]])).rolesOf(provider, groups)
    if (given === undefined) return []
    const by = given.mapped?.by
    return [by === undefined ? { row } : { row, by }]
  })
}
