import { definePermissions, memoryStore } from '../../src/index.ts'
import type {
  NameOf,
  Role,
  Rule,
  RulePermission,
  Store,
  StoredPolicy,
  SubjectRecord,
} from '../../src/index.ts'

/** A small catalogue, that of the worked examples. */
export const permissions = definePermissions({
  'project.join': 'Join Project',
  'project.create': 'Create Project',
  'project.delete': 'Delete Project',
  'job.run': 'Run Job',
})

export type RuleName = RulePermission<NameOf<typeof permissions>>

export const grant = <P extends string>(permission: P, context?: string): Rule<P> => ({
  permission,
  state: 'granted',
  ...(context === undefined ? {} : { context }),
})

export const forbid = <P extends string>(permission: P, context?: string): Rule<P> => ({
  ...grant(permission, context),
  state: 'forbidden',
})

/** What a call throws; fails when it throws nothing. */
export function thrown(run: () => unknown): unknown {
  try {
    run()
  } catch (error) {
    return error
  }
  throw new Error('Nothing was thrown')
}

/** A store that shows roles as an older version, or another application, may have left them: nothing is checked. */
export function storeShowing(roles: readonly Role[], record: SubjectRecord | null = null): Store {
  const policy: StoredPolicy = {
    version: 'v1',
    roles: new Map(roles.map((role) => [role.id, { role, version: 'v1' }])),
    mappings: [],
    mappingsVersion: 'v1',
  }
  return {
    ...memoryStore(),
    view: (id) => ({ policy, subject: id !== null && record?.id === id ? record : null }),
  }
}
