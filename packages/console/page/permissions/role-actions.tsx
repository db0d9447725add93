import { Copy, Pencil, Trash2, Users } from 'lucide-react'
import type { RoleSummary } from '../api/types.ts'
import type { RoleAction } from '../roles/role-actions.ts'
import { useMay } from '../shell/session-context.tsx'
import { useTexts } from '../texts/use-texts.tsx'
import { Button } from '../ui/button.tsx'
import { ActionMenu } from '../ui/menu.tsx'

const icon = { className: 'icon', 'aria-hidden': 'true' } as const

/** What can be done with the role whose permissions are shown. */
export function RoleActions({
  role,
  onAction,
}: {
  readonly role: RoleSummary
  readonly onAction: (action: RoleAction) => void
}) {
  const texts = useTexts()
  const may = useMay()
  const entry = (kind: 'edit' | 'copy' | 'delete', text: string, Icon: typeof Copy) => ({
    id: kind,
    text,
    icon: <Icon {...icon} />,
    onAction: () => onAction({ kind, role }),
    danger: kind === 'delete',
  })
  const entries = [
    ...(may('roles.edit')
      ? [entry('edit', texts.common.edit, Pencil), entry('copy', texts.common.copy, Copy)]
      : []),
    ...(may('roles.delete') ? [entry('delete', texts.common.delete, Trash2)] : []),
  ]
  return (
    <>
      {may('members.view') && (
        <Button icon={<Users {...icon} />} onPress={() => onAction({ kind: 'members', role })}>
          {texts.roles.members}
        </Button>
      )}
      {entries.length > 0 && <ActionMenu label={texts.common.actionsFor(role.title)} entries={entries} />}
    </>
  )
}
