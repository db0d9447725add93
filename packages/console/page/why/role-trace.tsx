import { ArrowDown } from 'lucide-react'
import type { ExplainedRole } from '../api/client.ts'
import { hrefOf } from '../router/route.ts'
import { useMay } from '../shell/session-context.tsx'
import { useTexts } from '../texts/use-texts.tsx'
import { StateWord } from '../ui/state-word.tsx'

/** How one role came to its answer: every node on the way up, and every rule there. */
export function RoleTrace({
  role,
  isDeciding,
  isNamed,
}: {
  readonly role: ExplainedRole
  readonly isDeciding: boolean
  /** Whether a resource is asked about. */
  readonly isNamed: boolean
}) {
  const { why: texts } = useTexts()
  const may = useMay()
  const { source, mapped, via, scope, outOfScope, steps, answer } = role
  const rules = steps.some((step) => step.rules.length > 0)
  const origin = mapped === undefined ? texts.sources[source] : texts.byGroup(mapped.provider, mapped.group)
  return (
    <li className={`card role-trace${isDeciding ? ' deciding' : ''}`}>
      <header>
        <div className="named">
          <span className="named-line">
            {may('roles.view') ? (
              <a href={hrefOf(['roles', role.role])}>{role.title}</a>
            ) : (
              <span className="strong">{role.title}</span>
            )}
            {isDeciding && <span className="badge accent">{texts.decides}</span>}
          </span>
          <span className="soft small">
            {origin}
            {via.length > 1 && `, ${texts.via(via.slice(0, -1).join(' → '))}`}
            {scope !== undefined && (
              <>
                , {texts.scope('')}
                <span className="pattern">{scope}</span>
              </>
            )}
          </span>
        </div>
        {answer === 'unspecified' ? (
          <span className="state unspecified">{texts.saysNothing}</span>
        ) : (
          <StateWord state={answer} />
        )}
      </header>
      {outOfScope ? (
        <p className="soft small">{texts.outOfScope}</p>
      ) : rules ? (
        <ol className="walk">
          {steps.map((step) => (
            <li key={step.permission}>
              <ArrowDown className="icon soft" aria-hidden="true" />
              <span className="walk-node">
                {step.title} <code className="soft">{step.permission}</code>
              </span>
              <ul>
                {step.rules.map((rule) => (
                  <li
                    key={JSON.stringify([rule.state, rule.context])}
                    className={rule.decided ? 'decided' : ''}
                  >
                    <StateWord state={rule.state} faint={!rule.decided} />
                    {rule.context === undefined ? (
                      <span className="soft">{texts.everyResource}</span>
                    ) : (
                      <span className="pattern">{rule.context}</span>
                    )}
                    <span className="soft small">
                      {rule.decided
                        ? texts.decides
                        : rule.matched
                          ? texts.matched
                          : isNamed
                            ? texts.notMatched
                            : texts.needsName}
                    </span>
                  </li>
                ))}
              </ul>
            </li>
          ))}
        </ol>
      ) : (
        <p className="soft small">{texts.noRules}</p>
      )}
    </li>
  )
}
