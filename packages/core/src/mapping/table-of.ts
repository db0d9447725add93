import type { MappingRow } from '../policy/policy.ts'
import type { GroupSyntax } from './group-pattern.ts'
import { MappingTable } from './mapping-table.ts'

interface Made {
  readonly providers: ReadonlyMap<string, GroupSyntax>
  readonly table: MappingTable
}

const made = new WeakMap<readonly MappingRow[], Made>()

/** The table of rows, made once for each list of them: lists are replaced and never edited. */
export function tableOf(
  rows: readonly MappingRow[],
  providers: ReadonlyMap<string, GroupSyntax>,
): MappingTable {
  const found = made.get(rows)
  if (found?.providers === providers) return found.table
  const table = new MappingTable(rows, providers)
  made.set(rows, { providers, table })
  return table
}
