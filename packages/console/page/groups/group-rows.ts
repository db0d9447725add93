import type { MappingRow, RoleGroup } from '../api/types.ts'

/** A group that leads to one role. */
export interface GroupRow extends RoleGroup {
  readonly role: string
}

/** The mapping rows, one for each group and role. */
export function groupRowsOf(rows: readonly MappingRow[]): readonly GroupRow[] {
  return rows.flatMap(({ roles, ...group }) => roles.map((role) => ({ ...group, role })))
}

export function groupKey({ provider, group, role, scope, minAccess, mode }: GroupRow): string {
  return JSON.stringify([provider, group, role, scope, minAccess, mode])
}
