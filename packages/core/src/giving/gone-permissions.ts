import { definePermissions } from '../catalogue/define-permissions.ts'
import { permissionNameFault } from '../catalogue/permission-name.ts'
import type { Permissions } from '../catalogue/permissions.ts'
import { isReserved } from '../catalogue/reserved.ts'
import type { Role } from '../policy/policy.ts'

/**
 * A catalogue of the permissions that rules of these roles name and no catalogue has: they have left it, and may come
 * back, in the next version of the application or when an older one is started again. Absent: there are none.
 */
export function gonePermissions(
  catalogues: readonly Permissions[],
  roles: Iterable<Role>,
): Permissions | undefined {
  const gone = new Set<string>()
  for (const { rules } of roles)
    for (const { permission } of rules)
      if (!catalogues.some((known) => known.has(permission) || known.former.has(permission)))
        gone.add(permission)
  const names = [...gone].filter((name) => permissionNameFault(name) === undefined && !isReserved(name))
  return names.length === 0
    ? undefined
    : definePermissions(Object.fromEntries(names.map((name) => [name, 'Gone'])))
}
