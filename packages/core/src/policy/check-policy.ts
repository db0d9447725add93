import type { KnownNames } from '../catalogue/known-names.ts'
import { didYouMean } from '../catalogue/suggest.ts'
import { parseContext } from '../context/context.ts'
import { TrilatchError } from '../errors.ts'
import type { TrilatchErrorCode } from '../errors.ts'
import { mayMakeAdministrators } from './administrator-row.ts'
import type { PolicyDocument, Role } from './policy.ts'
import type { PolicyIssue } from './policy-error.ts'
import { findCycle } from './role-cycle.ts'
import { switchedOffId } from './switched-off-id.ts'

type Path = readonly (string | number)[]

/** The most suggestions for one document: each compares with all that there is, and unknown names come without end. */
const maxHints = 5

/** The names a rule may use: nodes of the catalogue and former names of its permissions. */
export function isRulePermission(permissions: KnownNames, name: string): boolean {
  return permissions.has(name) || permissions.former.has(name)
}

/**
 * What is wrong with a structurally valid policy: names that do not exist, contexts that are not accepted,
 * cycles, administrator roles where they may not be. All of it at once; empty when it may be used.
 *
 * @param permissions Without it, the permissions that rules name are not looked up.
 */
export function checkPolicy(policy: Omit<PolicyDocument, 'format'>, permissions?: KnownNames): PolicyIssue[] {
  const issues: PolicyIssue[] = []
  const roles = new Map(policy.roles.map((role) => [role.id, role]))
  const roleIds = [...roles.keys()]
  let hints = 0
  const hint = (word: string, possible: () => readonly string[]): string =>
    hints++ < maxHints ? didYouMean(word, possible()) : ''
  const refuse = (code: TrilatchErrorCode, path: Path, message: string): void =>
    void issues.push({ code, path, message })

  const checkContext = (text: string | undefined, path: Path): void => {
    try {
      parseContext(text)
    } catch (error) {
      if (!(error instanceof TrilatchError)) throw error
      refuse(error.code, path, error.message)
    }
  }
  const checkRole = (id: string, path: Path): Role | undefined => {
    const role = roles.get(id)
    if (role === undefined) {
      refuse('TRILATCH_ROLE_UNKNOWN', path, `unknown role ${JSON.stringify(id)}.${hint(id, () => roleIds)}`)
    }
    return role
  }

  const seen = { id: new Map<string, number>(), title: new Map<string, number>() }
  for (const [i, role] of policy.roles.entries()) {
    for (const [what, value] of [
      ['id', role.id],
      ['title', role.title ?? role.id],
    ] as const) {
      const first = seen[what].get(value)
      if (first !== undefined) {
        refuse(
          'TRILATCH_ROLE_EXISTS',
          ['roles', i, what],
          `roles[${first}] has the ${what} ${JSON.stringify(value)} already`,
        )
      } else seen[what].set(value, i)
    }
    for (const [j, rule] of role.rules.entries()) {
      if (permissions !== undefined && !isRulePermission(permissions, rule.permission)) {
        const names = (): string[] => [...new Set([...permissions.names, ...permissions.index.keys()])]
        const message = `unknown permission ${JSON.stringify(rule.permission)}.${hint(rule.permission, names)}`
        refuse('TRILATCH_PERMISSION_UNKNOWN', ['roles', i, 'rules', j, 'permission'], message)
      }
      checkContext(rule.context, ['roles', i, 'rules', j, 'context'])
    }
    for (const [j, id] of (role.inherits ?? []).entries()) {
      const path = ['roles', i, 'inherits', j]
      if (checkRole(id, path)?.administrator !== true) continue
      refuse(
        'TRILATCH_ADMINISTRATOR_ROLE',
        path,
        `the administrator role ${JSON.stringify(id)} cannot be inherited; assign it instead`,
      )
    }
  }
  const cycle = findCycle(roles)
  if (cycle !== undefined) {
    const at = policy.roles.findIndex((role) => role.id === cycle[0])
    refuse(
      'TRILATCH_ROLE_CYCLE',
      ['roles', at, 'inherits'],
      `roles inherit each other in a circle: ${cycle.join(' → ')}`,
    )
  }

  for (const [i, { subject, role, scope }] of policy.assignments.entries()) {
    if (subject === switchedOffId) {
      refuse(
        'TRILATCH_SUBJECT_INVALID',
        ['assignments', i, 'subject'],
        `${switchedOffId} is Trilatch's own; nobody can have it as an id`,
      )
    }
    const held = checkRole(role, ['assignments', i, 'role'])
    checkContext(scope, ['assignments', i, 'scope'])
    if (held?.administrator === true && scope !== undefined) {
      refuse(
        'TRILATCH_ADMINISTRATOR_ROLE',
        ['assignments', i, 'scope'],
        'an administrator role cannot be held with a scope',
      )
    }
  }
  for (const [i, row] of policy.mappings.entries()) {
    checkContext(row.scope, ['mappings', i, 'scope'])
    for (const [j, id] of row.roles.entries()) {
      if (checkRole(id, ['mappings', i, 'roles', j])?.administrator !== true) continue
      if (!mayMakeAdministrators(row)) {
        const message = `a row that leads to the administrator role ${JSON.stringify(id)} takes no scope, no wildcard and not "everyone"`
        refuse('TRILATCH_MAPPING_INVALID', ['mappings', i], message)
      }
      if (row.mode === 'additive') {
        const message = `a row that leads to the administrator role ${JSON.stringify(id)} cannot be additive: it goes with the group`
        refuse('TRILATCH_MAPPING_INVALID', ['mappings', i, 'mode'], message)
      }
    }
  }
  return issues
}
