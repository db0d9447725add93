import { useMemo } from 'react'
import { useTexts } from '../texts/use-texts.tsx'
import { diffOf, linesOf, partsOf } from './diff.ts'

const marks = { same: ' ', gone: '−', new: '+' } as const

/** Before and after, line by line. */
export function DiffView({ before, after }: { readonly before: unknown; readonly after: unknown }) {
  const { audit: texts } = useTexts()
  const parts = useMemo(() => partsOf(diffOf(before, after)), [before, after])
  if (parts.length === 0) return <p className="soft small">{texts.nothing}</p>
  return (
    <div className="diff mono" tabIndex={0} role="region" aria-label={`${texts.before} → ${texts.after}`}>
      {parts.map((part, at) =>
        'left' in part ? (
          <p className="diff-left" key={at}>
            {texts.unchanged(part.left)}
          </p>
        ) : (
          part.lines.map(({ kind, text }, line) => (
            <p className={`diff-line ${kind}`} key={`${at} ${line}`}>
              <span aria-hidden="true">{marks[kind]}</span>
              {kind !== 'same' && (
                <span className="out-of-sight">{kind === 'gone' ? texts.before : texts.after}: </span>
              )}
              {text}
            </p>
          ))
        ),
      )}
    </div>
  )
}

/** What somebody asked for and did not get: no change, so nothing of it is marked as one. */
export function AskedView({ asked }: { readonly asked: unknown }) {
  const { audit: texts } = useTexts()
  const lines = useMemo(() => linesOf(asked), [asked])
  if (lines.length === 0) return <p className="entry-refusal small">{texts.notKept}</p>
  return (
    <div className="diff mono" tabIndex={0} role="region" aria-label={texts.asked}>
      <p className="diff-left">{texts.asked}</p>
      {lines.map((text, line) => (
        <p className="diff-line" key={line}>
          {text}
        </p>
      ))}
    </div>
  )
}
