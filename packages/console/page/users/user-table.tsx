import { Ban, CircleHelp, LogOut, Pencil, RotateCcw, ShieldCheck, Trash2 } from 'lucide-react'
import type { StoredUser } from '../api/types.ts'
import { hrefOf } from '../router/route.ts'
import { goTo } from '../router/use-route.ts'
import { useCaller, useMay } from '../shell/session-context.tsx'
import { useTexts } from '../texts/use-texts.tsx'
import { IconButton, NameButton } from '../ui/button.tsx'
import { ActionMenu } from '../ui/menu.tsx'
import type { MenuEntry } from '../ui/menu.tsx'
import type { UserAction } from './user-actions.ts'
import { userName } from './user-name.ts'

export interface UserTableProps {
  readonly users: readonly StoredUser[]
  readonly onAction: (action: UserAction) => void
}

const icon = { className: 'icon', 'aria-hidden': 'true' } as const

export function UserTable({ users, onAction }: UserTableProps) {
  const texts = useTexts()
  return (
    <table className="table stacks">
      <thead>
        <tr>
          <th scope="col">{texts.users.user}</th>
          <th scope="col">{texts.users.status}</th>
          <th scope="col">{texts.users.since}</th>
          <th scope="col">
            <span className="out-of-sight">{texts.common.edit}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {users.map((stored) => (
          <UserLine key={stored.user.id} stored={stored} onAction={onAction} />
        ))}
      </tbody>
    </table>
  )
}

function UserLine({ stored, onAction }: { readonly stored: StoredUser } & Pick<UserTableProps, 'onAction'>) {
  const texts = useTexts()
  const may = useMay()
  const { ownUsers } = useCaller()
  const { id, email, suspended, createdAt } = stored.user
  const name = userName(stored.user)
  const act = (kind: Exclude<UserAction, { kind: 'new' }>['kind']) => () => onAction({ kind, stored })
  const entries: MenuEntry[] = [
    ...(may('members.view')
      ? [{ id: 'roles', text: texts.users.roles, icon: <ShieldCheck {...icon} />, onAction: act('roles') }]
      : []),
    ...(may('explain')
      ? [
          {
            id: 'why',
            text: texts.users.why,
            icon: <CircleHelp {...icon} />,
            onAction: () => goTo(hrefOf(['why'], { subject: id })),
          },
        ]
      : []),
    ...(ownUsers && may('users.edit')
      ? [{ id: 'edit', text: texts.common.edit, icon: <Pencil {...icon} />, onAction: act('edit') }]
      : []),
    ...(ownUsers && may('users.suspend')
      ? [
          suspended
            ? {
                id: 'resume',
                text: texts.users.resume,
                icon: <RotateCcw {...icon} />,
                onAction: act('resume'),
              }
            : { id: 'suspend', text: texts.users.suspend, icon: <Ban {...icon} />, onAction: act('suspend') },
          {
            id: 'sign-out',
            text: texts.users.signOut,
            icon: <LogOut {...icon} />,
            onAction: act('sign-out'),
          },
        ]
      : []),
    ...(ownUsers && may('users.edit')
      ? [
          {
            id: 'delete',
            text: texts.users.delete,
            icon: <Trash2 {...icon} />,
            onAction: act('delete'),
            danger: true,
          },
        ]
      : []),
  ]
  return (
    <tr>
      <th scope="row">
        <div className="named">
          {may('members.view') ? (
            <NameButton aria-haspopup="dialog" onPress={act('roles')}>
              {name}
            </NameButton>
          ) : (
            <span className="strong">{name}</span>
          )}
          <span className="named-line soft small">
            {email !== undefined && email !== name && <span>{email}</span>}
            {id !== name && <code>{id}</code>}
          </span>
        </div>
      </th>
      <td>
        {suspended ? (
          <span className="badge bad">{texts.users.suspended}</span>
        ) : (
          <span className="badge">{texts.users.active}</span>
        )}
      </td>
      <td className="number" data-label={createdAt === undefined ? undefined : texts.users.since}>
        {createdAt !== undefined && <time dateTime={createdAt}>{dayOf(createdAt)}</time>}
      </td>
      <td className="actions tips-left">
        {may('members.view') && (
          <IconButton label={`${texts.users.roles}: ${name}`} onPress={act('roles')}>
            <ShieldCheck {...icon} />
          </IconButton>
        )}
        {entries.length > 0 && <ActionMenu label={texts.common.actionsFor(name)} entries={entries} />}
      </td>
    </tr>
  )
}

function dayOf(at: string): string {
  return new Date(at).toLocaleDateString(document.documentElement.lang, { dateStyle: 'medium' })
}
