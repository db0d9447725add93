import { SearchX } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTexts } from '../texts/use-texts.tsx'
import { Empty } from './empty.tsx'

/** Nothing is what was searched for. */
export function NothingFound({ query, action }: { readonly query?: string; readonly action?: ReactNode }) {
  const { common } = useTexts()
  return (
    <Empty icon={<SearchX />} title={common.nothingFound} action={action}>
      {query === undefined ? undefined : common.nothingFoundFor(query)}
    </Empty>
  )
}
