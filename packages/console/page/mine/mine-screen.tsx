import { KeyRound, SearchX } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useMyPermissions } from '../api/queries.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Empty } from '../ui/empty.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { Search } from '../ui/search.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { TreeGrid } from '../ui/tree-grid.tsx'
import { mineCells } from './mine-cells.tsx'
import { mineLines } from './mine-lines.ts'

/** What the caller may do: open to everybody who is signed in, and about nobody else. */
export function MineScreen() {
  const texts = useTexts()
  const own = useMyPermissions()
  const [search, setSearch] = useState('')
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set())
  const permissions = own.data?.permissions
  const lines = useMemo(
    () => mineLines(permissions ?? [], collapsed, search),
    [permissions, collapsed, search],
  )
  const toggle = (key: string, isExpanded: boolean): void => {
    const next = new Set(collapsed)
    if (isExpanded) next.delete(key)
    else next.add(key)
    setCollapsed(next)
  }
  return (
    <>
      <PageHead title={texts.mine.title}>{texts.mine.about}</PageHead>
      <div className="toolbar">
        <Search label={texts.mine.search} value={search} onChange={setSearch} />
      </div>
      <div className="card tree-card">
        {own.isError ? (
          <ProblemNote problem={own.error} onRetry={() => void own.refetch()} />
        ) : permissions === undefined ? (
          <Skeleton />
        ) : lines.length > 0 ? (
          <TreeGrid
            label={texts.mine.tree}
            columns={[texts.permissions.permission, texts.mine.state, texts.mine.where]}
            lines={lines}
            nameOf={({ own }) => own.title}
            renderCells={(line) => mineCells(line, texts, (isExpanded) => toggle(line.key, isExpanded))}
            onToggle={({ key }, isExpanded) => toggle(key, isExpanded)}
          />
        ) : (
          <Empty icon={search === '' ? <KeyRound /> : <SearchX />} title={texts.common.nothingFound}>
            {search === '' ? undefined : texts.common.nothingFoundFor(search)}
          </Empty>
        )}
      </div>
    </>
  )
}
