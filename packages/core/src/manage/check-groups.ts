import { MappingTable } from '../mapping/mapping-table.ts'
import type { MappingRow } from '../policy/policy.ts'
import { PolicyError } from '../policy/policy-error.ts'
import type { PlanState } from './plan.ts'

/**
 * Refuses new mapping rows that would lead nobody anywhere; those that are there already stay, for another application
 * may know their provider.
 */
export function checkGroups({ policy, providers }: PlanState, rows: readonly MappingRow[]): void {
  const known = new Set(policy.mappings.map((row) => JSON.stringify(row)))
  const issues = new MappingTable(rows, providers).faults
    .filter(({ row }) => !known.has(JSON.stringify(row)))
    .map(({ index, row, why }) => ({
      code: 'TRILATCH_MAPPING_INVALID' as const,
      path: ['mappings', index, 'group'],
      message: `${JSON.stringify(row.group)} would match nobody: ${why}`,
    }))
  if (issues.length > 0) throw new PolicyError('the mappings', issues, { status: 422 })
}
