import type { MappingFault } from '../mapping/mapping-table.ts'
import { shown } from './ignored-roles.ts'
import type { Diagnostic } from './diagnostics.ts'

/** Mapping rows that lead nobody anywhere. */
export function mappingDiagnostics(faults: readonly MappingFault[]): Diagnostic[] {
  return faults.map(({ index, row, why }) => ({
    kind: 'mapping-unmatched',
    severity: 'warning',
    role: row.roles[0] ?? '',
    message: `Mapping row ${index} (${shown(row.provider, 200)}, ${shown(row.group, 300)}) matches nobody: ${why}.`,
  }))
}
