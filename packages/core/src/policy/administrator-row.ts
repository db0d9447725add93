import { own } from '../own.ts'
import type { MappingRow } from './policy.ts'

/** Whether a row may lead to administrator roles: from one group that is written out, and without a scope. */
export function mayMakeAdministrators(row: MappingRow): boolean {
  return own(row, 'scope') === undefined && !row.group.includes('*') && row.group !== 'everyone'
}
