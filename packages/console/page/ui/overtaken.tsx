import type { ReactNode } from 'react'
import { useTexts } from '../texts/use-texts.tsx'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'

export interface OvertakenProps {
  /** The own changes go on top of what is there now. */
  readonly onKeep: () => void
  readonly onDrop: () => void
  readonly onClose: () => void
  /** What differs, a list item each. */
  readonly children: readonly ReactNode[]
}

/** Two administrators in one role: what the other one has done, and whose way it goes on. */
export function Overtaken({ onKeep, onDrop, onClose, children }: OvertakenProps) {
  const { permissions: texts } = useTexts()
  return (
    <Dialog
      title={texts.conflictTitle}
      about={texts.conflictAbout}
      width="wide"
      role="alertdialog"
      dismissable={false}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onDrop}>{texts.conflictDrop}</Button>
          <Button look="accent" onPress={onKeep}>
            {texts.conflictKeep}
          </Button>
        </>
      }
    >
      {children.length === 0 ? (
        <p className="soft">{texts.conflictNothing}</p>
      ) : (
        <ul className="steps">{children}</ul>
      )}
    </Dialog>
  )
}
