import type { ExitStatus } from '../failure.ts'
import { actor, show } from '../session.ts'
import type { Session } from '../session.ts'
import { visible } from '../terminal.ts'

/** `trilatch audit head`: where the trail ends, to be published outside the store. */
export async function auditHead(session: Session): Promise<ExitStatus> {
  const head = await (await session.authorizer()).manage(actor).auditHead()
  show(
    session,
    { head },
    head === null ? 'The trail has no entries.' : `${head.sequence}:${visible(head.hash)}`,
  )
  return head === null ? 1 : 0
}
