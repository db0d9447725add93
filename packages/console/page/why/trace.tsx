import { Check, Link, X } from 'lucide-react'
import { useState } from 'react'
import type { Explanation } from '../api/client.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { tell } from '../ui/toasts.tsx'
import { RoleTrace } from './role-trace.tsx'

/** The answer, and the whole way to it. */
export function Trace({
  explanation,
  subject,
}: {
  readonly explanation: Explanation
  readonly subject: string
}) {
  const texts = useTexts()
  const { decision, roles, needed } = explanation
  const isGranted = decision.state === 'granted'
  const [link, setLink] = useState<string | undefined>(undefined)
  const share = async (): Promise<void> => {
    try {
      // Browsers have no clipboard for pages without TLS, and people may say no.
      await navigator.clipboard.writeText(location.href)
      tell(texts.why.shared)
    } catch {
      setLink(location.href)
    }
  }
  return (
    <section className="trace" aria-label={isGranted ? texts.why.may : texts.why.mayNot}>
      <div className={`card verdict ${decision.state}`} role="status">
        <span className="verdict-icon" aria-hidden="true">
          {isGranted ? <Check /> : <X />}
        </span>
        <div className="verdict-text">
          <h2>{isGranted ? texts.why.may : texts.why.mayNot}</h2>
          <p>
            {subject !== '' && <strong>{subject} </strong>}
            <code>{decision.permission}</code>
            {decision.resource !== undefined && (
              <>
                {' '}
                <span className="pattern">{decision.resource}</span>
              </>
            )}
          </p>
          <p>{texts.why.reasons[decision.reason]}</p>
          {!isGranted && <p className="soft">{decision.text}</p>}
          {needed.length > 0 && decision.text !== '' && (
            <p className="out-of-sight">
              {texts.why.needed}: {needed.map(({ title }) => title).join(', ')}
            </p>
          )}
        </div>
        <Button icon={<Link className="icon" aria-hidden="true" />} small onPress={() => void share()}>
          {texts.why.share}
        </Button>
      </div>
      {link !== undefined && (
        <Field
          label={texts.why.link}
          hint={texts.why.linkHint}
          value={link}
          onChange={setLink}
          readOnly
          autoFocus
          mono
        />
      )}
      {roles.length === 0 ? (
        <p className="soft">{texts.why.noRoles}</p>
      ) : (
        <ol className="traces">
          {roles.map((role) => (
            <RoleTrace
              key={JSON.stringify([role.role, role.source, role.scope, role.via, role.mapped])}
              role={role}
              isNamed={decision.resource !== undefined}
              isDeciding={decision.by?.role === role.role && decision.by.scope === role.scope}
            />
          ))}
        </ol>
      )}
    </section>
  )
}
