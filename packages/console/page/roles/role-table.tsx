import { Copy, KeyRound, Pencil, Trash2, Users } from 'lucide-react'
import type { RoleSummary } from '../api/types.ts'
import { hrefOf } from '../router/route.ts'
import { goTo } from '../router/use-route.ts'
import { useMay } from '../shell/session-context.tsx'
import { useTexts } from '../texts/use-texts.tsx'
import { IconButton } from '../ui/button.tsx'
import { ActionMenu } from '../ui/menu.tsx'
import type { RoleAction } from './role-actions.ts'

export interface RoleTableProps {
  readonly roles: readonly RoleSummary[]
  readonly onAction: (action: RoleAction) => void
}

export function RoleTable({ roles, onAction }: RoleTableProps) {
  const texts = useTexts()
  return (
    <table className="table stacks">
      <thead>
        <tr>
          <th scope="col">{texts.roles.role}</th>
          <th scope="col">{texts.roles.members}</th>
          <th scope="col">{texts.roles.inherits}</th>
          <th scope="col">
            <span className="out-of-sight">{texts.common.edit}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {roles.map((role) => (
          <RoleLine key={role.id} role={role} onAction={onAction} />
        ))}
      </tbody>
    </table>
  )
}

function RoleLine({ role, onAction }: { readonly role: RoleSummary } & Pick<RoleTableProps, 'onAction'>) {
  const texts = useTexts()
  const may = useMay()
  const { id, title, description, administrator, members, moreMembers, inherits } = role
  const counted = texts.roles.memberCount(members, moreMembers)
  const icon = { className: 'icon', 'aria-hidden': 'true' } as const
  const entries = [
    {
      id: 'permissions',
      text: texts.roles.permissionsOf,
      icon: <KeyRound {...icon} />,
      onAction: () => goTo(hrefOf(['roles', id])),
    },
    ...(may('members.view')
      ? [
          {
            id: 'members',
            text: texts.roles.manageMembers,
            icon: <Users {...icon} />,
            onAction: () => onAction({ kind: 'members', role }),
          },
        ]
      : []),
    ...(may('roles.edit')
      ? [
          {
            id: 'edit',
            text: texts.common.edit,
            icon: <Pencil {...icon} />,
            onAction: () => onAction({ kind: 'edit', role }),
          },
          {
            id: 'copy',
            text: texts.common.copy,
            icon: <Copy {...icon} />,
            onAction: () => onAction({ kind: 'copy', role }),
          },
        ]
      : []),
    ...(may('roles.delete')
      ? [
          {
            id: 'delete',
            text: texts.common.delete,
            icon: <Trash2 {...icon} />,
            onAction: () => onAction({ kind: 'delete', role }),
            danger: true,
          },
        ]
      : []),
  ]
  return (
    <tr>
      <th scope="row">
        <div className="named">
          <span className="named-line">
            <a href={hrefOf(['roles', id])}>{title}</a>
            {title !== id && <code className="soft">{id}</code>}
            {administrator && <span className="badge accent">{texts.roles.administrator}</span>}
          </span>
          {description !== undefined && <span className="soft small">{description}</span>}
        </div>
      </th>
      <td className="number" data-label={texts.roles.members}>
        {counted}
      </td>
      <td data-label={inherits.length > 0 ? texts.roles.inherits : undefined}>
        {inherits.length > 0 ? (
          <span className="chips">
            {inherits.map((one) => (
              <span className="badge" key={one}>
                {one}
              </span>
            ))}
          </span>
        ) : null}
      </td>
      <td className="actions tips-left">
        {may('members.view') && (
          <IconButton
            label={`${texts.roles.manageMembers}: ${title}`}
            onPress={() => onAction({ kind: 'members', role })}
          >
            <Users {...icon} />
          </IconButton>
        )}
        <ActionMenu label={texts.common.actionsFor(title)} entries={entries} />
      </td>
    </tr>
  )
}
