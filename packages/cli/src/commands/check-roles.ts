import { TrilatchError } from '@trilatch/core'
import type { Manager } from '@trilatch/core'

/**
 * Looks roles up before anything is written: of several, none is changed when one does not exist.
 *
 * @throws TrilatchError `TRILATCH_ROLE_UNKNOWN`
 */
export async function checkRoles(manager: Manager, roles: readonly string[]): Promise<void> {
  const known = new Set((await manager.roles()).map(({ role }) => role.id))
  const stranger = roles.find((role) => !known.has(role))
  if (stranger === undefined) return
  const message = `There is no role ${JSON.stringify(stranger)}. Roles: ${[...known].toSorted().join(', ')}.`
  throw new TrilatchError('TRILATCH_ROLE_UNKNOWN', message)
}
