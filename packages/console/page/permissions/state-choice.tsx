import { useId } from 'react'
import type { CellState } from '../api/client.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { threeMarks } from '../ui/mark.tsx'

const words: readonly CellState[] = ['granted', 'forbidden', 'unspecified']

export interface StateChoiceProps {
  readonly label: string
  readonly state: CellState
  /** Whether Tab comes here. */
  readonly isReachable: boolean
  readonly onChange: (state: CellState) => void
}

/** A state as one of three: all pictures to choose from, and the word of the one that holds. */
export function StateChoice({ label, state, isReachable, onChange }: StateChoiceProps) {
  const texts = useTexts()
  const name = useId()
  return (
    <>
      <span className="segments" role="radiogroup" aria-label={label}>
        {words.map((word) => (
          <input
            key={word}
            type="radio"
            className={`segment ${word}`}
            name={name}
            title={texts.states[word]}
            aria-label={texts.states[word]}
            checked={word === state}
            tabIndex={isReachable ? 0 : -1}
            onChange={() => onChange(word)}
          />
        ))}
        {threeMarks}
      </span>
      <span className={`state ${state}`} aria-hidden="true">
        {texts.states[state]}
      </span>
    </>
  )
}
