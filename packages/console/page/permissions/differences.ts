import type { RoleTree, CellState, TreeRow } from '../api/client.ts'
import { cellKey, savedState } from './draft.ts'
import type { Draft } from './draft.ts'

/** A cell that somebody else has changed. */
export interface Difference {
  readonly key: string
  readonly path: string
  readonly context?: string
  readonly before: CellState
  readonly after: CellState
  /** It is changed here too, and not saved. */
  readonly isMine: boolean
}

/** What differs between two states of the same role. */
export function differencesOf(before: RoleTree, after: RoleTree, draft: Draft): readonly Difference[] {
  const [then, now] = [before, after].map(
    ({ rows }) => new Map<string, TreeRow>(rows.map((row) => [row.permission, row])),
  ) as [Map<string, TreeRow>, Map<string, TreeRow>]
  const differences: Difference[] = []
  for (const row of [...after.rows, ...before.rows.filter(({ permission }) => !now.has(permission))]) {
    const [one, other] = [then.get(row.permission), now.get(row.permission)]
    const contexts = new Set(
      [one, other].flatMap((side) => side?.contexts.map(({ context }) => context) ?? []),
    )
    for (const context of [undefined, ...contexts]) {
      const [was, is] = [savedState(one, context), savedState(other, context)]
      const key = cellKey(row.permission, context)
      if (was === is) continue
      differences.push({
        key,
        path: row.path,
        ...(context === undefined ? {} : { context }),
        before: was,
        after: is,
        isMine: draft.has(key),
      })
    }
  }
  return differences
}
