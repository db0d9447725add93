import { ChevronLeft, Info } from 'lucide-react'
import { useState } from 'react'
import { hasStatus } from '../api/problem.ts'
import { useAllRoles, useRole } from '../api/queries.ts'
import type { RoleAction } from '../roles/role-actions.ts'
import { RoleDialogs } from '../roles/role-dialogs.tsx'
import { hrefOf } from '../router/route.ts'
import { goTo } from '../router/use-route.ts'
import { useMay } from '../shell/session-context.tsx'
import { useTexts } from '../texts/use-texts.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { PermissionsTree } from './permissions-tree.tsx'
import { RoleActions } from './role-actions.tsx'
import { useDraft } from './use-draft.ts'

/** The permissions of one role. */
export function PermissionsScreen({ role }: { readonly role: string }) {
  const texts = useTexts()
  const may = useMay()
  const draft = useDraft(role)
  const stored = useRole(role)
  const [summary] = useAllRoles(role).data?.items.filter(({ id }) => id === role) ?? []
  const [action, setAction] = useState<RoleAction | undefined>(undefined)
  const above = (
    <a href={hrefOf(['roles'])}>
      <ChevronLeft className="icon" aria-hidden="true" />
      {texts.roles.back}
    </a>
  )
  const problem = draft.asked.error ?? stored.error
  if (hasStatus(problem, 404))
    return (
      <PageHead title={texts.roles.unknown} above={above}>
        {texts.roles.unknownAbout}
      </PageHead>
    )
  const title = draft.tree?.title ?? role
  const isAdministrator = stored.data?.role.administrator === true
  return (
    <>
      <PageHead
        title={title}
        above={above}
        beside={
          <>
            {title !== role && <code className="soft">{role}</code>}
            {isAdministrator && <span className="badge accent">{texts.roles.administrator}</span>}
          </>
        }
        actions={summary !== undefined && <RoleActions role={summary} onAction={setAction} />}
      >
        {stored.data?.role.description}
      </PageHead>
      {isAdministrator && (
        <p className="note">
          <Info className="icon" aria-hidden="true" />
          <span>{texts.permissions.administratorNote}</span>
        </p>
      )}
      {draft.tree !== undefined && draft.tree.inherits.length > 0 && (
        <p className="note">
          <Info className="icon" aria-hidden="true" />
          <span>{texts.permissions.alsoInherits}</span>
          {draft.tree.inherits.map((one) => (
            <a key={one} href={hrefOf(['roles', one])}>
              {one}
            </a>
          ))}
        </p>
      )}
      {problem !== null ? (
        <ProblemNote problem={problem} onRetry={() => void draft.asked.refetch()} />
      ) : draft.tree === undefined ? (
        <div className="card">
          <Skeleton lines={10} />
        </div>
      ) : (
        <PermissionsTree draft={draft} role={role} title={title} isReadOnly={!may('roles.edit')} />
      )}
      <RoleDialogs
        action={action}
        onClose={() => setAction(undefined)}
        onDeleted={() => {
          draft.discard()
          goTo(hrefOf(['roles']))
        }}
      />
    </>
  )
}
