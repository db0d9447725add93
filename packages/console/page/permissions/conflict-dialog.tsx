import { useMemo } from 'react'
import type { RoleTree } from '../api/types.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { differencesOf } from './differences.ts'
import type { Draft } from './draft.ts'
import { Step } from './preview-dialog.tsx'

export interface ConflictDialogProps {
  readonly before: RoleTree
  readonly after: RoleTree
  readonly draft: Draft
  readonly onKeep: () => void
  readonly onDrop: () => void
  readonly onClose: () => void
}

/** Two administrators in one role: what the other one has done, and whose way it goes on. */
export function ConflictDialog({ before, after, draft, onKeep, onDrop, onClose }: ConflictDialogProps) {
  const { permissions: texts } = useTexts()
  const differences = useMemo(() => differencesOf(before, after, draft), [before, after, draft])
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
      {differences.length === 0 ? (
        <p className="soft">{texts.conflictNothing}</p>
      ) : (
        <ul className="steps">
          {differences.map(({ key, path, context, before, after, isMine }) => (
            <Step
              key={key}
              path={path}
              context={context}
              before={before}
              after={after}
              note={isMine ? texts.conflictBoth : undefined}
            />
          ))}
        </ul>
      )}
    </Dialog>
  )
}
