import type { DraftContext, DraftRow } from './draft.ts'
import { cellKey } from './draft.ts'

/** One line of the treegrid: a node, or a context beneath it. */
export interface Line {
  readonly key: string
  /** From 1. */
  readonly level: number
  /** `undefined`: there is nothing beneath. */
  readonly isExpanded: boolean | undefined
  readonly row: DraftRow
  readonly context?: DraftContext
}

/** The nodes with all that stand above them. */
export function withAncestors(
  rows: readonly { readonly parent: number }[],
  found: ReadonlySet<number>,
): Set<number> {
  const kept = new Set<number>()
  for (const at of found)
    for (let node = at; node !== -1 && !kept.has(node); node = rows[node]?.parent ?? -1) kept.add(node)
  return kept
}

/**
 * What is to be seen of a tree.
 *
 * @param kept Nodes that a search has left; absent without one. While searching, nothing is collapsed.
 */
export function linesOf(
  rows: readonly DraftRow[],
  collapsed: ReadonlySet<string>,
  kept: ReadonlySet<number> | undefined,
): readonly Line[] {
  const lines: Line[] = []
  let hiddenBelow = Number.POSITIVE_INFINITY
  for (const row of rows) {
    if (kept !== undefined && !kept.has(row.at)) continue
    if (row.depth > hiddenBelow) continue
    hiddenBelow = Number.POSITIVE_INFINITY
    const hasMore = !row.isLeaf || row.contexts.length > 0
    const isCollapsed = kept === undefined && hasMore && collapsed.has(row.permission)
    lines.push({
      key: row.permission,
      level: row.depth + 1,
      isExpanded: hasMore ? !isCollapsed : undefined,
      row,
    })
    if (isCollapsed) hiddenBelow = row.depth
    else
      for (const context of row.contexts)
        lines.push({
          key: cellKey(row.permission, context.context),
          level: row.depth + 2,
          isExpanded: undefined,
          row,
          context,
        })
  }
  return lines
}
