import { useState } from 'react'
import { ask, pathOf } from '../api/ask.ts'
import { refresh } from '../api/queries.ts'
import type { StoredUser } from '../api/types.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Button } from '../ui/button.tsx'
import { closeNow } from '../ui/close-now.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
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
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>(undefined)
  const [name, address] = [title.trim(), email.trim()]
  const shown = name || address || id
  const create = async (): Promise<void> => {
    const body = {
      ...(id === '' ? {} : { id }),
      ...(name === '' ? {} : { title: name }),
      ...(address === '' ? {} : { email: address }),
    }
    await ask('users', { method: 'POST', body })
    tell(texts.users.created(shown))
  }
  const save = async ({ user, version }: StoredUser): Promise<void> => {
    const body = { title: name === '' ? null : name, email: address === '' ? null : address }
    await ask(pathOf('users', user.id), { method: 'PATCH', body, version })
    tell(texts.users.saved(shown))
  }
  const send = (): void => {
    setBusy(true)
    setProblem(undefined)
    ;(stored === undefined ? create() : save(stored))
      .then(async () => {
        closeNow(onClose)
        await refresh()
      })
      .catch((error: unknown) => {
        setProblem(error)
        setBusy(false)
      })
  }
  return (
    <Dialog
      title={stored === undefined ? texts.users.newUser : texts.users.editUser}
      width="narrow"
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{texts.common.cancel}</Button>
          <Button look="accent" isPending={isBusy} onPress={send}>
            {stored === undefined ? texts.users.create : texts.common.save}
          </Button>
        </>
      }
    >
      <form
        className="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
      >
        <Field
          label={texts.users.name}
          value={title}
          onChange={setTitle}
          maxLength={200}
          optional
          autoFocus
        />
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
        <button type="submit" hidden />
      </form>
      <ProblemNote problem={problem} />
    </Dialog>
  )
}
