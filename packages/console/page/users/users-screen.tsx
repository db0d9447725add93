import { UsersRound } from 'lucide-react'
import { useState } from 'react'
import { useUsers } from '../api/queries.ts'
import { useCaller, useMay } from '../shell/session-context.tsx'
import { useTexts } from '../texts/use-texts.tsx'
import { AddButton } from '../ui/button.tsx'
import { ListScreen } from '../ui/list-screen.tsx'
import { useSearch } from '../ui/use-search.ts'
import type { UserAction } from './user-actions.ts'
import { UserDialogs } from './user-dialogs.tsx'
import { UserTable } from './user-table.tsx'

/** All users, and what can be done with them. */
export function UsersScreen() {
  const { users: texts } = useTexts()
  const may = useMay()
  const { ownUsers } = useCaller()
  const search = useSearch()
  const [action, setAction] = useState<UserAction | undefined>(undefined)
  const list = useUsers(search.query)
  const newUser = ownUsers && may('users.edit') && (
    <AddButton onPress={() => setAction({ kind: 'new' })}>{texts.newUser}</AddButton>
  )
  return (
    <>
      <ListScreen texts={texts} icon={<UsersRound />} add={newUser} search={search} list={list}>
        {(users) => <UserTable users={users} onAction={setAction} />}
      </ListScreen>
      <UserDialogs action={action} onClose={() => setAction(undefined)} />
    </>
  )
}
