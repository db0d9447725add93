import { useQuery } from '@tanstack/react-query'
import { ArrowRight } from 'lucide-react'
import { useMemo } from 'react'
import { api } from '../api/client.ts'
import type { CellState, RoleTreePreview } from '../api/client.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { StateWord } from '../ui/state-word.tsx'
import { cellKey, changesOf } from './draft.ts'
import type { useDraft } from './use-draft.ts'

export interface PreviewDialogProps {
  readonly draft: ReturnType<typeof useDraft>
  readonly role: string
  readonly isBusy: boolean
  readonly onSave: () => void
  readonly onClose: () => void
}

/** How many lines are shown: more than anybody reads. */
const most = 500

/** What the changes would do, worked out by the server before anything is saved. */
export function PreviewDialog({ draft, role, isBusy, onSave, onClose }: PreviewDialogProps) {
  const texts = useTexts()
  const { permissions, common } = texts
  const changes = [...draft.draft.values()]
  const rows = useMemo(() => new Map(draft.tree?.rows.map((row) => [row.permission, row])), [draft.tree])
  const preview = useQuery({
    queryKey: ['preview', role, changes],
    queryFn: async ({ signal }) => {
      const body = { changes: changesOf(draft.draft) }
      return (await api.call('previewRoleTree', { params: { role }, body, signal })).body
    },
  })
  const effects = preview.data?.rows.filter(({ answers }) => answers)
  return (
    <Dialog
      title={permissions.previewTitle}
      about={permissions.previewAbout}
      width="wide"
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{common.cancel}</Button>
          <Button look="accent" isPending={isBusy} onPress={onSave}>
            {common.save}
          </Button>
        </>
      }
    >
      <section>
        <h3>{permissions.yourChanges}</h3>
        <ul className="steps">
          {changes.map(({ permission, context, state }) => {
            const row = rows.get(permission)
            const before =
              context === undefined ? row?.state : row?.contexts.find((one) => one.context === context)?.state
            return (
              <Step
                key={cellKey(permission, context)}
                path={row?.path ?? permission}
                context={context}
                before={before ?? 'unspecified'}
                after={state}
              />
            )
          })}
        </ul>
      </section>
      <section>
        <h3>{permissions.effects}</h3>
        {preview.isError ? (
          <ProblemNote problem={preview.error} onRetry={() => void preview.refetch()} />
        ) : effects === undefined ? (
          <Skeleton lines={3} />
        ) : effects.length === 0 ? (
          <p className="soft">{permissions.noConsequences}</p>
        ) : (
          <ul className="steps">
            {effects.slice(0, most).map((effect) => (
              <Effect key={effect.after.permission} effect={effect} />
            ))}
            {effects.length > most && <li className="soft">… {permissions.consequences(effects.length)}</li>}
          </ul>
        )}
      </section>
    </Dialog>
  )
}

/** What a permission says afterwards, for every resource and in each context in which that is another. */
function Effect({ effect }: { readonly effect: RoleTreePreview['rows'][number] }) {
  const { permissions } = useTexts()
  const { before, after, contexts } = effect
  const isOther = before.effective !== after.effective
  return (
    <>
      {(isOther || contexts.length === 0) && (
        <Step
          path={after.path}
          before={before.effective}
          after={after.effective}
          note={isOther ? undefined : permissions.forSome}
        />
      )}
      {contexts.map((one) => (
        <Step key={one.context} path={after.path} {...one} />
      ))}
    </>
  )
}

/** One thing that is another afterwards. */
export function Step({
  path,
  context,
  before,
  after,
  note,
}: {
  readonly path: string
  readonly context?: string | undefined
  readonly before: CellState
  readonly after: CellState
  readonly note?: string | undefined
}) {
  const texts = useTexts()
  return (
    <li>
      <span className="step-name">
        {path}
        {context !== undefined && (
          <>
            {' '}
            <span className="soft small">{texts.permissions.inContext}</span>{' '}
            <span className="pattern">{context}</span>
          </>
        )}
        {note !== undefined && <span className="badge warn">{note}</span>}
      </span>
      <span className="step-states">
        <span className="out-of-sight">{texts.permissions.before}</span>
        <StateWord state={before} faint />
        <ArrowRight className="icon soft" aria-hidden="true" />
        <span className="out-of-sight">{texts.permissions.after}</span>
        <StateWord state={after} />
      </span>
    </li>
  )
}
