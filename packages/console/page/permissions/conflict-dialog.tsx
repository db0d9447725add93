import { useMemo } from 'react'
import type { RoleTree } from '../api/client.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Overtaken } from '../ui/overtaken.tsx'
import type { OvertakenProps } from '../ui/overtaken.tsx'
import { differencesOf } from './differences.ts'
import type { Draft } from './draft.ts'
import { Step } from './preview-dialog.tsx'

export interface ConflictDialogProps extends Omit<OvertakenProps, 'children'> {
  readonly before: RoleTree
  readonly after: RoleTree
  readonly draft: Draft
}

/** What another administrator has changed in the tree, beside what is changed here. */
export function ConflictDialog({ before, after, draft, ...choice }: ConflictDialogProps) {
  const { permissions: texts } = useTexts()
  const differences = useMemo(() => differencesOf(before, after, draft), [before, after, draft])
  return (
    <Overtaken {...choice}>
      {differences.map((one) => (
        <Step
          key={one.key}
          path={one.path}
          context={one.context}
          before={one.before}
          after={one.after}
          note={one.isMine ? texts.conflictBoth : undefined}
        />
      ))}
    </Overtaken>
  )
}
