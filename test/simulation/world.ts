import type { Operation } from '@trilatch/core'

/** What is there from the beginning and stays: what all of it was made with, its roles and its subjects. */
export const initialTag = 'initial'
export const roles: readonly string[] = ['r0', 'r1', 'r2']
export const subjects: readonly string[] = ['s0', 's1', 's2', 's3', 's4']
/** Held by all and never taken away, so that every subject has a record. */
export const base = 'base'

/** An administrator role, and who holds it at first. */
export const admin = 'admin'
const administrators: readonly string[] = ['s0', 's1']

export const putRole = (id: string, granted: boolean, inherits = false): Operation => ({
  kind: 'put-role',
  role: {
    id,
    rules: [{ permission: 'p', state: granted ? 'granted' : 'forbidden' }],
    ...(inherits ? { inherits: [base] } : {}),
  },
})

/** @param role With `@` behind it: held with a scope. */
export const assign = (subject: string, role: string, held: boolean): Operation => ({
  kind: held ? 'assign' : 'unassign',
  assignment: { subject, role: role.replace('@', ''), ...(role.endsWith('@') ? { scope: 'eu.*' } : {}) },
})

/** @param email Default: one that nobody else has. */
export const putUser = (id: string, suspended: boolean, email = `${id}@example.org`): Operation => ({
  kind: 'put-user',
  user: { id, suspended, createdAt: '2026-01-01T00:00:00.000Z', email },
})

export const putMappings = (mapped: readonly string[]): Operation => ({
  kind: 'put-mappings',
  rows: mapped.map((role) => ({ provider: 'ldap', group: `cn=${role}`, roles: [role] })),
})

/** The write that makes all of it. */
export const beginning: readonly Operation[] = [
  ...[base, ...roles].map((id) => putRole(id, true)),
  ...subjects.flatMap((id) => [base, ...roles].map((role) => assign(id, role, true))),
  { kind: 'put-role', role: { id: admin, administrator: true, rules: [] } },
  ...administrators.map((id) => assign(id, admin, true)),
  putMappings(roles),
]
