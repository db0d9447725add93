import type { ReactNode } from 'react'
import { refresh } from '../api/queries.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Button } from '../ui/button.tsx'
import { closeNow } from '../ui/close-now.ts'
import { Dialog } from '../ui/dialog.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { Search } from '../ui/search.tsx'
import { useSending } from '../ui/use-sending.ts'
import type { Searching } from '../ui/use-search.ts'
import { changesOf } from './ticks.ts'
import type { Ticks } from './ticks.ts'

export interface PickDialogProps {
  readonly title: string
  readonly about: string
  readonly searchLabel: string
  readonly search: Pick<Searching, 'text' | 'setText'>
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
  const onDone = async (): Promise<void> => {
    closeNow(onClose)
    await refresh()
  }
  const { isBusy, problem, send } = useSending({ onDone, conflict: texts.members.conflict, onConflict })
  const { add, remove } = changesOf(ticks)
  const isTooMuch = ticks.size > 1_000
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
            <Button
              look="accent"
              isPending={isBusy}
              isDisabled={isTooMuch}
              onPress={() => (ticks.size === 0 ? onClose() : void send(onSave()))}
            >
              {texts.common.ok}
            </Button>
          )}
        </>
      }
    >
      <Search label={props.searchLabel} value={props.search.text} onChange={props.search.setText} autoFocus />
      <ProblemNote problem={problem} />
      {props.children}
    </Dialog>
  )
}
