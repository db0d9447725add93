import { UsersRound } from 'lucide-react'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { useMembers } from '../api/queries.ts'
import type { Member, RoleSummary } from '../api/client.ts'
import { useMay } from '../shell/session-context.tsx'
import type { Texts } from '../texts/shape.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { AskedList } from '../ui/asked-list.tsx'
import { Empty } from '../ui/empty.tsx'
import { NothingFound } from '../ui/nothing-found.tsx'
import { tell } from '../ui/toasts.tsx'
import { useSearch } from '../ui/use-search.ts'
import { userName } from '../users/user-name.ts'
import { PickDialog } from './pick-dialog.tsx'
import { PickList } from './pick-list.tsx'
import type { PickLine } from './pick-list.tsx'
import { changesOf } from './ticks.ts'
import type { Ticks } from './ticks.ts'
import { useBegunWith } from './use-begun-with.ts'

export interface MembersDialogProps {
  readonly role: { readonly id: RoleSummary['id']; readonly title: RoleSummary['title'] }
  readonly onClose: () => void
}

/** Who has a role: everybody is listed, and whoever is ticked has it. */
export function MembersDialog({ role, onClose }: MembersDialogProps) {
  const texts = useTexts()
  const isReadOnly = !useMay()('members.edit')
  const search = useSearch()
  const [ticks, setTicks] = useState<Ticks>(new Map())
  const list = useMembers(role.id, search.query)
  const [version, takeUp] = useBegunWith(list.data?.pages[0]?.version)
  const save = async (): Promise<void> => {
    const { add, remove } = changesOf(ticks)
    await api.call('changeMembers', {
      params: { role: role.id },
      body: { add, remove },
      version: version ?? '',
    })
    tell(texts.members.saved(role.title))
  }
  return (
    <PickDialog
      title={texts.members.title(role.title)}
      about={texts.members.about}
      searchLabel={texts.members.search}
      search={search}
      ticks={ticks}
      isReadOnly={isReadOnly}
      onSave={save}
      onConflict={async () => takeUp((await list.refetch()).data?.pages[0]?.version)}
      onClose={onClose}
    >
      <AskedList
        list={list}
        items={list.data?.pages.flatMap(({ items }) => items)}
        lines={4}
        none={
          search.query === '' ? (
            <Empty icon={<UsersRound />} title={texts.members.empty} />
          ) : (
            <NothingFound query={search.query} />
          )
        }
      >
        {(people) => (
          <PickList
            label={texts.members.people}
            picks={people.map((person) => pickOf(person, texts))}
            ticks={ticks}
            onTicks={setTicks}
            isReadOnly={isReadOnly}
          />
        )}
      </AskedList>
    </PickDialog>
  )
}

/** A member of whom nothing is known but the id stands among the users, and can be taken out. */
function pickOf(person: Member, { members }: Texts): PickLine {
  const { id, email, suspended, unknown, member, other } = person
  const name = userName(person)
  const about = [email, id].filter((text) => text !== undefined && text !== name).join(' · ')
  return {
    id,
    name,
    about: about === '' ? undefined : about,
    badge:
      unknown === true ? (
        <span className="badge warn">{members.unknownUser}</span>
      ) : (
        suspended && <span className="badge bad">{members.suspended}</span>
      ),
    member,
    other,
  }
}
