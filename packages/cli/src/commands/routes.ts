import { coverageTable } from '@trilatch/core'
import { misuse } from '../failure.ts'
import type { ExitStatus } from '../failure.ts'
import { show } from '../session.ts'
import type { Session } from '../session.ts'
import { visible } from '../terminal.ts'

/** `trilatch routes`: every route of the application and what protects it; 1 when one is unprotected. */
export async function routes(session: Session): Promise<ExitStatus> {
  const config = await session.config()
  if (config.routes === undefined) {
    const message =
      'The configuration has no `routes`. Add `routes: () => coverage(app)`, with `coverage` from your adapter.'
    throw misuse(message, 'config-invalid')
  }
  const coverage = await config.routes()
  show(session, coverage, visible(coverageTable(coverage)))
  return coverage.unprotected.length === 0 ? 0 : 1
}
