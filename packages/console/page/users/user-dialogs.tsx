import { api } from '../api/client.ts'
import { refresh } from '../api/queries.ts'
import { MembershipDialog } from '../members/membership-dialog.tsx'
import { useTexts } from '../texts/use-texts.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { tell } from '../ui/toasts.tsx'
import type { UserAction } from './user-actions.ts'
import { UserForm } from './user-form.tsx'
import { userName } from './user-name.ts'

export interface UserDialogsProps {
  readonly action: UserAction | undefined
  readonly onClose: () => void
}

const operations = { suspend: 'suspendUser', resume: 'resumeUser', 'sign-out': 'signOutUser' } as const

/** The dialog for what somebody has begun to do with a user. */
export function UserDialogs({ action, onClose }: UserDialogsProps) {
  const { users: texts } = useTexts()
  if (action === undefined) return null
  if (action.kind === 'new') return <UserForm onClose={onClose} />
  const { kind, stored } = action
  if (kind === 'edit') return <UserForm stored={stored} onClose={onClose} />
  const { id } = stored.user
  const name = userName(stored.user)
  if (kind === 'roles') return <MembershipDialog user={{ id, name }} onClose={onClose} />
  const asked = {
    suspend: {
      title: texts.suspendTitle(name),
      about: texts.suspendAbout,
      action: texts.suspend,
      done: texts.suspendedNow(name),
    },
    resume: { title: `${texts.resume}: ${name}`, about: '', action: texts.resume, done: texts.resumed(name) },
    'sign-out': {
      title: texts.signOutTitle(name),
      about: texts.signOutAbout,
      action: texts.signOut,
      done: texts.signedOut(name),
    },
    delete: {
      title: texts.deleteTitle(name),
      about: texts.deleteAbout,
      action: texts.delete,
      done: texts.deleted(name),
    },
  }[kind]
  const confirm = async (): Promise<void> => {
    const params = { user: id }
    await (kind === 'delete'
      ? api.call('deleteUser', { params, version: stored.version })
      : api.call(operations[kind], { params }))
    tell(asked.done)
    await refresh()
  }
  return (
    <Confirm
      title={asked.title}
      action={asked.action}
      danger={kind !== 'resume'}
      onConfirm={confirm}
      onClose={onClose}
    >
      {asked.about !== '' && <p>{asked.about}</p>}
    </Confirm>
  )
}
