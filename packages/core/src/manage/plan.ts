import type { KnownNames } from '../catalogue/known-names.ts'
import type { Permissions } from '../catalogue/permissions.ts'
import { checkRoleLists } from '../policy/role-lists.ts'
import type { RoleLists } from '../policy/role-lists.ts'
import { TrilatchError } from '../errors.ts'
import type { MappingRow, PolicyDocument, Role } from '../policy/policy.ts'
import { PolicyError } from '../policy/policy-error.ts'
import type { PolicyIssue } from '../policy/policy-error.ts'
import { checkPolicy } from '../policy/check-policy.ts'
import type { GroupSyntax } from '../mapping/group-pattern.ts'
import type { Change, Operation, Precondition, StoredPolicy } from '../store/store.ts'

/** What a write is planned against. */
export interface PlanState {
  readonly policy: StoredPolicy
  readonly permissions: Permissions
  /** What rules may name: this catalogue, and those of the applications that share the store. */
  readonly known: KnownNames
  readonly lists: RoleLists
  /** How providers write the names of their groups. */
  readonly providers: ReadonlyMap<string, GroupSyntax>
}

/** A write in full, before anything has happened. No operations: there is nothing to do. */
export interface Plan {
  readonly expect: readonly Precondition[]
  readonly operations: readonly Operation[]
  readonly action: string
  readonly target: string
  readonly before: unknown
  readonly after: unknown
  readonly by?: NonNullable<Change['by']>
  /** Users whose accounts the entries of the write belong to. */
  readonly touches?: readonly string[]
  /** Roles that the write promises to people who are not there yet. */
  readonly promises?: readonly string[]
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

type Checked = Pick<PolicyDocument, 'roles' | 'mappings'>

/**
 * What makes two issues the same although rules have moved: where they are, and what is wrong there. No write that
 * is checked here moves roles.
 */
function issueKey({ code, path, message }: PolicyIssue, checked: Checked): string {
  // What is said of an unknown name suggests those that exist now, so the name itself is compared.
  const wrong = code.endsWith('_UNKNOWN')
    ? path.reduce<unknown>((at, key) => (at as Record<string | number, unknown>)[key], checked)
    : message
  return JSON.stringify([code, path[0], path[1], wrong])
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
  const roles = next.roles ?? before
  const lean = (list: readonly Role[]): Role[] =>
    list.map((role) => (role.id === touched ? role : { ...role, rules: [] }))
  const { mappings } = state.policy
  const now = { roles: lean(before), mappings }
  const then = { roles: lean(roles), mappings: next.mappings ?? mappings }
  const issuesOf = (checked: Checked): PolicyIssue[] =>
    checkPolicy({ ...checked, assignments: [] }, state.known)
  const known = new Set(issuesOf(now).map((issue) => issueKey(issue, now)))
  const fresh = issuesOf(then).filter((issue) => !known.has(issueKey(issue, then)))
  if (fresh.length > 0) throw new PolicyError(what, fresh, { status: 422 })
  checkLists(state, roles)
}

/** Refuses roles that the application's options would not accept. */
export function checkLists({ lists }: Pick<PlanState, 'lists'>, roles: readonly Role[]): void {
  try {
    checkRoleLists(lists, new Map(roles.map((role) => [role.id, role])))
  } catch (error) {
    throw error instanceof TrilatchError
      ? new TrilatchError(error.code, error.message, { status: 422 })
      : error
  }
}
