import { Ban, CircleHelp, LogOut, Pencil, RotateCcw, ShieldCheck, Trash2 } from 'lucide-react'
import type { StoredUser } from '../api/client.ts'
import { hrefOf } from '../router/route.ts'
import { goTo } from '../router/use-route.ts'
import { useCaller, useMay } from '../shell/session-context.tsx'
import { useTexts } from '../texts/use-texts.tsx'
import { icon } from '../ui/icon.ts'
import type { MenuEntry } from '../ui/menu.tsx'
import type { UserAction } from './user-actions.ts'

/** What can be done with a user; an application that keeps its users itself changes them itself. */
export function useUserEntries(
  stored: StoredUser,
  onAction: (action: UserAction) => void,
): readonly (MenuEntry | false)[] {
  const { users: texts, common } = useTexts()
  const may = useMay()
  const { ownUsers } = useCaller()
  const act = (kind: Exclude<UserAction, { kind: 'new' }>['kind']) => () => onAction({ kind, stored })
  const [canEdit, canSuspend] = [ownUsers && may('users.edit'), ownUsers && may('users.suspend')]
  const { id, suspended } = stored.user
  return [
    may('members.view') && {
      id: 'roles',
      text: texts.roles,
      icon: <ShieldCheck {...icon} />,
      onAction: act('roles'),
    },
    may('explain') && {
      id: 'why',
      text: texts.why,
      icon: <CircleHelp {...icon} />,
      onAction: () => goTo(hrefOf(['why'], { subject: id })),
    },
    canEdit && { id: 'edit', text: common.edit, icon: <Pencil {...icon} />, onAction: act('edit') },
    canSuspend &&
      (suspended
        ? { id: 'resume', text: texts.resume, icon: <RotateCcw {...icon} />, onAction: act('resume') }
        : { id: 'suspend', text: texts.suspend, icon: <Ban {...icon} />, onAction: act('suspend') }),
    may('users.suspend') && {
      id: 'sign-out',
      text: texts.signOut,
      icon: <LogOut {...icon} />,
      onAction: act('sign-out'),
    },
    canEdit && {
      id: 'delete',
      text: texts.delete,
      icon: <Trash2 {...icon} />,
      onAction: act('delete'),
      danger: true,
    },
  ]
}
