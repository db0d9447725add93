import { useState } from 'react'
import type { ReactNode } from 'react'
import { useTexts } from '../texts/use-texts.tsx'
import { Button } from './button.tsx'
import { closeNow } from './close-now.ts'
import { Dialog } from './dialog.tsx'
import { ProblemNote } from './problem-note.tsx'

export interface ConfirmProps {
  readonly title: string
  readonly action: string
  /** Done when it resolves; what it rejects with is shown, and the dialog stays. */
  readonly onConfirm: () => Promise<unknown>
  readonly onClose: () => void
  readonly danger?: boolean
  readonly children: ReactNode
}

/** Asks before something is done that cannot be undone. */
export function Confirm({ title, action, onConfirm, onClose, danger = true, children }: ConfirmProps) {
  const texts = useTexts()
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>(undefined)
  const confirm = (): void => {
    setBusy(true)
    setProblem(undefined)
    onConfirm().then(
      () => closeNow(onClose),
      (error: unknown) => {
        setProblem(error)
        setBusy(false)
      },
    )
  }
  return (
    <Dialog
      title={title}
      width="narrow"
      role="alertdialog"
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose} autoFocus>
            {texts.common.cancel}
          </Button>
          <Button look={danger ? 'danger' : 'accent'} isPending={isBusy} onPress={confirm}>
            {action}
          </Button>
        </>
      }
    >
      {children}
      <ProblemNote problem={problem} />
    </Dialog>
  )
}
