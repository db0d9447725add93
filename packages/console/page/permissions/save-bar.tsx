import { Undo2 } from 'lucide-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { api } from '../api/client.ts'
import { isConflict } from '../api/problem.ts'
import { refresh } from '../api/queries.ts'
import type { RoleTree } from '../api/client.ts'
import { askBeforeLeaving } from '../router/use-route.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Button } from '../ui/button.tsx'
import { closeNow } from '../ui/close-now.ts'
import { Confirm } from '../ui/confirm.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { tell } from '../ui/toasts.tsx'
import { ConflictDialog } from './conflict-dialog.tsx'
import { changesOf } from './draft.ts'
import { PreviewDialog } from './preview-dialog.tsx'
import type { useDraft } from './use-draft.ts'
import { useSaveKeys } from './use-save-keys.ts'

export interface SaveBarProps {
  readonly draft: ReturnType<typeof useDraft>
  readonly role: string
}

/** What is changed and not saved; nobody loses it by going elsewhere, or writes over what others have written. */
export function SaveBar({ draft, role }: SaveBarProps) {
  const texts = useTexts()
  const { draft: changes, tree } = draft
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>(undefined)
  const [isPreviewed, setPreviewed] = useState(false)
  const [conflict, setConflict] = useState<RoleTree | undefined>(undefined)
  const [leave, setLeave] = useState<(() => void) | undefined>(undefined)
  const isChanged = changes.size > 0
  useEffect(() => {
    if (!isChanged) return
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault()
    addEventListener('beforeunload', warn)
    askBeforeLeaving((go) => setLeave(() => go))
    return () => {
      removeEventListener('beforeunload', warn)
      askBeforeLeaving(undefined)
    }
  }, [isChanged])
  useEffect(() => setProblem(undefined), [changes])

  const isSaving = useRef(false)
  const save = useCallback(async (): Promise<void> => {
    if (tree === undefined || isSaving.current || changes.size === 0) return
    isSaving.current = true
    setBusy(true)
    setProblem(undefined)
    try {
      const body = { changes: changesOf(changes) }
      await api.call('changeRules', { params: { role }, body, version: tree.version })
      const saved = await api.call('getRoleTree', { params: { role } })
      draft.startFrom(saved.body)
      closeNow(() => setPreviewed(false))
      tell(texts.permissions.saved)
      await refresh()
    } catch (error) {
      setPreviewed(false)
      if (isConflict(error))
        setConflict(
          await api.call('getRoleTree', { params: { role } }).then(
            ({ body }) => body,
            () => undefined,
          ),
        )
      setProblem(error)
    } finally {
      isSaving.current = false
      setBusy(false)
    }
  }, [tree, changes, role, draft, texts])
  useSaveKeys({ onSave: () => void save(), onUndo: draft.undo })

  if (tree === undefined || !isChanged) return null
  const affected = draft.rows.filter(({ isOther }) => isOther).length
  const { permissions, common } = texts
  return (
    <>
      <section className="save-bar" aria-label={permissions.unsaved(changes.size)}>
        <p role="status">
          <span className="strong">{permissions.unsaved(changes.size)}</span>{' '}
          <span className="soft">
            · {affected === 0 ? permissions.noConsequences : permissions.consequences(affected)}
          </span>
        </p>
        <div className="save-actions">
          <Button look="quiet" icon={<Undo2 className="icon" aria-hidden="true" />} onPress={draft.undo}>
            {common.undo}
          </Button>
          <Button look="quiet" onPress={draft.discard}>
            {common.discard}
          </Button>
          <Button onPress={() => setPreviewed(true)}>{permissions.review}</Button>
          <Button look="accent" isPending={isBusy} onPress={() => void save()}>
            {common.save}
          </Button>
        </div>
        {conflict === undefined && <ProblemNote problem={problem} />}
      </section>
      {isPreviewed && (
        <PreviewDialog
          draft={draft}
          role={role}
          isBusy={isBusy}
          onSave={() => void save()}
          onClose={() => setPreviewed(false)}
        />
      )}
      {conflict !== undefined && (
        <ConflictDialog
          before={tree}
          after={conflict}
          draft={changes}
          onKeep={() => {
            draft.moveTo(conflict)
            setConflict(undefined)
          }}
          onDrop={() => {
            draft.startFrom(conflict)
            setConflict(undefined)
          }}
          onClose={() => setConflict(undefined)}
        />
      )}
      {leave !== undefined && (
        <Confirm
          title={permissions.leaveTitle}
          action={permissions.leave}
          onClose={() => setLeave(undefined)}
          onConfirm={async () => leave()}
        >
          <p>{permissions.leaveAbout(changes.size)}</p>
        </Confirm>
      )}
    </>
  )
}
