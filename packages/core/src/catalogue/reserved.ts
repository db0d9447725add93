/**
 * Trilatch's own permissions, a tree beside the application's: a walk in it ends at `trilatch`, so that
 * "everything" in the application never includes the right to administer rights.
 */
export const reservedPermissions = {
  trilatch: 'Trilatch',
  'trilatch.roles': 'Roles',
  'trilatch.roles.view': 'View Roles',
  'trilatch.roles.edit': 'Edit Roles',
  'trilatch.roles.delete': 'Delete Roles',
  'trilatch.members': 'Members',
  'trilatch.members.view': 'View Members',
  'trilatch.members.edit': 'Edit Members',
  'trilatch.users': 'Users',
  'trilatch.users.view': 'View Users',
  'trilatch.users.edit': 'Edit Users',
  'trilatch.users.suspend': 'Suspend Users',
  'trilatch.mappings': 'Groups',
  'trilatch.mappings.view': 'View Groups',
  'trilatch.mappings.edit': 'Edit Groups',
  'trilatch.policy': 'Policy',
  'trilatch.policy.export': 'Export Policy',
  'trilatch.policy.import': 'Import Policy',
  'trilatch.audit': 'Audit Trail',
  'trilatch.audit.view': 'View Audit Trail',
  'trilatch.explain': 'Explain Decisions',
  'trilatch.health': 'View Health',
} as const

export type ReservedPermission = keyof typeof reservedPermissions

/** The root of Trilatch's own tree. */
export const reservedRoot = 'trilatch'

/** Whether a name lies in the tree that only Trilatch declares. */
export function isReserved(name: string): boolean {
  return name === reservedRoot || name.startsWith(`${reservedRoot}.`)
}
