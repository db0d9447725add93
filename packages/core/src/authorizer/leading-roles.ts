import { rolesForNewUser, userOrigins } from '../policy/new-user-roles.ts'
import type { Role } from '../policy/policy.ts'
import type { RoleLists } from '../policy/role-lists.ts'
import type { Store } from '../store/store.ts'

/** Roles that somebody has, or that an option names. @param handedIn Those that subjects lately came with. */
export async function leadingRoles(
  roles: ReadonlyMap<string, Role>,
  store: Pick<Store, 'held'>,
  lists: RoleLists,
  handedIn: Iterable<string>,
): Promise<ReadonlySet<string>> {
  const forNew = userOrigins.flatMap((origin) => rolesForNewUser(lists.newUserRoles, origin, roles))
  const given = new Set([...lists.anonymousRoles, ...forNew, ...handedIn])
  for (const id of roles.keys()) if (!given.has(id) && (await store.held(id))) given.add(id)
  return given
}
