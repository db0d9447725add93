import { ArrowRight } from 'lucide-react'
import { useMemo } from 'react'
import type { Role } from '../api/client.ts'
import { useCatalogue } from '../api/queries.ts'
import { cellKey } from '../permissions/draft.ts'
import { Step } from '../permissions/preview-dialog.tsx'
import { useTexts } from '../texts/use-texts.tsx'
import { Overtaken } from '../ui/overtaken.tsx'
import type { OvertakenProps } from '../ui/overtaken.tsx'

export interface RoleConflictProps extends Omit<OvertakenProps, 'children'> {
  readonly before: Role
  readonly after: Role
  /** Whether it is changed here too: `title`, `description` or the id of an inherited role. */
  readonly isMine: (what: string) => boolean
  readonly titleOf: (role: string) => string
}

/** More lines than anybody reads are not shown. */
const most = 500

/** What another administrator has changed in a role, beside what is changed here. */
export function RoleConflict({ before, after, isMine, titleOf, ...choice }: RoleConflictProps) {
  const { common, roles, permissions } = useTexts()
  const catalogue = useCatalogue().data?.permissions
  const paths = useMemo(
    () => new Map(catalogue?.map(({ permission, path }) => [permission, path])),
    [catalogue],
  )
  const words = (['title', 'description'] as const)
    .filter((what) => (before[what] ?? '') !== (after[what] ?? ''))
    .map((what) => (
      <Change
        key={what}
        name={what === 'title' ? common.title : roles.description}
        before={before[what] ?? ''}
        after={after[what] ?? ''}
        note={isMine(what) ? permissions.conflictBoth : undefined}
      />
    ))
  const [then, now] = [new Set(before.inherits), new Set(after.inherits)]
  const inherited = [...new Set([...then, ...now])]
    .filter((role) => then.has(role) !== now.has(role))
    .map((role) => (
      <Change
        key={`inherits ${role}`}
        name={`${roles.inherits}: ${titleOf(role)}`}
        before={then.has(role) ? roles.yes : roles.no}
        after={now.has(role) ? roles.yes : roles.no}
        note={isMine(role) ? permissions.conflictBoth : undefined}
      />
    ))
  const [was, is] = [rulesOf(before), rulesOf(after)]
  const cells = [...new Map([...was, ...is])]
    .filter(([key]) => was.get(key)?.state !== is.get(key)?.state)
    .slice(0, most)
    .map(([key, { permission, context }]) => (
      <Step
        key={key}
        path={paths.get(permission) ?? permission}
        context={context}
        before={was.get(key)?.state ?? 'unspecified'}
        after={is.get(key)?.state ?? 'unspecified'}
      />
    ))
  return <Overtaken {...choice}>{[...words, ...inherited, ...cells]}</Overtaken>
}

function rulesOf({ rules }: Role) {
  return new Map(rules.map((rule) => [cellKey(rule.permission, rule.context), rule]))
}

function Change({
  name,
  before,
  after,
  note,
}: {
  readonly name: string
  readonly before: string
  readonly after: string
  readonly note: string | undefined
}) {
  const { permissions } = useTexts()
  return (
    <li>
      <span className="step-name">
        {name}
        {note !== undefined && <span className="badge warn">{note}</span>}
      </span>
      <span className="step-states">
        <span className="out-of-sight">{permissions.before}</span>
        <span className="soft">{before || '–'}</span>
        <ArrowRight className="icon soft" aria-hidden="true" />
        <span className="out-of-sight">{permissions.after}</span>
        <span>{after || '–'}</span>
      </span>
    </li>
  )
}
