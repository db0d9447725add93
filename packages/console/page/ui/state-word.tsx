import type { StateWord as Word } from '../api/types.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Mark } from './mark.tsx'

/** A state as picture and word: never colour alone. */
export function StateWord({ state, faint = false }: { readonly state: Word; readonly faint?: boolean }) {
  const texts = useTexts()
  return (
    <span className={`state ${state}${faint ? ' faint' : ''}`}>
      <Mark shape={state} />
      {texts.states[state]}
    </span>
  )
}
