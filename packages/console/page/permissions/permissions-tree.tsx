import { SearchX } from 'lucide-react'
import { useCallback, useMemo, useState } from 'react'
import type { CellState } from '../api/client.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { TreeGrid } from '../ui/tree-grid.tsx'
import { ContextDialog } from './context-dialog.tsx'
import { linesOf, withAncestors } from './lines.ts'
import type { Line } from './lines.ts'
import { cellsOf } from './permission-cells.tsx'
import { SaveBar } from './save-bar.tsx'
import { anything, findRows, isSearching, textsToSearch } from './search.ts'
import { SearchBar } from './search-bar.tsx'
import type { useDraft } from './use-draft.ts'

export interface PermissionsTreeProps {
  readonly draft: ReturnType<typeof useDraft>
  readonly role: string
  readonly title: string
  readonly isReadOnly: boolean
}

/** A tree of more nodes than this begins folded below its second level. */
const manyRows = 400

const keys: Readonly<Record<string, CellState>> = { g: 'granted', f: 'forbidden', u: 'unspecified' }

function lookOf({ row, context }: Line): string {
  const { state, saved } = context ?? row
  const changed = state === saved ? '' : ' changed'
  const affected = context === undefined && row.isOther ? ' affected' : ''
  const gone = context !== undefined && state === 'unspecified' ? ' gone' : ''
  return `${context === undefined ? '' : 'context-row'}${changed}${affected}${gone}`
}

export function PermissionsTree({ draft, role, title, isReadOnly }: PermissionsTreeProps) {
  const texts = useTexts()
  const saved = useMemo(() => draft.tree?.rows ?? [], [draft.tree])
  const [search, setSearch] = useState(anything)
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(
    () =>
      new Set(
        saved.length > manyRows
          ? saved.flatMap(({ depth, permission }) => (depth > 0 ? [permission] : []))
          : [],
      ),
  )
  const [adding, setAdding] = useState<Line | undefined>(undefined)
  const isAsked = isSearching(search)
  const toSearch = useMemo(() => (isAsked ? textsToSearch(saved) : []), [saved, isAsked])
  const lines = useMemo(() => {
    const kept = isAsked ? withAncestors(draft.rows, findRows(saved, toSearch, search)) : undefined
    return linesOf(draft.rows, collapsed, kept)
  }, [draft.rows, saved, toSearch, isAsked, search, collapsed])
  const toggle = useCallback((line: Line, isExpanded: boolean): void => {
    setCollapsed((before) => {
      const next = new Set(before)
      if (isExpanded) next.delete(line.row.permission)
      else next.add(line.row.permission)
      return next
    })
  }, [])
  const { set } = draft
  const setState = useCallback(
    ({ row, context }: Line, state: CellState): void =>
      set({
        permission: row.permission,
        ...(context === undefined ? {} : { context: context.context }),
        state,
      }),
    [set],
  )
  // The same function as long as nothing of it changes: lines are not drawn again for what they do not show.
  const renderCells = useCallback(
    (line: Line, isActive: boolean) =>
      cellsOf(line, isActive, {
        texts,
        isReadOnly,
        onToggle: toggle,
        onState: setState,
        onAddContext: setAdding,
      }),
    [texts, isReadOnly, toggle, setState],
  )
  return (
    <>
      <SearchBar
        search={search}
        onSearch={setSearch}
        onFold={(isFolded) =>
          setCollapsed(
            new Set(
              isFolded ? saved.flatMap(({ depth, permission }) => (depth > 0 ? [permission] : [])) : [],
            ),
          )
        }
      />
      <div className="card tree-card">
        {lines.length === 0 ? (
          <Empty
            icon={<SearchX />}
            title={texts.permissions.noMatch}
            action={<Button onPress={() => setSearch(anything)}>{texts.common.clearFilters}</Button>}
          />
        ) : (
          <TreeGrid
            label={texts.permissions.tree(title)}
            columns={[texts.permissions.permission, texts.permissions.state, texts.permissions.expected]}
            lines={lines}
            nameOf={({ row, context }) =>
              context === undefined ? row.title : texts.permissions.ofContext(row.title, context.context)
            }
            lookOf={lookOf}
            renderCells={renderCells}
            onToggle={toggle}
            onKey={(line, key) => {
              const state = keys[key.toLowerCase()]
              if (state !== undefined && !isReadOnly) setState(line, state)
            }}
          />
        )}
      </div>
      <p className="soft small keys">{isReadOnly ? texts.permissions.readOnly : texts.permissions.keys}</p>
      {adding !== undefined && (
        <ContextDialog
          row={adding.row}
          onAdd={(context, state) => set({ permission: adding.row.permission, context, state })}
          onClose={() => setAdding(undefined)}
        />
      )}
      <SaveBar draft={draft} role={role} />
    </>
  )
}
