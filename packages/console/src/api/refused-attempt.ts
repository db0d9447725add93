import { TrilatchError } from '@trilatch/core'
import type { FetchContext } from '@trilatch/core'
import type { Declaration } from '../contract/declaration.ts'
import type { Settings } from '../options.ts'

/** What the giving rule refuses puts itself in the trail, with what was asked for. */
const recorded: ReadonlySet<string> = new Set([
  'TRILATCH_ADMINISTRATOR_REQUIRED',
  'TRILATCH_MORE_THAN_HELD',
  'TRILATCH_CANNOT_PROVE',
])

/** Whether somebody was told that they may not, and not that what they sent was wrong. */
function isRefusal(error: unknown): error is TrilatchError {
  if (!(error instanceof TrilatchError) || recorded.has(error.code)) return false
  return error.status === 403 || error.code === 'TRILATCH_LAST_ADMINISTRATOR'
}

/**
 * Puts a refusal in the audit trail: who is signed in wanted to change something, and lacks the permission or a recent
 * sign-in, was sent by another site, or is about to take away the last administrator. While switched off nothing stays.
 */
export async function recordRefusal(
  error: unknown,
  id: string,
  declared: Declaration,
  params: Readonly<Record<string, string>>,
  { access }: FetchContext,
  { authorizer }: Settings,
): Promise<void> {
  const { subjectId } = access
  if (!declared.writes || !authorizer.enabled || subjectId === null || !isRefusal(error)) return
  const target = Object.values(params).join(' ') || declared.path
  const attempt = { action: `console.${id}`, target, code: error.code, detail: error.message }
  await authorizer.manage(subjectId).refused(attempt)
}
