import { useState } from 'react'
import { ask, pathOf } from '../api/ask.ts'
import { useUserRoles } from '../api/queries.ts'
import { useMay } from '../shell/session-context.tsx'
import { useTexts } from '../texts/use-texts.tsx'
import { Check } from '../ui/check.tsx'
import { Empty } from '../ui/empty.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { tell } from '../ui/toasts.tsx'
import { SearchX } from 'lucide-react'
import { Origins } from './other-origin.tsx'
import { PickDialog } from './pick-dialog.tsx'
import { withTick } from './ticks.ts'
import type { Ticks } from './ticks.ts'

export interface MembershipDialogProps {
  readonly user: { readonly id: string; readonly name: string }
  readonly onClose: () => void
}

/** Which roles somebody has: the other side of the members of a role. */
export function MembershipDialog({ user, onClose }: MembershipDialogProps) {
  const texts = useTexts()
  const isReadOnly = !useMay()('members.edit')
  const [search, setSearch] = useState('')
  const [ticks, setTicks] = useState<Ticks>(new Map())
  const all = useUserRoles(user.id)
  const [seen, setSeen] = useState<string | null | undefined>(undefined)
  if (seen === undefined && all.data !== undefined) setSeen(all.data.version)
  const wanted = search.trim().toLowerCase()
  const shown = all.data?.roles.filter(({ id, title }) =>
    [id, title].some((text) => text.toLowerCase().includes(wanted)),
  )
  const save = async (): Promise<void> => {
    const roles = (all.data?.roles ?? []).flatMap(({ id, member }) => ((ticks.get(id) ?? member) ? [id] : []))
    await ask(pathOf('users', user.id, 'roles'), { method: 'PUT', body: { roles }, version: seen ?? null })
    tell(texts.members.rolesSaved(user.name))
  }
  const takeUp = async (): Promise<void> => setSeen((await all.refetch()).data?.version)
  return (
    <PickDialog
      title={texts.members.rolesTitle(user.name)}
      about={texts.members.rolesAbout}
      searchLabel={texts.members.searchRoles}
      search={search}
      onSearch={setSearch}
      ticks={ticks}
      isReadOnly={isReadOnly}
      onSave={save}
      onConflict={takeUp}
      onClose={onClose}
    >
      {all.isError ? (
        <ProblemNote problem={all.error} onRetry={() => void all.refetch()} />
      ) : shown === undefined ? (
        <Skeleton lines={4} />
      ) : shown.length === 0 ? (
        <Empty icon={<SearchX />} title={texts.common.nothingFound} />
      ) : (
        <ul className="picks" aria-label={texts.roles.title}>
          {shown.map(({ id, title, administrator, member, other }) => (
            <li key={id}>
              <Check
                checked={ticks.get(id) ?? member}
                disabled={isReadOnly}
                onChange={(tick) => setTicks(withTick(ticks, id, member, tick))}
              >
                <span className="pick-name">
                  {title}
                  {ticks.has(id) && <span className="changed-mark" aria-hidden="true" />}
                  {administrator && <span className="badge accent">{texts.roles.administrator}</span>}
                  <Origins origins={other} />
                </span>
                {title !== id && <code className="pick-about">{id}</code>}
              </Check>
            </li>
          ))}
        </ul>
      )}
    </PickDialog>
  )
}
