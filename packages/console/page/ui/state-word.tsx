import { Check, Minus, X } from 'lucide-react'
import type { StateWord as Word } from '../api/types.ts'
import { useTexts } from '../texts/use-texts.tsx'

const icons = { granted: Check, forbidden: X, unspecified: Minus } as const

export function StateIcon({ state }: { readonly state: Word }) {
  const Icon = icons[state]
  return <Icon className="icon" aria-hidden="true" />
}

/** A state as picture and word: never colour alone. */
export function StateWord({ state, faint = false }: { readonly state: Word; readonly faint?: boolean }) {
  const texts = useTexts()
  return (
    <span className={`state ${state}${faint ? ' faint' : ''}`}>
      <StateIcon state={state} />
      {texts.states[state]}
    </span>
  )
}
