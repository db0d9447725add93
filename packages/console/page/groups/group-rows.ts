import type { MappingRow, RoleGroup } from '../api/client.ts'

/** A group that leads to one role. */
export interface GroupRow extends RoleGroup {
  readonly role: string
}

/** The mapping rows, one for each group and role. */
export function groupRowsOf(rows: readonly MappingRow[]): readonly GroupRow[] {
  return rows.flatMap(({ roles, ...group }) => roles.map((role) => ({ ...group, role })))
}

/** The rows of one role, or of all, in which something is called like this. */
export function groupsFound(
  rows: readonly GroupRow[],
  role: string,
  query: string,
  titleOf: (role: string) => string,
): readonly GroupRow[] {
  const wanted = query.toLowerCase()
  return rows.filter(
    (row) =>
      (role === '' || row.role === role) &&
      [row.group, row.provider, row.scope, row.role, titleOf(row.role)].some((text) =>
        text?.toLowerCase().includes(wanted),
      ),
  )
}

export function groupKey({ provider, group, role, scope, minAccess, mode }: GroupRow): string {
  return JSON.stringify([provider, group, role, scope, minAccess, mode])
}
