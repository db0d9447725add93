import type { CellState } from '../api/client.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Mark } from './mark.tsx'

/** A state as picture and word: never colour alone. */
export function StateWord({ state, faint = false }: { readonly state: CellState; readonly faint?: boolean }) {
  const texts = useTexts()
  return (
    <span className={`state ${state}${faint ? ' faint' : ''}`}>
      <Mark shape={state} />
      {texts.states[state]}
    </span>
  )
}
