import { Plus, TriangleAlert, UsersRound } from 'lucide-react'
import { useState } from 'react'
import { ask, pathOf } from '../api/ask.ts'
import { refresh, useAllRoles, useMappings } from '../api/queries.ts'
import { useMay } from '../shell/session-context.tsx'
import { useTexts } from '../texts/use-texts.tsx'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { Empty } from '../ui/empty.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { tell } from '../ui/toasts.tsx'
import { GroupForm } from './group-form.tsx'
import { groupRowsOf } from './group-rows.ts'
import type { GroupRow } from './group-rows.ts'
import { GroupTable } from './group-table.tsx'

/** The groups of a directory or of GitLab that lead to roles; those that make administrators apart. */
export function GroupsScreen() {
  const texts = useTexts()
  const canEdit = useMay()('mappings.edit')
  const mappings = useMappings()
  const list = useAllRoles()
  const roles = list.data?.pages.flatMap(({ items }) => items) ?? []
  const [isAdding, setAdding] = useState(false)
  const [removing, setRemoving] = useState<GroupRow | undefined>(undefined)
  // What makes administrators is told with the rows, also to who may not see roles.
  const administrators = mappings.data?.administrators ?? new Set()
  const rows = mappings.data === undefined ? undefined : groupRowsOf(mappings.data.rows)
  const parts = [
    { title: undefined, rows: rows?.filter(({ role }) => !administrators.has(role)) ?? [] },
    {
      title: texts.groups.administratorsHead,
      rows: rows?.filter(({ role }) => administrators.has(role)) ?? [],
    },
  ].filter((part) => part.rows.length > 0)
  const remove = async ({ role, ...group }: GroupRow): Promise<void> => {
    await ask(pathOf('roles', role, 'groups', 'remove'), {
      method: 'POST',
      body: group,
      version: mappings.data?.version ?? '',
    })
    tell(texts.groups.removed(group.group))
    await refresh()
  }
  const add = canEdit && (
    <Button
      look="accent"
      icon={<Plus className="icon" aria-hidden="true" />}
      isDisabled={mappings.data === undefined || list.isPending}
      onPress={() => setAdding(true)}
    >
      {texts.groups.add}
    </Button>
  )
  return (
    <>
      <PageHead title={texts.groups.title} actions={add}>
        {texts.groups.about}
      </PageHead>
      {mappings.data?.warnings.map(({ provider, group, message }) => (
        <p className="note warn" key={`${provider} ${group}`}>
          <TriangleAlert className="icon" aria-hidden="true" />
          <span>{message}</span>
        </p>
      ))}
      {mappings.isError ? (
        <ProblemNote problem={mappings.error} onRetry={() => void mappings.refetch()} />
      ) : rows === undefined ? (
        <div className="card">
          <Skeleton />
        </div>
      ) : rows.length === 0 ? (
        <div className="card">
          <Empty icon={<UsersRound />} title={texts.groups.empty}>
            {texts.groups.emptyAbout}
          </Empty>
        </div>
      ) : (
        parts.map((part) => (
          <section className="part" key={part.title ?? ''}>
            {part.title !== undefined && <h2>{part.title}</h2>}
            <div className="card">
              <GroupTable rows={part.rows} roles={roles} canEdit={canEdit} onRemove={setRemoving} />
            </div>
          </section>
        ))
      )}
      {isAdding && mappings.data !== undefined && (
        <GroupForm
          roles={roles}
          providers={mappings.data.providers}
          version={mappings.data.version}
          onClose={() => setAdding(false)}
        />
      )}
      {removing !== undefined && (
        <Confirm
          title={texts.groups.removeTitle(removing.group)}
          action={texts.common.remove}
          onConfirm={() => remove(removing)}
          onClose={() => setRemoving(undefined)}
        >
          <p>{texts.groups.removeAbout}</p>
        </Confirm>
      )}
    </>
  )
}
