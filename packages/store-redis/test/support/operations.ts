import type { Operation, Role, Store, User } from '@trilatch/core'
import type { RedisStore, RedisStoreDetails } from '@trilatch/store-redis'

export const putRole = (id: string, fields: Partial<Role> = {}): Operation => ({
  kind: 'put-role',
  role: { id, rules: [{ permission: 'job', state: 'granted' }], ...fields },
})
export const assign = (subject: string, role: string, scope?: string): Operation => ({
  kind: 'assign',
  assignment: { subject, role, ...(scope === undefined ? {} : { scope }) },
})
export const unassign = (subject: string, role: string): Operation => ({
  kind: 'unassign',
  assignment: { subject, role },
})
export const putUser = (id: string, fields: Partial<User> = {}): Operation => ({
  kind: 'put-user',
  user: { id, suspended: false, createdAt: '2026-01-01T00:00:00.000Z', ...fields },
})

/** The roles that a store shows for a subject. */
export async function rolesOf(store: Store, subject: string): Promise<readonly string[]> {
  const view = await store.view(subject)
  return view.subject?.assignments.map(({ role }) => role) ?? []
}

export const detailsOf = (store: RedisStore): RedisStoreDetails =>
  store.health().details as unknown as RedisStoreDetails
