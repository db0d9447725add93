// The small firm that random writes happen in.
import { createAuthorizer, definePermissions } from '@trilatch/core'
import type { Assignment, Authorizer, MappingRow, Role, Rule, State, Store } from '@trilatch/core'

export const permissions = definePermissions({
  'doc.read': 'Read Document',
  'doc.write': { title: 'Write Document', formerly: ['doc.edit'] },
  'job.run': 'Run Job',
})

/** The nodes that are asked about: the whole catalogue, and some of Trilatch's own. */
export const nodes = [
  '*',
  'doc',
  'doc.read',
  'doc.write',
  'job',
  'job.run',
  'trilatch',
  'trilatch.roles',
  'trilatch.roles.edit',
]

/** What rules name. */
export const ruleNames = [
  '*',
  'doc',
  'doc.read',
  'doc.write',
  'doc.edit',
  'job.run',
  'trilatch',
  'trilatch.roles',
] as const
export const contexts = ['a', 'a*', '*b', 'a.*', '?', '[!a]*'] as const

const rule = (permission: string, state: State = 'granted', context?: string): Rule => ({
  permission,
  state,
  ...(context === undefined ? {} : { context }),
})

export const roles: readonly Role[] = [
  { id: 'admin', administrator: true, rules: [] },
  { id: 'chief', administrator: true, rules: [rule('*', 'forbidden')] },
  { id: 'lead', rules: [rule('doc'), rule('doc.write', 'forbidden', 'a*'), rule('trilatch')] },
  { id: 'reader', rules: [rule('doc.read')] },
  { id: 'some', rules: [rule('doc', 'granted', 'a.*'), rule('job.run', 'granted', '*b')] },
  { id: 'runner', inherits: ['reader'], rules: [rule('job.run')] },
  { id: 'empty', rules: [] },
]
export const assignments: readonly Assignment[] = [
  { subject: 'boss', role: 'admin' },
  { subject: 'vice', role: 'chief' },
  { subject: 'lea', role: 'lead' },
  { subject: 'lou', role: 'lead' },
  { subject: 'sam', role: 'some' },
  { subject: 'sam', role: 'runner', scope: 'a*' },
  { subject: 'ron', role: 'runner' },
]

export const users = ['boss', 'vice', 'lea', 'lou', 'sam', 'ron', 'tom'] as const
/** Everybody whose rights are looked at: users who may come, and somebody the application knows alone, too. */
export const people = [...users, 'new1', 'new2', 'out'] as const
/** Who writes: those who hold something more often than those who hold nothing. */
export const writers = [...people, 'boss', 'vice', 'lea', 'lea', 'lou', 'lou', 'lou', 'sam', 'ron'] as const
/** Roles that may be there or not. */
export const roleIds = [
  'admin',
  'chief',
  'lead',
  'reader',
  'some',
  'runner',
  'empty',
  'made1',
  'made2',
] as const

/** Who is in which group. */
export const groups: Readonly<Record<string, readonly string[]>> = {
  ron: ['acme/dev'],
  tom: ['acme/dev'],
  lou: ['acme/ops'],
  sam: ['acme/ops'],
}
export const mappings: readonly MappingRow[] = [{ provider: 'acme', group: 'acme/dev', roles: ['some'] }]

/** One process of the firm. */
export function authorizerOver(store: Store): Authorizer {
  return createAuthorizer({
    permissions,
    store,
    providers: { acme: 'path' },
    newUserRoles: { created: ['reader'] },
    maxGroupAgeMs: 86_400_000,
  })
}

/** Has the users there, and what is known of their groups. */
export async function settle(authorizer: Authorizer): Promise<void> {
  const manager = authorizer.manage('program')
  for (const id of users) await manager.createUser({ id }, 'registered')
  await manager.replaceMappings(mappings, await manager.mappings())
  for (const [id, names] of Object.entries(groups))
    await manager.recordGroups(id, 'acme', { status: 'complete', groups: names.map((name) => ({ name })) })
}
