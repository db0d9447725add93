import type { MappingRow, Role } from '../policy/policy.ts'
import type { Operation } from './store.ts'

/** The roles that operations write, by id, as they leave them; `undefined`: removed. */
export function writtenRoles(operations: readonly Operation[]): ReadonlyMap<string, Role | undefined> {
  const written = new Map<string, Role | undefined>()
  for (const operation of operations)
    if (operation.kind === 'put-role') written.set(operation.role.id, operation.role)
    else if (operation.kind === 'remove-role') written.set(operation.id, undefined)
  return written
}

/** The mapping rows as operations leave them: the same list where they write none. */
export function rowsAfter(
  rows: readonly MappingRow[],
  operations: readonly Operation[],
): readonly MappingRow[] {
  let after = rows
  for (const operation of operations) if (operation.kind === 'put-mappings') after = operation.rows
  return after
}
