import { createContext, use } from 'react'
import { en } from './en/en.ts'
import type { Texts } from './shape.ts'

export const TextsContext = createContext<Texts>(en)

/** The texts in the language that is shown. */
export function useTexts(): Texts {
  return use(TextsContext)
}
