import { answersChange } from '../../src/contract/tree-changes.ts'
import type { RuleChange, State, CellState, TreeRow } from '../api/client.ts'

/** One cell of the tree as somebody has set it, and not yet saved. */
export interface Cell {
  readonly permission: string
  /** Absent: every resource. */
  readonly context?: string
  readonly state: CellState
}

/** All that is set and not saved, by `cellKey`. */
export type Draft = ReadonlyMap<string, Cell>

export const noDraft: Draft = new Map()

export function cellKey(permission: string, context?: string): string {
  return context === undefined ? permission : `${permission}\n${context}`
}

/** What is saved of a cell. */
export function savedState(row: TreeRow | undefined, context?: string): CellState {
  if (context === undefined) return row?.state ?? 'unspecified'
  return row?.contexts.find((one) => one.context === context)?.state ?? 'unspecified'
}

/** The draft with one more cell; one that is as it is saved falls out. */
export function withCell(draft: Draft, cell: Cell, saved: CellState): Draft {
  const next = new Map(draft)
  const key = cellKey(cell.permission, cell.context)
  if (cell.state === saved) next.delete(key)
  else next.set(key, cell)
  return next
}

/** The draft as the API takes it. */
export function changesOf(draft: Draft): RuleChange[] {
  return [...draft.values()].map(({ permission, context, state }) => ({
    permission,
    ...(context === undefined ? {} : { context }),
    state,
  }))
}

/** A context row with the draft in it. */
export interface DraftContext {
  readonly context: string
  readonly state: CellState
  readonly saved: CellState
  readonly expected: State
}

/** A node with the draft in it. */
export interface DraftRow {
  readonly permission: string
  readonly title: string
  readonly path: string
  readonly depth: number
  /** Where it stands among all rows. */
  readonly at: number
  /** Of the node above it; -1 at the top. */
  readonly parent: number
  readonly isLeaf: boolean
  readonly state: CellState
  readonly saved: CellState
  readonly expected: State
  readonly effective: State
  /** Whether anything that is asked of it may be answered in another way, in a context too. */
  readonly isOther: boolean
  /** Title of the node above whose state is expected here; `undefined` where none has one. */
  readonly source: string | undefined
  readonly contexts: readonly DraftContext[]
}

const noContexts: readonly DraftContext[] = []

function contextsOf(
  row: TreeRow,
  added: readonly Cell[] | undefined,
  draft: Draft,
  effective: State,
): readonly DraftContext[] {
  // Most nodes have none, and all of them are drawn anew when one changes.
  if (row.contexts.length === 0 && added === undefined) return noContexts
  const known = new Set(row.contexts.map(({ context }) => context))
  const contexts: DraftContext[] = row.contexts.map(({ context, state }) => ({
    context,
    saved: state,
    state: draft.get(cellKey(row.permission, context))?.state ?? state,
    expected: effective,
  }))
  for (const { context, state } of added ?? [])
    if (context !== undefined && !known.has(context))
      contexts.push({ context, saved: 'unspecified', state, expected: effective })
  return contexts
}

/** The tree as it would be with the draft: what the server says of one role, done again for what is not saved. */
export function drawTree(rows: readonly TreeRow[], draft: Draft): readonly DraftRow[] {
  const added = Map.groupBy(
    [...draft.values()].filter(({ context }) => context !== undefined),
    ({ permission }) => permission,
  )
  const drawn: DraftRow[] = []
  const above: number[] = []
  for (const [at, row] of rows.entries()) {
    above.length = row.depth
    const parent = above.at(-1) ?? -1
    above.push(at)
    const over = drawn[parent]
    const state = draft.get(row.permission)?.state ?? row.state
    const expected = over?.effective ?? 'forbidden'
    const effective = state === 'unspecified' ? expected : state
    const source = over === undefined ? undefined : over.state === 'unspecified' ? over.source : over.title
    drawn.push({
      permission: row.permission,
      title: row.title,
      path: row.path,
      depth: row.depth,
      at,
      parent,
      isLeaf: (rows[at + 1]?.depth ?? 0) <= row.depth,
      state,
      saved: row.state,
      expected,
      effective,
      isOther: false,
      source,
      contexts: contextsOf(row, added.get(row.permission), draft, effective),
    })
  }
  if (draft.size === 0) return drawn
  const answers = answersChange(rows, drawn)
  return drawn.map((row, at) => (answers[at] === true ? { ...row, isOther: true } : row))
}
