import { useCallback, useEffect, useMemo, useState } from 'react'
import { useRoleTree } from '../api/queries.ts'
import type { RoleTree } from '../api/client.ts'
import { drawTree, noDraft, savedState, withCell } from './draft.ts'
import type { Cell, Draft } from './draft.ts'

/**
 * A role's tree and what somebody has changed in it. As long as anything is changed, the tree stays the one that it
 * was changed in: a write relies on that version, and must not pass over what others have written meanwhile.
 */
export function useDraft(role: string) {
  const asked = useRoleTree(role)
  const [base, setBase] = useState<RoleTree | undefined>(undefined)
  const [history, setHistory] = useState<readonly Draft[]>([noDraft])
  const draft = history.at(-1) ?? noDraft
  const newest = asked.data
  useEffect(() => {
    if (newest !== undefined && draft.size === 0) setBase(newest)
  }, [newest, draft.size])
  const tree = base ?? newest
  const rows = useMemo(() => drawTree(tree?.rows ?? [], draft), [tree, draft])
  const set = useCallback(
    (cell: Cell): void => {
      const row = tree?.rows.find(({ permission }) => permission === cell.permission)
      const saved = savedState(row, cell.context)
      setHistory((before) => [...before, withCell(before.at(-1) ?? noDraft, cell, saved)])
    },
    [tree],
  )
  return {
    asked,
    tree,
    draft,
    rows,
    set,
    undo: (): void => setHistory((before) => (before.length > 1 ? before.slice(0, -1) : before)),
    canUndo: history.length > 1,
    discard: (): void => setHistory([noDraft]),
    /** Puts what is changed upon another state of the tree. */
    moveTo: (next: RoleTree): void => {
      const rowsThen = new Map(next.rows.map((row) => [row.permission, row]))
      let moved = noDraft
      for (const cell of draft.values())
        moved = withCell(moved, cell, savedState(rowsThen.get(cell.permission), cell.context))
      setBase(next)
      setHistory(moved.size === 0 ? [noDraft] : [noDraft, moved])
    },
    /** Takes another state of the tree, and drops what is changed. */
    startFrom: (next: RoleTree | undefined): void => {
      if (next !== undefined) setBase(next)
      setHistory([noDraft])
    },
  }
}
