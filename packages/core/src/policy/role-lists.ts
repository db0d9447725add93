import { own } from '../own.ts'
import { didYouMean } from '../catalogue/suggest.ts'
import { TrilatchError } from '../errors.ts'
import { checkNewUserRoles, userOrigins } from './new-user-roles.ts'
import type { NewUserRoles } from './new-user-roles.ts'
import type { Role } from './policy.ts'

/** The lists of roles that an application's options name. */
export interface RoleLists {
  readonly newUserRoles: NewUserRoles
  readonly anonymousRoles: readonly string[]
  /** Accept that whoever registers, or first signs in, may do everything. */
  readonly allowFullAccess: boolean
}

/** All roles that they name, each once. */
export function namedRoles({ anonymousRoles, newUserRoles }: RoleLists): readonly string[] {
  return [
    ...new Set([...anonymousRoles, ...userOrigins.flatMap((origin) => own(newUserRoles, origin) ?? [])]),
  ]
}

/**
 * Checks the lists against the policy: when an application starts, and before each write that changes roles.
 *
 * @throws TrilatchError `TRILATCH_NEW_USER_ROLES` or `TRILATCH_OPTION_INVALID` naming the list, the role and the fix.
 */
export function checkRoleLists(lists: RoleLists, roles: ReadonlyMap<string, Role>): void {
  checkNewUserRoles(lists.newUserRoles, roles, lists.allowFullAccess)
  for (const id of lists.anonymousRoles) {
    const role = roles.get(id)
    if (role !== undefined && own(role, 'administrator') !== true) continue
    const why =
      role === undefined
        ? `unknown role ${JSON.stringify(id)}.${didYouMean(id, [...roles.keys()])}`
        : `the administrator role ${JSON.stringify(id)}.`
    throw new TrilatchError(
      'TRILATCH_OPTION_INVALID',
      `Cannot create the authorizer: anonymousRoles names ${why}`,
    )
  }
}
