import { useState } from 'react'
import { api } from '../api/client.ts'
import { useUserRoles } from '../api/queries.ts'
import type { UserRole } from '../api/client.ts'
import { useMay } from '../shell/session-context.tsx'
import type { Texts } from '../texts/shape.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { AskedList } from '../ui/asked-list.tsx'
import { NothingFound } from '../ui/nothing-found.tsx'
import { tell } from '../ui/toasts.tsx'
import { PickDialog } from './pick-dialog.tsx'
import { PickList } from './pick-list.tsx'
import type { PickLine } from './pick-list.tsx'
import type { Ticks } from './ticks.ts'
import { useBegunWith } from './use-begun-with.ts'

export interface MembershipDialogProps {
  readonly user: { readonly id: string; readonly name: string }
  readonly onClose: () => void
}

/** Which roles somebody has: the other side of the members of a role. */
export function MembershipDialog({ user, onClose }: MembershipDialogProps) {
  const texts = useTexts()
  const isReadOnly = !useMay()('members.edit')
  const [text, setText] = useState('')
  const [ticks, setTicks] = useState<Ticks>(new Map())
  const all = useUserRoles(user.id)
  const [version, takeUp] = useBegunWith(all.data?.version)
  const wanted = text.trim().toLowerCase()
  const save = async (): Promise<void> => {
    const roles = (all.data?.items ?? []).flatMap(({ id, member }) => ((ticks.get(id) ?? member) ? [id] : []))
    await api.call('replaceUserRoles', {
      params: { user: user.id },
      body: { roles },
      version: version ?? null,
    })
    tell(texts.members.rolesSaved(user.name))
  }
  return (
    <PickDialog
      title={texts.members.rolesTitle(user.name)}
      about={texts.members.rolesAbout}
      searchLabel={texts.members.searchRoles}
      search={{ text, setText }}
      ticks={ticks}
      isReadOnly={isReadOnly}
      onSave={save}
      onConflict={async () => takeUp((await all.refetch()).data?.version)}
      onClose={onClose}
    >
      <AskedList
        list={all}
        items={all.data?.items.filter(({ id, title }) =>
          [id, title].some((word) => word.toLowerCase().includes(wanted)),
        )}
        lines={4}
        none={<NothingFound query={text.trim()} />}
      >
        {(roles) => (
          <PickList
            label={texts.roles.title}
            picks={roles.map((role) => pickOf(role, texts))}
            ticks={ticks}
            onTicks={setTicks}
            isReadOnly={isReadOnly}
          />
        )}
      </AskedList>
    </PickDialog>
  )
}

function pickOf({ id, title, administrator, member, other }: UserRole, { roles }: Texts): PickLine {
  return {
    id,
    name: title,
    about: title === id ? undefined : <code>{id}</code>,
    badge: administrator && <span className="badge accent">{roles.administrator}</span>,
    member,
    other,
  }
}
