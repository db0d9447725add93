import { useState } from 'react'
import { useSettled } from './use-settled.ts'

/** What is typed into a search, and what is asked for by it. */
export interface Searching {
  readonly text: string
  readonly setText: (text: string) => void
  readonly query: string
}

export function useSearch(): Searching {
  const [text, setText] = useState('')
  return { text, setText, query: useSettled(text.trim()) }
}
