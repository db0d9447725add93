import { ChevronLeft, Plus, TriangleAlert, UsersRound } from 'lucide-react'
import { useMemo, useState } from 'react'
import { api } from '../api/client.ts'
import { refresh, useAllRoles, useMappings } from '../api/queries.ts'
import { hrefOf } from '../router/route.ts'
import type { Route } from '../router/route.ts'
import { useMay } from '../shell/session-context.tsx'
import { useTexts } from '../texts/use-texts.tsx'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { Empty } from '../ui/empty.tsx'
import { NothingFound } from '../ui/nothing-found.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { Search } from '../ui/search.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { tell } from '../ui/toasts.tsx'
import { useSearch } from '../ui/use-search.ts'
import { GroupForm } from './group-form.tsx'
import { GroupPart } from './group-part.tsx'
import { groupRowsOf, groupsFound } from './group-rows.ts'
import type { GroupRow } from './group-rows.ts'

/** The groups of a directory or of GitLab that lead to roles; those that make administrators apart. Perhaps those of one role. */
export function GroupsScreen({ route }: { readonly route: Route }) {
  const texts = useTexts()
  const canEdit = useMay()('mappings.edit')
  const mappings = useMappings()
  const list = useAllRoles()
  const roles = list.data?.items ?? []
  const ofRole = route.query.get('role') ?? ''
  const search = useSearch()
  const titles = useMemo(
    () => new Map(list.data?.items.map(({ id, title }) => [id, title]) ?? []),
    [list.data],
  )
  const titleOf = (role: string): string => titles.get(role) ?? role
  const [isAdding, setAdding] = useState(false)
  const [removing, setRemoving] = useState<GroupRow | undefined>(undefined)
  // What makes administrators is told with the rows, also to who may not see roles.
  const administrators = mappings.data?.administrators ?? new Set()
  const rows =
    mappings.data === undefined
      ? undefined
      : groupsFound(groupRowsOf(mappings.data.rows), ofRole, search.query, titleOf)
  const parts = [
    { title: undefined, rows: rows?.filter(({ role }) => !administrators.has(role)) ?? [] },
    {
      title: texts.groups.administratorsHead,
      rows: rows?.filter(({ role }) => administrators.has(role)) ?? [],
    },
  ].filter((part) => part.rows.length > 0)
  const remove = async ({ role, ...group }: GroupRow): Promise<void> => {
    await api.call('removeRoleGroup', {
      params: { role },
      body: group,
      version: mappings.data?.version ?? null,
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
      <PageHead
        title={ofRole === '' ? texts.groups.title : texts.groups.ofRole(titleOf(ofRole))}
        above={
          ofRole === '' ? undefined : (
            <a href={hrefOf(['groups'])}>
              <ChevronLeft className="icon" aria-hidden="true" />
              {texts.groups.title}
            </a>
          )
        }
        actions={add}
      >
        {texts.groups.about}
      </PageHead>
      <div className="toolbar">
        <Search label={texts.groups.search} value={search.text} onChange={search.setText} />
      </div>
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
          {search.query === '' ? (
            <Empty icon={<UsersRound />} title={texts.groups.empty}>
              {texts.groups.emptyAbout}
            </Empty>
          ) : (
            <NothingFound query={search.query} />
          )}
        </div>
      ) : (
        parts.map((part) => (
          <GroupPart
            key={`${ofRole}\n${search.query}\n${part.title ?? ''}`}
            {...part}
            titleOf={titleOf}
            canEdit={canEdit}
            onRemove={setRemoving}
          />
        ))
      )}
      {isAdding && mappings.data !== undefined && (
        <GroupForm
          roles={roles}
          role={ofRole}
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
