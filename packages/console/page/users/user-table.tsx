import { ShieldCheck } from 'lucide-react'
import type { StoredUser } from '../api/client.ts'
import { useMay } from '../shell/session-context.tsx'
import { useTexts } from '../texts/use-texts.tsx'
import { IconButton, NameButton } from '../ui/button.tsx'
import { icon } from '../ui/icon.ts'
import { ActionMenu } from '../ui/menu.tsx'
import { Table } from '../ui/table.tsx'
import type { UserAction } from './user-actions.ts'
import { useUserEntries } from './user-entries.tsx'
import { userName } from './user-name.ts'

export interface UserTableProps {
  readonly users: readonly StoredUser[]
  readonly onAction: (action: UserAction) => void
}

export function UserTable({ users, onAction }: UserTableProps) {
  const { users: texts, common } = useTexts()
  return (
    <Table columns={[texts.user, texts.status, texts.since]} actions={common.edit}>
      {users.map((stored) => (
        <UserLine key={stored.user.id} stored={stored} onAction={onAction} />
      ))}
    </Table>
  )
}

function UserLine({ stored, onAction }: { readonly stored: StoredUser } & Pick<UserTableProps, 'onAction'>) {
  const texts = useTexts()
  const hasRoles = useMay()('members.view')
  const { id, email, suspended, createdAt } = stored.user
  const name = userName(stored.user)
  const openRoles = (): void => onAction({ kind: 'roles', stored })
  return (
    <tr>
      <th scope="row">
        <div className="named">
          {hasRoles ? (
            <NameButton aria-haspopup="dialog" onPress={openRoles}>
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
        {hasRoles && (
          <IconButton label={`${texts.users.roles}: ${name}`} onPress={openRoles}>
            <ShieldCheck {...icon} />
          </IconButton>
        )}
        <ActionMenu label={texts.common.actionsFor(name)} entries={useUserEntries(stored, onAction)} />
      </td>
    </tr>
  )
}

function dayOf(at: string): string {
  return new Date(at).toLocaleDateString(document.documentElement.lang, { dateStyle: 'medium' })
}
