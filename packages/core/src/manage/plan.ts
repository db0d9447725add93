import type { Permissions } from '../catalogue/permissions.ts'
import { checkRoleLists } from '../policy/role-lists.ts'
import type { RoleLists } from '../policy/role-lists.ts'
import { TrilatchError } from '../errors.ts'
import type { MappingRow, Role } from '../policy/policy.ts'
import { PolicyError } from '../policy/policy-error.ts'
import type { PolicyIssue } from '../policy/policy-error.ts'
import { checkPolicy } from '../policy/check-policy.ts'
import type { Operation, Precondition, StoredPolicy } from '../store/store.ts'

/** What a write is planned against. */
export interface PlanState {
  readonly policy: StoredPolicy
  readonly permissions: Permissions
  readonly lists: RoleLists
}

/** A write in full, before anything has happened. No operations: there is nothing to do. */
export interface Plan {
  readonly expect: readonly Precondition[]
  readonly operations: readonly Operation[]
  readonly action: string
  readonly target: string
  readonly before: unknown
  readonly after: unknown
}

/** The policy that a plan was made against; every plan that looked at roles relies on it. */
export function expectPolicy(state: PlanState): Precondition {
  return { kind: 'policy', id: '', version: state.policy.version }
}

/** Refuses a write whose caller saw an older version. */
export function checkVersion(what: string, seen: string | null, current: string | null): void {
  if (seen === current) return
  throw new TrilatchError(
    'TRILATCH_CONFLICT',
    `Cannot change ${what}: it has changed since you read it; read it again and repeat`,
    { status: 409 },
  )
}

/** The error for a role that does not exist. */
export function roleUnknown(id: string): TrilatchError {
  return new TrilatchError('TRILATCH_ROLE_UNKNOWN', `There is no role ${JSON.stringify(id)}`, { status: 404 })
}

/** What makes two issues the same although rules have moved. */
function issueKey(issue: PolicyIssue, roles: readonly Role[]): string {
  const at = issue.path[1]
  const where = issue.path[0] === 'roles' && typeof at === 'number' ? roles[at]?.id : at
  return JSON.stringify([issue.code, issue.path[0], where, issue.message])
}

/**
 * Refuses what a change would make wrong; what is wrong already (rules of permissions that this application
 * does not know, for one) stays as it is and blocks nothing.
 *
 * @param touched The role whose rules are checked; of the others only what relates roles to each other.
 */
export function checkNext(
  what: string,
  state: PlanState,
  next: { readonly roles?: readonly Role[]; readonly mappings?: readonly MappingRow[] },
  touched?: string,
): void {
  const before = Array.from(state.policy.roles.values(), ({ role }) => role)
  const lean = (roles: readonly Role[]): Role[] =>
    roles.map((role) => (role.id === touched ? role : { ...role, rules: [] }))
  const issuesOf = (roles: readonly Role[], mappings: readonly MappingRow[]): PolicyIssue[] =>
    checkPolicy({ roles: lean(roles), assignments: [], mappings }, state.permissions)
  const known = new Set(issuesOf(before, state.policy.mappings).map((issue) => issueKey(issue, before)))
  const roles = next.roles ?? before
  const issues = issuesOf(roles, next.mappings ?? state.policy.mappings)
  const fresh = issues.filter((issue) => !known.has(issueKey(issue, roles)))
  if (fresh.length > 0) throw new PolicyError(what, fresh, { status: 422 })
  try {
    checkRoleLists(state.lists, new Map(roles.map((role) => [role.id, role])))
  } catch (error) {
    throw error instanceof TrilatchError
      ? new TrilatchError(error.code, error.message, { status: 422 })
      : error
  }
}
