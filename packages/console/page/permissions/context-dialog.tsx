import { useQuery } from '@tanstack/react-query'
import { Check, Minus } from 'lucide-react'
import { useEffect, useState } from 'react'
import { api } from '../api/client.ts'
import type { ContextTest, ContextTestResult, State } from '../api/client.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Button } from '../ui/button.tsx'
import { Choice } from '../ui/choice.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { useSettled } from '../ui/use-settled.ts'
import type { DraftRow } from './draft.ts'

export interface ContextDialogProps {
  readonly row: DraftRow
  readonly onAdd: (context: string, state: State) => void
  readonly onClose: () => void
}

/** Adds a context to a node, and says meanwhile which names it matches: by the server's own engine. */
export function ContextDialog({ row, onAdd, onClose }: ContextDialogProps) {
  const texts = useTexts()
  const { permissions } = texts
  const [context, setContext] = useState('')
  const [state, setState] = useState<State>(row.effective === 'granted' ? 'forbidden' : 'granted')
  const [written, setWritten] = useState('')
  const [wasSent, setSent] = useState(false)
  const [waitingFor, setWaitingFor] = useState<string | undefined>(undefined)
  const names = written
    .split('\n')
    .filter((name) => name !== '')
    .slice(0, 200)
  const asked = useSettled(JSON.stringify({ context, names }), 150)
  const tested = useQuery<ContextTestResult>({
    queryKey: ['context', asked],
    enabled: context !== '',
    placeholderData: (before) => before,
    queryFn: async ({ signal }) =>
      (await api.call('testContext', { body: JSON.parse(asked) as ContextTest, signal })).body,
  })
  const isThere = row.contexts.some((one) => one.context === context)
  const error =
    context === ''
      ? wasSent
        ? texts.common.required
        : undefined
      : isThere
        ? permissions.contextThere
        : tested.data?.problem
  const isSettled =
    asked === JSON.stringify({ context, names }) && tested.isSuccess && !tested.isPlaceholderData
  const wanted = JSON.stringify({ context, names, state })
  const isWaiting = waitingFor === wanted && error === undefined
  useEffect(() => {
    if (!isWaiting || !isSettled) return
    onAdd(context, state)
    onClose()
  }, [isWaiting, isSettled, onAdd, context, state, onClose])
  // Pressed before the server has said that the context is one: added as soon as it has.
  const add = (): void => {
    setSent(true)
    if (context !== '') setWaitingFor(wanted)
  }
  return (
    <Dialog
      title={permissions.addContextTo(row.title)}
      about={permissions.addContextAbout}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{texts.common.cancel}</Button>
          <Button look="accent" isPending={isWaiting && tested.isFetching} onPress={add}>
            {texts.common.add}
          </Button>
        </>
      }
    >
      <form
        className="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          add()
        }}
      >
        <Field
          label={permissions.pattern}
          hint={permissions.patternHint}
          value={context}
          onChange={setContext}
          error={error}
          maxLength={256}
          mono
          autoFocus
        />
        <Choice
          label={permissions.state}
          value={state}
          onChange={setState}
          options={[
            { value: 'granted', text: texts.states.granted },
            { value: 'forbidden', text: texts.states.forbidden },
          ]}
        />
        <button type="submit" hidden />
      </form>
      <Field
        label={permissions.tester}
        hint={permissions.testerHint}
        value={written}
        onChange={setWritten}
        placeholder={'finance.month_over_month\nfinance.eu.budget'}
        lines={3}
        mono
        optional
      />
      <ProblemNote problem={tested.error} />
      {context !== '' && names.length > 0 && tested.data?.problem === undefined && (
        <ul className="tested" aria-live="polite">
          {names.map((name, at) => (
            <TestedName
              key={`${at} ${name}`}
              name={name}
              matches={isSettled ? tested.data.matches[at] === true : undefined}
              isImproper={tested.data?.improper[at] === true}
            />
          ))}
        </ul>
      )}
    </Dialog>
  )
}

function TestedName({
  name,
  matches,
  isImproper,
}: {
  readonly name: string
  /** `undefined`: not known yet. */
  readonly matches: boolean | undefined
  readonly isImproper: boolean
}) {
  const { permissions: texts } = useTexts()
  return (
    <li className={matches === true ? 'match' : 'soft'}>
      {matches === true ? (
        <Check className="icon" aria-hidden="true" />
      ) : (
        <Minus className="icon" aria-hidden="true" />
      )}
      <code>{name}</code>
      <span className="small">
        {matches === undefined
          ? ''
          : isImproper
            ? texts.improper
            : matches
              ? texts.matches
              : texts.matchesNot}
      </span>
    </li>
  )
}
