import { ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import { useRoles } from '../api/queries.ts'
import { useMay } from '../shell/session-context.tsx'
import { useTexts } from '../texts/use-texts.tsx'
import { AddButton } from '../ui/button.tsx'
import { ListScreen } from '../ui/list-screen.tsx'
import { useSearch } from '../ui/use-search.ts'
import type { RoleAction } from './role-actions.ts'
import { RoleDialogs } from './role-dialogs.tsx'
import { RoleTable } from './role-table.tsx'

/** All roles, and what can be done with them. */
export function RolesScreen() {
  const { roles: texts } = useTexts()
  const may = useMay()
  const search = useSearch()
  const [action, setAction] = useState<RoleAction | undefined>(undefined)
  const list = useRoles(search.query)
  const newRole = may('roles.edit') && (
    <AddButton onPress={() => setAction({ kind: 'new' })}>{texts.newRole}</AddButton>
  )
  return (
    <>
      <ListScreen texts={texts} icon={<ShieldCheck />} add={newRole} search={search} list={list}>
        {(roles) => <RoleTable roles={roles} onAction={setAction} />}
      </ListScreen>
      <RoleDialogs action={action} onClose={() => setAction(undefined)} />
    </>
  )
}
