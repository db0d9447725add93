import type { Permissions } from '../catalogue/permissions.ts'
import { compilePolicy } from '../decision/compiled-policy.ts'
import type { Role } from '../policy/policy.ts'
import { roleTree } from './role-tree.ts'
import type { RoleTreeRow } from './role-tree.ts'

/** The rows of the tree that a role would have, were it written like this. What it inherits has no part in them. */
export function roleTreeOf(permissions: Permissions, role: Role): readonly RoleTreeRow[] {
  const { inherits: _, ...alone } = role
  return roleTree(compilePolicy('', [alone], permissions), role.id).rows
}
