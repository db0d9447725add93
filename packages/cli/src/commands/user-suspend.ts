import type { ExitStatus } from '../failure.ts'
import { actor, show } from '../session.ts'
import type { Session } from '../session.ts'
import { visible } from '../terminal.ts'
import { findUser } from './find-user.ts'
import { warnInMemory } from './warn-in-memory.ts'

/** `trilatch user suspend` and `restore`: forbids a user everything, or ends that. */
export async function setSuspended(session: Session, who: string, suspended: boolean): Promise<ExitStatus> {
  const authorizer = await session.authorizer()
  const manager = authorizer.manage(actor)
  const id = await findUser(authorizer, who)
  await (suspended ? manager.suspendUser(id) : manager.restoreUser(id))
  const text = suspended ? `${id} is suspended: everything is forbidden.` : `${id} is no longer suspended.`
  show(session, { id, suspended }, visible(text))
  warnInMemory(session, authorizer)
  return 0
}
