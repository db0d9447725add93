import { Ban, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { Button } from 'react-aria-components/Button'
import type { AuditEntry } from '../api/client.ts'
import { hrefOf } from '../router/route.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { AskedView, DiffView } from './diff-view.tsx'

/** One write, or an attempt that was refused: who, what, when; what was before and after, or asked for, on demand. */
export function AuditLine({ entry }: { readonly entry: AuditEntry }) {
  const { audit: texts } = useTexts()
  const [isOpen, setOpen] = useState(false)
  const { sequence, at, actor, action, target, before, after, refusal } = entry
  const isRefused = entry.outcome === 'refused'
  const [show, hide] = isRefused ? [texts.showAsked, texts.hideAsked] : [texts.show, texts.hide]
  const when = new Date(at)
  const filter = (name: string, value: string): string => hrefOf(['audit'], { [name]: value })
  return (
    <li className="entry">
      <div className="entry-line">
        <Button
          className="fold"
          aria-expanded={isOpen}
          aria-label={`${isOpen ? hide : show}: ${texts.entry(sequence)}`}
          onPress={() => setOpen(!isOpen)}
        >
          <ChevronRight className="icon" aria-hidden="true" />
        </Button>
        <span className="entry-what">
          {isRefused && (
            <span className="badge bad">
              <Ban className="icon" aria-hidden="true" />
              {texts.refused}
            </span>
          )}
          <a href={filter('action', action)} className="entry-action">
            <code>{action}</code>
          </a>
          <a href={filter('target', target)} className="entry-target">
            {target}
          </a>
        </span>
        <span className="entry-who small">
          <a href={filter('actor', actor)}>{actor}</a>
        </span>
        <time className="soft small number" dateTime={at} title={at}>
          {when.toLocaleString(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'short' })}
        </time>
        <span className="soft small number entry-number">#{sequence}</span>
      </div>
      {refusal !== undefined && (
        <p className="entry-refusal small">
          <code>{refusal.code}</code> {refusal.detail}
        </p>
      )}
      {isOpen && (isRefused ? <AskedView asked={after} /> : <DiffView before={before} after={after} />)}
    </li>
  )
}
