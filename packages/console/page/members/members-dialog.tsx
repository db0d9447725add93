import { UsersRound } from 'lucide-react'
import { useState } from 'react'
import { ask, pathOf } from '../api/ask.ts'
import { useMembers } from '../api/queries.ts'
import type { Member, RoleSummary } from '../api/types.ts'
import { useMay } from '../shell/session-context.tsx'
import { useTexts } from '../texts/use-texts.tsx'
import { Check } from '../ui/check.tsx'
import { Empty } from '../ui/empty.tsx'
import { More } from '../ui/more.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { tell } from '../ui/toasts.tsx'
import { useSettled } from '../ui/use-settled.ts'
import { Origins } from './other-origin.tsx'
import { PickDialog } from './pick-dialog.tsx'
import { changesOf, withTick } from './ticks.ts'
import type { Ticks } from './ticks.ts'

export interface MembersDialogProps {
  readonly role: Pick<RoleSummary, 'id' | 'title'>
  readonly onClose: () => void
}

/** Who has a role: everybody is listed, and whoever is ticked has it. */
export function MembersDialog({ role, onClose }: MembersDialogProps) {
  const texts = useTexts()
  const isReadOnly = !useMay()('members.edit')
  const [search, setSearch] = useState('')
  const [ticks, setTicks] = useState<Ticks>(new Map())
  const query = useSettled(search.trim())
  const list = useMembers(role.id, query)
  const [first] = list.data?.pages ?? []
  // What is relied on is what was there when the dialog was opened, however long it stays open.
  const [seen, setSeen] = useState<string | undefined>(undefined)
  if (seen === undefined && first !== undefined) setSeen(first.version)
  const people = list.data?.pages.flatMap(({ items }) => items)
  const save = async (): Promise<void> => {
    const { add, remove } = changesOf(ticks)
    await ask(pathOf('roles', role.id, 'members'), {
      method: 'PATCH',
      body: { add, remove },
      version: seen ?? '',
    })
    tell(texts.members.saved(role.title))
  }
  const takeUp = async (): Promise<void> => {
    const { data } = await list.refetch()
    setSeen(data?.pages[0]?.version)
  }
  return (
    <PickDialog
      title={texts.members.title(role.title)}
      about={texts.members.about}
      searchLabel={texts.members.search}
      search={search}
      onSearch={setSearch}
      ticks={ticks}
      isReadOnly={isReadOnly}
      onSave={save}
      onConflict={takeUp}
      onClose={onClose}
    >
      {list.isError ? (
        <ProblemNote problem={list.error} onRetry={() => void list.refetch()} />
      ) : people === undefined ? (
        <Skeleton lines={4} />
      ) : people.length === 0 ? (
        <Empty icon={<UsersRound />} title={query === '' ? texts.members.empty : texts.common.nothingFound}>
          {query === '' ? undefined : texts.common.nothingFoundFor(query)}
        </Empty>
      ) : (
        <ul className="picks" aria-label={texts.members.people}>
          {people.map((person) => (
            <li key={person.id}>
              <Person
                person={person}
                checked={ticks.get(person.id) ?? person.member}
                isChanged={ticks.has(person.id)}
                isReadOnly={isReadOnly}
                onChange={(wanted) => setTicks(withTick(ticks, person.id, person.member, wanted))}
              />
            </li>
          ))}
        </ul>
      )}
      <More {...list} />
    </PickDialog>
  )
}

function Person({
  person,
  checked,
  isChanged,
  isReadOnly,
  onChange,
}: {
  readonly person: Member
  readonly checked: boolean
  readonly isChanged: boolean
  readonly isReadOnly: boolean
  readonly onChange: (wanted: boolean) => void
}) {
  const texts = useTexts()
  const { id, title, email, suspended, other } = person
  const name = title ?? email ?? id
  const about = [email, id].filter((text) => text !== undefined && text !== name).join(' · ')
  return (
    <Check checked={checked} onChange={onChange} disabled={isReadOnly}>
      <span className="pick-name">
        {name}
        {isChanged && <span className="changed-mark" aria-hidden="true" />}
        {suspended && <span className="badge bad">{texts.members.suspended}</span>}
        <Origins origins={other} />
      </span>
      {about !== '' && <span className="pick-about">{about}</span>}
    </Check>
  )
}
