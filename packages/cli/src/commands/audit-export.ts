import { jsonLine, keptJsonLine, ocsfEvent } from '@trilatch/core'
import type { ExitStatus } from '../failure.ts'
import { actor } from '../session.ts'
import type { Session } from '../session.ts'

/** What is exported. */
export interface ExportRequest {
  /** Only the entries behind this one. */
  readonly after?: string | undefined
  /** As events of OCSF. */
  readonly ocsf: boolean
}

/** `trilatch audit export`: the trail as lines of JSON, oldest first. */
export async function auditExport(session: Session, { after, ocsf }: ExportRequest): Promise<ExitStatus> {
  const manager = (await session.authorizer()).manage(actor)
  let wrong = 0
  for (let next = after, begun = false; !begun || next !== undefined; begun = true) {
    const page = await manager.trail({ limit: 200, ...(next === undefined ? {} : { after: next }) })
    for (const kept of page.items) {
      if (kept.fault !== undefined) wrong++
      const { entry } = kept
      session.terminal.out(ocsf && entry !== null ? jsonLine(ocsfEvent(entry)) : keptJsonLine(kept))
    }
    next = page.next
  }
  if (wrong === 0) return 0
  session.terminal.err(`${wrong} of them cannot be verified: \`trilatch audit verify\` tells which.`)
  return 1
}
