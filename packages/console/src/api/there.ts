import type { Call } from './call.ts'
import { subjectOf } from './subject-id.ts'

/**
 * The id of somebody who exists, or of whom the store knows at least that.
 *
 * @throws TrilatchError `TRILATCH_USER_UNKNOWN` (404)
 */
export async function checkThere(call: Call, user: string): Promise<string> {
  const id = subjectOf(user)
  const { version } = await call.store.rolesOf(id)
  if (version === null) await call.users.get(id)
  return id
}
