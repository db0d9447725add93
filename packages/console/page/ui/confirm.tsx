import type { ReactNode } from 'react'
import { useTexts } from '../texts/use-texts.tsx'
import { Button } from './button.tsx'
import { closeNow } from './close-now.ts'
import { Dialog } from './dialog.tsx'
import { ProblemNote } from './problem-note.tsx'
import { useSending } from './use-sending.ts'

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
  const { isBusy, problem, send } = useSending({ onDone: () => closeNow(onClose) })
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
          <Button
            look={danger ? 'danger' : 'accent'}
            isPending={isBusy}
            onPress={() => void send(onConfirm())}
          >
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
