import { Copy, Pencil, Trash2, UsersRound } from 'lucide-react'
import type { RoleSummary } from '../api/client.ts'
import { hrefOf } from '../router/route.ts'
import { goTo } from '../router/use-route.ts'
import { useCaller, useMay } from '../shell/session-context.tsx'
import { useTexts } from '../texts/use-texts.tsx'
import { icon } from '../ui/icon.ts'
import type { MenuEntry } from '../ui/menu.tsx'
import type { RoleAction } from './role-actions.ts'

/** What can be done with a role, wherever it is shown. */
export function useRoleEntries(
  role: RoleSummary,
  onAction: (action: RoleAction) => void,
): readonly (MenuEntry | false)[] {
  const { common, roles } = useTexts()
  const may = useMay()
  const { mappings } = useCaller()
  const act = (kind: 'edit' | 'copy' | 'delete') => () => onAction({ kind, role })
  return [
    mappings &&
      may('mappings.view') && {
        id: 'groups',
        text: roles.groups,
        icon: <UsersRound {...icon} />,
        onAction: () => goTo(hrefOf(['groups'], { role: role.id })),
      },
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
