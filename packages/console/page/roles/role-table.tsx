import { KeyRound, Users } from 'lucide-react'
import { expectRoleTree } from '../api/queries.ts'
import type { RoleSummary } from '../api/client.ts'
import { hrefOf } from '../router/route.ts'
import { goTo } from '../router/use-route.ts'
import { useMay } from '../shell/session-context.tsx'
import { useTexts } from '../texts/use-texts.tsx'
import { IconButton } from '../ui/button.tsx'
import { icon } from '../ui/icon.ts'
import { ActionMenu } from '../ui/menu.tsx'
import { Table } from '../ui/table.tsx'
import type { RoleAction } from './role-actions.ts'
import { useRoleEntries } from './role-entries.tsx'

export interface RoleTableProps {
  readonly roles: readonly RoleSummary[]
  readonly onAction: (action: RoleAction) => void
}

export function RoleTable({ roles, onAction }: RoleTableProps) {
  const { roles: texts, common } = useTexts()
  return (
    <Table columns={[texts.role, texts.members, texts.inherits]} actions={common.edit}>
      {roles.map((role) => (
        <RoleLine key={role.id} role={role} onAction={onAction} />
      ))}
    </Table>
  )
}

function RoleLine({ role, onAction }: { readonly role: RoleSummary } & Pick<RoleTableProps, 'onAction'>) {
  const texts = useTexts()
  const may = useMay()
  const { id, title, description, administrator, members, moreMembers, inherits } = role
  const openMembers = (): void => onAction({ kind: 'members', role })
  const entries = [
    {
      id: 'permissions',
      text: texts.roles.permissionsOf,
      icon: <KeyRound {...icon} />,
      onAction: () => goTo(hrefOf(['roles', id])),
    },
    may('members.view') && {
      id: 'members',
      text: texts.roles.manageMembers,
      icon: <Users {...icon} />,
      onAction: openMembers,
    },
    ...useRoleEntries(role, onAction),
  ]
  return (
    <tr>
      <th scope="row">
        <div className="named">
          <span className="named-line">
            <a href={hrefOf(['roles', id])} onPointerDown={() => void expectRoleTree(id)}>
              {title}
            </a>
            {title !== id && <code className="soft">{id}</code>}
            {administrator && <span className="badge accent">{texts.roles.administrator}</span>}
          </span>
          {description !== undefined && <span className="soft small">{description}</span>}
        </div>
      </th>
      <td className="number" data-label={texts.roles.members}>
        {texts.roles.memberCount(members, moreMembers)}
      </td>
      <td data-label={inherits.length > 0 ? texts.roles.inherits : undefined}>
        {inherits.length > 0 && (
          <span className="chips">
            {inherits.map((one) => (
              <span className="badge" key={one}>
                {one}
              </span>
            ))}
          </span>
        )}
      </td>
      <td className="actions tips-left">
        {may('members.view') && (
          <IconButton label={`${texts.roles.manageMembers}: ${title}`} onPress={openMembers}>
            <Users {...icon} />
          </IconButton>
        )}
        <ActionMenu label={texts.common.actionsFor(title)} entries={entries} />
      </td>
    </tr>
  )
}
