import { useState } from 'react'
import type { ReactNode } from 'react'
import { isConflict, Problem } from '../api/problem.ts'
import { refresh } from '../api/queries.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Button } from '../ui/button.tsx'
import { closeNow } from '../ui/close-now.ts'
import { Dialog } from '../ui/dialog.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { Search } from '../ui/search.tsx'
import { changesOf } from './ticks.ts'
import type { Ticks } from './ticks.ts'

export interface PickDialogProps {
  readonly title: string
  readonly about: string
  readonly searchLabel: string
  readonly search: string
  readonly onSearch: (search: string) => void
  readonly ticks: Ticks
  readonly isReadOnly: boolean
  /** Writes all of it, or nothing. */
  readonly onSave: () => Promise<unknown>
  /** Somebody else was faster: what is shown has to be asked for anew. */
  readonly onConflict: () => Promise<unknown>
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A list to tick, where nothing changes until OK. */
export function PickDialog(props: PickDialogProps) {
  const { ticks, isReadOnly, onSave, onConflict, onClose } = props
  const texts = useTexts()
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>(undefined)
  const { add, remove } = changesOf(ticks)
  const isTooMuch = ticks.size > 1_000
  const save = async (): Promise<void> => {
    if (ticks.size === 0) return onClose()
    setBusy(true)
    setProblem(undefined)
    try {
      await onSave()
      closeNow(onClose)
      await refresh()
    } catch (error) {
      setProblem(isConflict(error) ? new Problem(412, undefined, texts.members.conflict) : error)
      if (isConflict(error)) await onConflict()
      setBusy(false)
    }
  }
  return (
    <Dialog
      title={props.title}
      about={isReadOnly ? texts.permissions.readOnly : props.about}
      dismissable={ticks.size === 0}
      onClose={onClose}
      footer={
        <>
          <span className="at-start soft small" role="status">
            {isTooMuch ? texts.members.tooMany : texts.members.changed(add.length, remove.length)}
          </span>
          <Button onPress={onClose}>{isReadOnly ? texts.common.close : texts.common.cancel}</Button>
          {!isReadOnly && (
            <Button look="accent" isPending={isBusy} isDisabled={isTooMuch} onPress={() => void save()}>
              {texts.common.ok}
            </Button>
          )}
        </>
      }
    >
      <Search label={props.searchLabel} value={props.search} onChange={props.onSearch} autoFocus />
      <ProblemNote problem={problem} />
      {props.children}
    </Dialog>
  )
}
