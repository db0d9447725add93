import type { RoleSummary } from '../api/client.ts'

/** What somebody has begun to do with a role. */
export type RoleAction =
  | { readonly kind: 'new' }
  | { readonly kind: 'edit' | 'copy' | 'delete' | 'members'; readonly role: RoleSummary }
