import type { Permissions } from '../catalogue/permissions.ts'
import { compilePolicy } from '../decision/compiled-policy.ts'
import { resolveHoldings } from '../decision/holdings.ts'
import type { Snapshot } from '../decision/snapshot.ts'
import { Verdicts } from '../decision/verdicts.ts'
import { switchedOffId } from '../policy/switched-off-id.ts'

/** The snapshot that everybody has while Trilatch is switched off. */
export function switchedOff(permissions: Permissions): Snapshot {
  const policy = compilePolicy('switched-off', [], permissions)
  const holdings = resolveHoldings(policy, [])
  return Object.freeze({
    policy,
    subjectId: switchedOffId,
    standing: 'switched-off',
    holdings,
    verdicts: new Verdicts(policy, []),
  })
}
