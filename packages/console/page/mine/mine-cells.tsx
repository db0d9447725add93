import type { ReactNode } from 'react'
import type { Texts } from '../texts/shape.ts'
import { Fold } from '../ui/fold.tsx'
import { StateWord } from '../ui/state-word.tsx'
import type { MineLine } from './mine-lines.ts'

/** The cells of one line: name, answer, where. */
export function mineCells(
  { own, level, isExpanded }: MineLine,
  texts: Texts,
  onToggle: (isExpanded: boolean) => void,
): readonly ReactNode[] {
  const { title, permission, state, some, contexts, reason } = own
  const why = texts.mine.reasons[reason]
  return [
    <span className={`tree-name level-${Math.min(level, 12)}`} key="name">
      <Fold title={title} isExpanded={isExpanded} onToggle={onToggle} />
      <span className="tree-title">
        <span className={isExpanded === undefined ? '' : 'strong'}>{title}</span>
        <code className="soft">{permission}</code>
      </span>
    </span>,
    <span className="state-cell" key="state">
      <StateWord state={state} faint={state === 'forbidden'} />
      {state === 'forbidden' && some && <span className="badge accent">{texts.mine.onlySome}</span>}
    </span>,
    <span className={contexts.length > 0 ? 'places' : 'chips'} key="where">
      {why !== '' && <span className="soft small">{why}</span>}
      {contexts.map(({ state, context, scope }) => (
        <span key={JSON.stringify([state, context, scope])} className="where small">
          <StateWord state={state} faint />{' '}
          {context === undefined ? (
            <span className="soft">{texts.mine.everything}</span>
          ) : (
            <span className="pattern">{context}</span>
          )}
          {scope !== undefined && <span className="soft"> {texts.mine.within(scope)}</span>}
        </span>
      ))}
    </span>,
  ]
}
