import { useTexts } from '../texts/use-texts.tsx'
import { Mark } from './mark.tsx'

export interface FoldProps {
  /** What is folded, for those who do not see it. */
  readonly title: string
  /** `undefined`: there is nothing beneath, and the place stays free. */
  readonly isExpanded: boolean | undefined
  readonly onToggle: (isExpanded: boolean) => void
}

/** The button that folds a line of a tree: for pointers, since keys do it on the line itself. */
export function Fold({ title, isExpanded, onToggle }: FoldProps) {
  const { permissions: texts } = useTexts()
  if (isExpanded === undefined) return <span className="fold" />
  return (
    <button
      type="button"
      className="fold"
      tabIndex={-1}
      aria-label={isExpanded ? texts.collapse(title) : texts.expand(title)}
      onClick={() => onToggle(!isExpanded)}
    >
      <Mark shape="fold" />
    </button>
  )
}
