import type { ReactNode } from 'react'
import { refresh } from '../api/queries.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Button } from './button.tsx'
import { closeNow } from './close-now.ts'
import { Dialog } from './dialog.tsx'
import type { DialogProps } from './dialog.tsx'
import { ProblemNote } from './problem-note.tsx'
import { useSending } from './use-sending.ts'
import type { SendingOptions } from './use-sending.ts'

export interface FormDialogProps
  extends Pick<DialogProps, 'title' | 'about' | 'width' | 'onClose'>, Omit<SendingOptions, 'onDone'> {
  /** The word on the button that sends it. */
  readonly action: string
  /** Default true. */
  readonly isReady?: boolean
  /** Writes it; nothing where a field says what is missing. */
  readonly onSend: () => Promise<unknown> | undefined
  /** What is wrong with what the form is made of. */
  readonly problem?: unknown
  readonly children: ReactNode
}

/** A dialog with fields, sent by its button or by Enter, and closed once all of it is written. */
export function FormDialog(props: FormDialogProps) {
  const { action, isReady = true, onSend, onClose, conflict, onConflict, children } = props
  const texts = useTexts()
  const onDone = async (): Promise<void> => {
    closeNow(onClose)
    await refresh()
  }
  const { isBusy, problem, send } = useSending({ onDone, conflict, onConflict })
  const submit = (): void => {
    if (isBusy || !isReady) return
    const writing = onSend()
    if (writing !== undefined) void send(writing)
  }
  return (
    <Dialog
      title={props.title}
      about={props.about}
      width={props.width}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{texts.common.cancel}</Button>
          <Button look="accent" isPending={isBusy} isDisabled={!isReady} onPress={submit}>
            {action}
          </Button>
        </>
      }
    >
      <form
        className="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        {children}
        <button type="submit" hidden />
      </form>
      <ProblemNote problem={problem ?? props.problem} />
    </Dialog>
  )
}
