import type { ExitStatus } from '../failure.ts'
import { show } from '../session.ts'
import type { Session } from '../session.ts'
import { visible } from '../terminal.ts'
import { accessOf, statusOf } from './check.ts'
import type { Question } from './check.ts'

/** What to look at where no role was asked: a name that was mistyped looks the same as somebody without roles. */
const noRoles = (subject: string): string =>
  subject === '-'
    ? 'Nobody who is not signed in holds a role here: there are no `anonymousRoles`.'
    : `The store gives ${JSON.stringify(subject)} no role. Subjects are named by their id.`

/** `trilatch explain`: the same answer, with every role and rule that led to it. */
export async function explain(session: Session, question: Question): Promise<ExitStatus> {
  const access = await accessOf(session, question.subject)
  const { permission, resource } = question
  const explanation =
    resource === undefined ? access.explain(permission) : access.explain(permission, resource)
  const without = explanation.roles.length === 0 && explanation.decision.reason === 'nothing-granted'
  const text = without ? `${explanation.text}\n${noRoles(question.subject)}` : explanation.text
  show(session, explanation, visible(text))
  return statusOf(explanation.decision)
}
