import { PolicyError } from '@trilatch/core'
import type { PolicyIssue } from '@trilatch/core'

/** The error for what was sent and is not acceptable: 422, with everything that is wrong. */
export function refused(issues: readonly Pick<PolicyIssue, 'path' | 'message'>[]): PolicyError {
  const code = 'TRILATCH_REQUEST_INVALID'
  return new PolicyError(
    'the request',
    issues.map(({ path, message }) => ({ code, path, message })),
    { status: 422 },
  )
}
