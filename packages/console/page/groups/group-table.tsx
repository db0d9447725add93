import { Trash2 } from 'lucide-react'
import { hrefOf } from '../router/route.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { IconButton } from '../ui/button.tsx'
import { Table } from '../ui/table.tsx'
import { groupKey } from './group-rows.ts'
import type { GroupRow } from './group-rows.ts'

export interface GroupTableProps {
  readonly rows: readonly GroupRow[]
  readonly titleOf: (role: string) => string
  readonly canEdit: boolean
  readonly onRemove: (row: GroupRow) => void
}

export function GroupTable({ rows, titleOf, canEdit, onRemove }: GroupTableProps) {
  const { groups: texts, common } = useTexts()
  return (
    <Table columns={[texts.group, texts.role, texts.mode]} actions={common.remove}>
      {rows.map((row) => (
        <tr key={groupKey(row)}>
          <th scope="row">
            <div className="named">
              <span className="named-line">
                <span className="strong">{row.group}</span>
                <span className="badge">{row.provider}</span>
              </span>
              {row.minAccess !== undefined && (
                <span className="soft small">
                  {texts.minAccess} {row.minAccess}
                </span>
              )}
            </div>
          </th>
          <td data-label={texts.role}>
            <a href={hrefOf(['roles', row.role])}>{titleOf(row.role)}</a>
            {row.scope !== undefined && (
              <>
                {' '}
                <span className="pattern">{row.scope}</span>
              </>
            )}
          </td>
          <td className="soft small">{texts.modes[row.mode ?? 'sync']}</td>
          <td className="actions tips-left">
            {canEdit && (
              <IconButton label={`${common.remove}: ${row.group}`} onPress={() => onRemove(row)}>
                <Trash2 className="icon" aria-hidden="true" />
              </IconButton>
            )}
          </td>
        </tr>
      ))}
    </Table>
  )
}
