import { checkCatalogue } from '../catalogue/check-catalogue.ts'
import type { Level, Permissions, RulePermission } from '../catalogue/permissions.ts'
import type { Role, Rule } from './policy.ts'

/** Id of the default role that grants everything. */
export const allGlobalAccess = 'all-global-access'

/**
 * The six default roles, derived from the `level` of each permission; each stands alone. Seed a store with them
 * once: from then on they are roles like any other, to be edited and removed.
 *
 * - All Global Access: `*` granted.
 * - Reader: every `view`. Reader with Comments: also every `comment`.
 * - Runner: Reader's and every `run`. Scheduler: Runner's and every `schedule`.
 * - Writer: `*` granted, every `delete` forbidden.
 */
export function defaultRoles<Name extends string>(
  permissions: Permissions<Name, Name>,
): readonly Role<RulePermission<Name>>[] {
  checkCatalogue(permissions, 'defaultRoles(permissions)')
  type Permission = RulePermission<Name>
  const all: Rule<Permission> = { permission: '*', state: 'granted' }
  const having = (state: Rule['state'], ...wanted: readonly Level[]): Rule<Permission>[] =>
    permissions.nodes
      .filter((node) => node.level !== undefined && wanted.includes(node.level))
      .map((node) => ({ permission: node.name as Permission, state }))
  return [
    {
      id: allGlobalAccess,
      title: 'All Global Access',
      description: 'Full access to the application.',
      rules: [all],
    },
    {
      id: 'reader',
      title: 'Reader',
      description: 'May view everything and change nothing.',
      rules: having('granted', 'view'),
    },
    {
      id: 'reader-with-comments',
      title: 'Reader with Comments',
      description: 'May view everything and comment on it.',
      rules: having('granted', 'view', 'comment'),
    },
    {
      id: 'runner',
      title: 'Runner',
      description: 'May view and run everything.',
      rules: having('granted', 'view', 'run'),
    },
    {
      id: 'scheduler',
      title: 'Scheduler',
      description: 'May view, run and schedule everything.',
      rules: having('granted', 'view', 'run', 'schedule'),
    },
    {
      id: 'writer',
      title: 'Writer',
      description: 'May do everything but delete.',
      rules: [all, ...having('forbidden', 'delete')],
    },
  ]
}
