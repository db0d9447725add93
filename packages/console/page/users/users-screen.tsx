import { Plus, SearchX, UsersRound } from 'lucide-react'
import { useState } from 'react'
import { useUsers } from '../api/queries.ts'
import { useCaller, useMay } from '../shell/session-context.tsx'
import { useTexts } from '../texts/use-texts.tsx'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { More } from '../ui/more.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { Search } from '../ui/search.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { useSettled } from '../ui/use-settled.ts'
import type { UserAction } from './user-actions.ts'
import { UserDialogs } from './user-dialogs.tsx'
import { UserTable } from './user-table.tsx'

/** All users, and what can be done with them. */
export function UsersScreen() {
  const texts = useTexts()
  const may = useMay()
  const { ownUsers } = useCaller()
  const [search, setSearch] = useState('')
  const [action, setAction] = useState<UserAction | undefined>(undefined)
  const query = useSettled(search.trim())
  const list = useUsers(query)
  const users = list.data?.pages.flatMap(({ items }) => items)
  const newUser = ownUsers && may('users.edit') && (
    <Button
      look="accent"
      icon={<Plus className="icon" aria-hidden="true" />}
      onPress={() => setAction({ kind: 'new' })}
    >
      {texts.users.newUser}
    </Button>
  )
  return (
    <>
      <PageHead title={texts.users.title} actions={newUser}>
        {texts.users.about}
      </PageHead>
      <div className="toolbar">
        <Search label={texts.users.search} value={search} onChange={setSearch} />
      </div>
      <div className="card">
        {list.isError ? (
          <ProblemNote problem={list.error} onRetry={() => void list.refetch()} />
        ) : users === undefined ? (
          <Skeleton />
        ) : users.length > 0 ? (
          <UserTable users={users} onAction={setAction} />
        ) : query === '' ? (
          <Empty icon={<UsersRound />} title={texts.users.empty} action={newUser}>
            {texts.users.emptyAbout}
          </Empty>
        ) : (
          <Empty icon={<SearchX />} title={texts.common.nothingFound}>
            {texts.common.nothingFoundFor(query)}
          </Empty>
        )}
        <More {...list} />
      </div>
      <UserDialogs action={action} onClose={() => setAction(undefined)} />
    </>
  )
}
