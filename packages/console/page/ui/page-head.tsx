import { useEffect } from 'react'
import type { ReactNode } from 'react'
import { useTexts } from '../texts/use-texts.tsx'

export interface PageHeadProps {
  readonly title: string
  /** What is to be read beneath the title. */
  readonly children?: ReactNode
  /** Where it belongs, above the title. */
  readonly above?: ReactNode
  readonly beside?: ReactNode
  readonly actions?: ReactNode
}

/** The head of a screen; its title is the document's. */
export function PageHead({ title, children, above, beside, actions }: PageHeadProps) {
  const texts = useTexts()
  useEffect(() => {
    document.title = `${title} – ${texts.shell.console}`
  }, [title, texts])
  return (
    <header className="page-head">
      {above !== undefined && <div className="page-above small">{above}</div>}
      <div className="page-title">
        <h1 tabIndex={-1} id="page-title">
          {title}
        </h1>
        {beside}
        {actions !== undefined && <div className="page-actions">{actions}</div>}
      </div>
      {children !== undefined && <p className="soft page-about">{children}</p>}
    </header>
  )
}
