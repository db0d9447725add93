import { useMemo, useState } from 'react'
import { useCatalogue, useUsers } from '../api/queries.ts'
import { useMay } from '../shell/session-context.tsx'
import { useTexts } from '../texts/use-texts.tsx'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Suggest } from '../ui/suggest.tsx'
import { useSettled } from '../ui/use-settled.ts'
import { userName } from '../users/user-name.ts'

/** What is asked; empty where nothing is meant. */
export interface Question {
  readonly subject: string
  readonly permission: string
  readonly resource: string
}

/** As many as anybody looks through. */
const most = 50

export function WhyForm({
  asked,
  onAsk,
}: {
  readonly asked: Question
  readonly onAsk: (question: Question) => void
}) {
  const texts = useTexts()
  const may = useMay()
  const [subject, setSubject] = useState(asked.subject)
  const [permission, setPermission] = useState(asked.permission)
  const [resource, setResource] = useState(asked.resource)
  const users = useUsers(useSettled(subject.trim()), may('users.view'))
  const catalogue = useCatalogue()
  const people = (users.data?.pages[0]?.items ?? []).slice(0, most).map(({ user }) => ({
    id: user.id,
    text: userName(user),
    about: userName(user) === user.id ? undefined : user.id,
  }))
  const wanted = permission.trim().toLowerCase()
  const permissions = useMemo(
    () =>
      (catalogue.data?.permissions ?? [])
        .filter((one) => `${one.path}\n${one.permission}`.toLowerCase().includes(wanted))
        .slice(0, most)
        .map((one) => ({ id: one.permission, text: one.path, about: one.permission })),
    [catalogue.data, wanted],
  )
  return (
    <form
      className="card why-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (permission.trim() !== '')
          onAsk({ subject: subject.trim(), permission: permission.trim(), resource: resource.trim() })
      }}
    >
      <Suggest
        label={texts.why.subject}
        hint={texts.why.subjectHint}
        value={subject}
        onChange={setSubject}
        suggestions={people}
      />
      <Suggest
        label={texts.why.permission}
        value={permission}
        onChange={setPermission}
        suggestions={permissions}
        mono
      />
      <Field
        label={texts.why.resource}
        hint={texts.why.resourceHint}
        value={resource}
        onChange={setResource}
        maxLength={1_024}
        optional
        mono
      />
      <div className="why-ask">
        <Button look="accent" type="submit" isDisabled={permission.trim() === ''}>
          {texts.why.ask}
        </Button>
      </div>
    </form>
  )
}
