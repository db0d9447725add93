import { own } from '../own.ts'
import type { MappingRow } from './policy.ts'

/** Whether a row may lead to administrator roles: from one group that is written out, and without a scope. */
export function mayMakeAdministrators(row: MappingRow): boolean {
  const group: unknown = own(row, 'group')
  // A store of somebody else's may hold anything.
  if (typeof group !== 'string' || own(row, 'scope') !== undefined) return false
  return !group.includes('*') && group !== 'everyone'
}
