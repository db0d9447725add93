import type { Access, Decision } from '@trilatch/core'
import type { ExitStatus } from '../failure.ts'
import { show } from '../session.ts'
import type { Session } from '../session.ts'
import { styled, visible } from '../terminal.ts'

/** A question as people type it. */
export interface Question {
  /** The id of a subject; `-` for nobody. */
  readonly subject: string
  readonly permission: string
  readonly resource?: string | undefined
}

/** The answer as the exit status: 0 granted, 1 forbidden, 2 for a permission that does not exist. */
export function statusOf({ state, reason }: Decision): ExitStatus {
  if (reason === 'unknown-permission' || reason === 'improper-resource') return 2
  return state === 'granted' ? 0 : 1
}

/** The access of a subject; `-` is nobody. */
export async function accessOf(session: Session, subject: string): Promise<Access> {
  const authorizer = await session.authorizer()
  return authorizer.access(subject === '-' ? null : { id: subject })
}

/** `trilatch check`: whether somebody may do something. */
export async function check(session: Session, question: Question): Promise<ExitStatus> {
  const access = await accessOf(session, question.subject)
  const { permission, resource } = question
  const decision = resource === undefined ? access.decide(permission) : access.decide(permission, resource)
  const word =
    decision.state === 'granted'
      ? styled(session.terminal, 'green', 'granted')
      : styled(session.terminal, 'red', 'forbidden')
  show(session, decision, `${word}  ${visible(decision.text)}`)
  return statusOf(decision)
}
