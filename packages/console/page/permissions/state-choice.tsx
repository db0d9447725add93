import { useId } from 'react'
import type { StateWord as Word } from '../api/types.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { StateIcon } from '../ui/state-word.tsx'

const words: readonly Word[] = ['granted', 'forbidden', 'unspecified']

export interface StateChoiceProps {
  readonly label: string
  readonly state: Word
  /** Whether Tab comes here. */
  readonly isReachable: boolean
  readonly onChange: (state: Word) => void
}

/** A state as one of three: all pictures to choose from, and the word of the one that holds. */
export function StateChoice({ label, state, isReachable, onChange }: StateChoiceProps) {
  const texts = useTexts()
  const name = useId()
  return (
    <div className="state-choice" role="radiogroup" aria-label={label}>
      <span className="segments">
        {words.map((word) => (
          <label
            key={word}
            className={`segment ${word}${word === state ? ' on' : ''}`}
            title={texts.states[word]}
          >
            <input
              type="radio"
              name={name}
              aria-label={texts.states[word]}
              checked={word === state}
              tabIndex={isReachable ? 0 : -1}
              onChange={() => onChange(word)}
            />
            <StateIcon state={word} />
          </label>
        ))}
      </span>
      <span className={`state ${state}`} aria-hidden="true">
        {texts.states[state]}
      </span>
    </div>
  )
}
