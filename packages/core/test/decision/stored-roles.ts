// Roles as a store has them, whatever is wrong with them.
import { expect } from 'vitest'
import { createAuthorizer, definePermissions, memoryStore } from '../../src/index.ts'
import type { Access, Role, Rule, State } from '../../src/index.ts'
import { compilePolicy } from '../../src/decision/compiled-policy.ts'
import type { StoredFault } from '../../src/decision/compiled-policy.ts'

export const permissions = definePermissions({
  'project.create': 'Create Project',
  'project.delete': { title: 'Delete Project', formerly: ['project.remove', 'constructor'] },
  'job.run': 'Run',
})

export const rule = (state: State, permission: string, context?: string): Rule => ({
  permission,
  state,
  ...(context === undefined ? {} : { context }),
})
export const role = (id: string, rules: readonly Rule[], more: Partial<Role> = {}): Role => ({
  id,
  rules,
  ...more,
})

export const faultsOf = (roles: readonly Role[]): readonly StoredFault[] =>
  compilePolicy('1', roles, permissions).faults

/** What a holder of role `a` has where these roles are stored, whatever is wrong with them. */
export async function holder(roles: readonly Role[]): Promise<Access> {
  const stored = new Map(roles.map((item) => [item.id, { role: item, version: item.id }]))
  const policy = { version: '1', roles: stored, mappings: [], mappingsVersion: '1' }
  const store = { ...memoryStore(), view: () => ({ policy, subject: null }) }
  return createAuthorizer({ permissions, store }).access({ id: 'u', roles: ['a'] })
}

/** Both answers about one question; they must be the same. */
export function ask(access: Access, permission: string, name?: string): boolean {
  const on = (name === undefined ? [] : [name]) as [string]
  const granted = access.can(permission, ...on)
  expect(access.decide(permission, ...on).state).toBe(granted ? 'granted' : 'forbidden')
  return granted
}
