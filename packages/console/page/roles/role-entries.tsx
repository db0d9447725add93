import { Copy, Pencil, Trash2 } from 'lucide-react'
import type { RoleSummary } from '../api/types.ts'
import { useMay } from '../shell/session-context.tsx'
import { useTexts } from '../texts/use-texts.tsx'
import { icon } from '../ui/icon.ts'
import type { MenuEntry } from '../ui/menu.tsx'
import type { RoleAction } from './role-actions.ts'

/** What can be done with a role, wherever it is shown. */
export function useRoleEntries(
  role: RoleSummary,
  onAction: (action: RoleAction) => void,
): readonly (MenuEntry | false)[] {
  const { common } = useTexts()
  const may = useMay()
  const act = (kind: 'edit' | 'copy' | 'delete') => () => onAction({ kind, role })
  return [
    may('roles.edit') && {
      id: 'edit',
      text: common.edit,
      icon: <Pencil {...icon} />,
      onAction: act('edit'),
    },
    may('roles.edit') && { id: 'copy', text: common.copy, icon: <Copy {...icon} />, onAction: act('copy') },
    may('roles.delete') && {
      id: 'delete',
      text: common.delete,
      icon: <Trash2 {...icon} />,
      onAction: act('delete'),
      danger: true,
    },
  ]
}
