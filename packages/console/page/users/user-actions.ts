import type { StoredUser } from '../api/client.ts'

/** What somebody has begun to do with a user. */
export type UserAction =
  | { readonly kind: 'new' }
  | {
      readonly kind: 'edit' | 'roles' | 'suspend' | 'resume' | 'sign-out' | 'delete'
      readonly stored: StoredUser
    }
