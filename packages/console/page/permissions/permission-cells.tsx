import type { ReactNode } from 'react'
import type { CellState } from '../api/client.ts'
import type { Texts } from '../texts/shape.ts'
import { Fold } from '../ui/fold.tsx'
import { StateWord } from '../ui/state-word.tsx'
import type { Line } from './lines.ts'
import { StateChoice } from './state-choice.tsx'

export interface CellActions {
  readonly texts: Texts
  readonly isReadOnly: boolean
  readonly onToggle: (line: Line, isExpanded: boolean) => void
  readonly onState: (line: Line, state: CellState) => void
  readonly onAddContext: (line: Line) => void
}

function NameCell({
  line,
  isActive,
  actions,
}: {
  readonly line: Line
  readonly isActive: boolean
  readonly actions: CellActions
}) {
  const { texts, isReadOnly, onAddContext } = actions
  const { row, context } = line
  if (context !== undefined)
    return (
      <span className={`tree-name context level-${Math.min(line.level, 12)}`}>
        <span className="soft small">{texts.permissions.inContext}</span>{' '}
        <span className="pattern">{context.context}</span>
      </span>
    )
  return (
    <span className={`tree-name level-${Math.min(line.level, 12)}`}>
      <Fold
        title={row.title}
        isExpanded={line.isExpanded}
        onToggle={(isExpanded) => actions.onToggle(line, isExpanded)}
      />
      <span className="tree-title">
        <span className={row.isLeaf ? '' : 'strong'}>{row.title}</span>
        <code className="soft">{row.permission}</code>
      </span>
      {!isReadOnly && (
        // Of the browser itself: there is one in each line, and scrolling draws many.
        <button
          type="button"
          className="add-context"
          aria-label={texts.permissions.addContextTo(row.title)}
          tabIndex={isActive ? 0 : -1}
          onClick={() => onAddContext(line)}
        >
          {texts.permissions.context}
        </button>
      )}
    </span>
  )
}

function StateCell({
  line,
  isActive,
  actions,
}: {
  readonly line: Line
  readonly isActive: boolean
  readonly actions: CellActions
}) {
  const { texts, isReadOnly, onState } = actions
  const { row, context } = line
  const { state, saved } = context ?? row
  const label =
    context === undefined
      ? texts.permissions.stateOf(row.title)
      : texts.permissions.stateOfContext(row.title, context.context)
  const was =
    state === saved
      ? undefined
      : context !== undefined && saved === 'unspecified'
        ? texts.permissions.wasNew
        : context !== undefined && state === 'unspecified'
          ? texts.permissions.willGo
          : texts.permissions.was(texts.states[saved])
  return (
    <span className="state-cell">
      {isReadOnly ? (
        <StateWord state={state} />
      ) : (
        <StateChoice
          label={label}
          state={state}
          isReachable={isActive}
          onChange={(word) => onState(line, word)}
        />
      )}
      {was !== undefined && <span className="was small">{was}</span>}
    </span>
  )
}

function ExpectedCell({ line, texts }: { readonly line: Line; readonly texts: Texts }) {
  const { row, context } = line
  const { expected } = context ?? row
  const source = context !== undefined ? (row.state === 'unspecified' ? row.source : row.title) : row.source
  return (
    <span className={`expected${(context ?? row).state === 'unspecified' ? ' holds' : ''}`}>
      <StateWord state={expected} faint />
      {source !== undefined && <span className="soft small source">{texts.permissions.from(source)}</span>}
    </span>
  )
}

/** The cells of one line: name, state, expected state. */
export function cellsOf(line: Line, isActive: boolean, actions: CellActions): readonly ReactNode[] {
  return [
    <NameCell key="name" line={line} isActive={isActive} actions={actions} />,
    <StateCell key="state" line={line} isActive={isActive} actions={actions} />,
    <ExpectedCell key="expected" line={line} texts={actions.texts} />,
  ]
}
