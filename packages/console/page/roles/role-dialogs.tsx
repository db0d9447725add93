import { api } from '../api/client.ts'
import { refresh } from '../api/queries.ts'
import { MembersDialog } from '../members/members-dialog.tsx'
import { useTexts } from '../texts/use-texts.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { tell } from '../ui/toasts.tsx'
import type { RoleAction } from './role-actions.ts'
import { RoleForm } from './role-form.tsx'

export interface RoleDialogsProps {
  readonly action: RoleAction | undefined
  readonly onClose: () => void
  /** After a role has been deleted. */
  readonly onDeleted?: () => void
}

/** The dialog for what somebody has begun to do with a role. */
export function RoleDialogs({ action, onClose, onDeleted }: RoleDialogsProps) {
  const texts = useTexts()
  if (action === undefined) return null
  if (action.kind === 'members') return <MembersDialog role={action.role} onClose={onClose} />
  if (action.kind !== 'delete') return <RoleForm action={action} onClose={onClose} />
  const { id, title, version, members, moreMembers, groups } = action.role
  const remove = async (): Promise<void> => {
    await api.call('deleteRole', { params: { role: id }, version })
    tell(texts.roles.deleted(title))
    onDeleted?.()
    await refresh()
  }
  return (
    <Confirm
      title={texts.roles.deleteTitle(title)}
      action={texts.roles.deleteAction}
      onConfirm={remove}
      onClose={onClose}
    >
      <p>{texts.roles.deleteAbout(texts.roles.memberCount(members, moreMembers), groups)}</p>
    </Confirm>
  )
}
