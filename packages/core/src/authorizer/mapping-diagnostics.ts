import type { GroupSyntax } from '../mapping/group-pattern.ts'
import type { MappingFault } from '../mapping/mapping-table.ts'
import { mixedIn } from '../mapping/mixed-groups.ts'
import type { StoredPolicy } from '../store/store.ts'
import { shown } from './ignored-roles.ts'
import type { Diagnostic } from './diagnostics.ts'

/** Mapping rows that lead nobody anywhere, and groups that lead both to an administrator role and to an ordinary one. */
export function mappingDiagnostics(
  stored: StoredPolicy,
  faults: readonly MappingFault[],
  providers: ReadonlyMap<string, GroupSyntax>,
): Diagnostic[] {
  const unmatched = faults.map(({ index, row, why }): Diagnostic => ({
    kind: 'mapping-unmatched',
    severity: 'warning',
    role: row.roles[0] ?? '',
    message: `Mapping row ${index} (${shown(row.provider, 200)}, ${shown(row.group, 300)}) matches nobody: ${why}.`,
  }))
  const mixed = mixedIn(stored.roles, stored.mappings, providers).map(
    ({ administrator, message }): Diagnostic => ({
      kind: 'mapping-mixed',
      severity: 'warning',
      role: administrator,
      message,
    }),
  )
  return [...unmatched, ...mixed]
}
