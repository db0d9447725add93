import type { ExitStatus } from '../failure.ts'
import { show } from '../session.ts'
import type { Session } from '../session.ts'
import { visible } from '../terminal.ts'
import { accessOf, statusOf } from './check.ts'
import type { Question } from './check.ts'

/** `trilatch explain`: the same answer, with every role and rule that led to it. */
export async function explain(session: Session, question: Question): Promise<ExitStatus> {
  const access = await accessOf(session, question.subject)
  const { permission, resource } = question
  const explanation =
    resource === undefined ? access.explain(permission) : access.explain(permission, resource)
  show(session, explanation, visible(explanation.text))
  return statusOf(explanation.decision)
}
