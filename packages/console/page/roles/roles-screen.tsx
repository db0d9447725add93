import { Plus, SearchX, ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import { useRoles } from '../api/queries.ts'
import { useMay } from '../shell/session-context.tsx'
import { useTexts } from '../texts/use-texts.tsx'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { More } from '../ui/more.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { Search } from '../ui/search.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { useSettled } from '../ui/use-settled.ts'
import type { RoleAction } from './role-actions.ts'
import { RoleDialogs } from './role-dialogs.tsx'
import { RoleTable } from './role-table.tsx'

/** All roles, and what can be done with them. */
export function RolesScreen() {
  const texts = useTexts()
  const may = useMay()
  const [search, setSearch] = useState('')
  const [action, setAction] = useState<RoleAction | undefined>(undefined)
  const query = useSettled(search.trim())
  const list = useRoles(query)
  const roles = list.data?.pages.flatMap(({ items }) => items)
  const newRole = may('roles.edit') && (
    <Button
      look="accent"
      icon={<Plus className="icon" aria-hidden="true" />}
      onPress={() => setAction({ kind: 'new' })}
    >
      {texts.roles.newRole}
    </Button>
  )
  return (
    <>
      <PageHead title={texts.roles.title} actions={newRole}>
        {texts.roles.about}
      </PageHead>
      <div className="toolbar">
        <Search label={texts.roles.search} value={search} onChange={setSearch} />
      </div>
      <div className="card">
        {list.isError ? (
          <ProblemNote problem={list.error} onRetry={() => void list.refetch()} />
        ) : roles === undefined ? (
          <Skeleton />
        ) : roles.length > 0 ? (
          <RoleTable roles={roles} onAction={setAction} />
        ) : query === '' ? (
          <Empty icon={<ShieldCheck />} title={texts.roles.empty} action={newRole}>
            {texts.roles.emptyAbout}
          </Empty>
        ) : (
          <Empty icon={<SearchX />} title={texts.common.nothingFound}>
            {texts.common.nothingFoundFor(query)}
          </Empty>
        )}
        <More {...list} />
      </div>
      <RoleDialogs action={action} onClose={() => setAction(undefined)} />
    </>
  )
}
