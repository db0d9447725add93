import { useState } from 'react'
import { api } from '../api/client.ts'
import type { StoredUser } from '../api/client.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Field } from '../ui/field.tsx'
import { FormDialog } from '../ui/form-dialog.tsx'
import { tell } from '../ui/toasts.tsx'

export interface UserFormProps {
  /** Absent: a new one is made. */
  readonly stored?: StoredUser
  readonly onClose: () => void
}

/** Makes a user, or changes what they are called. */
export function UserForm({ stored, onClose }: UserFormProps) {
  const texts = useTexts()
  const [id, setId] = useState(stored?.user.id ?? '')
  const [title, setTitle] = useState(stored?.user.title ?? '')
  const [email, setEmail] = useState(stored?.user.email ?? '')
  const [name, address] = [title.trim(), email.trim()]
  const shown = name || address || id
  const create = async (): Promise<void> => {
    const body = {
      ...(id === '' ? {} : { id }),
      ...(name === '' ? {} : { title: name }),
      ...(address === '' ? {} : { email: address }),
    }
    await api.call('createUser', { body })
    tell(texts.users.created(shown))
  }
  const save = async ({ user, version }: StoredUser): Promise<void> => {
    const body = { title: name === '' ? null : name, email: address === '' ? null : address }
    await api.call('updateUser', { params: { user: user.id }, body, version })
    tell(texts.users.saved(shown))
  }
  return (
    <FormDialog
      title={stored === undefined ? texts.users.newUser : texts.users.editUser}
      width="narrow"
      action={stored === undefined ? texts.users.create : texts.common.save}
      onSend={() => (stored === undefined ? create() : save(stored))}
      onClose={onClose}
    >
      <Field label={texts.users.name} value={title} onChange={setTitle} maxLength={200} optional autoFocus />
      <Field
        label={texts.users.email}
        value={email}
        onChange={setEmail}
        type="email"
        maxLength={254}
        optional
      />
      <Field
        label={texts.common.id}
        hint={texts.users.idHint}
        value={id}
        onChange={setId}
        readOnly={stored !== undefined}
        maxLength={512}
        optional={stored === undefined}
        mono
      />
    </FormDialog>
  )
}
