import { own } from '../own.ts'
import { TrilatchError } from '../errors.ts'
import { didYouMean } from '../catalogue/suggest.ts'
import { isRulePermission } from '../policy/check-policy.ts'
import type { MappingRow, Role, Rule } from '../policy/policy.ts'
import { PolicyError } from '../policy/policy-error.ts'
import type { Operation, StoredRole } from '../store/store.ts'
import { checkNext, checkVersion, expectPolicy, roleUnknown } from './plan.ts'
import { checkGroups } from './check-groups.ts'
import type { Plan, PlanState } from './plan.ts'
import { checkNotInUse } from './role-in-use.ts'
import type { NamingApplications } from './role-in-use.ts'

function stored(state: PlanState, id: string): StoredRole {
  const found = state.policy.roles.get(id)
  if (found === undefined) throw roleUnknown(id)
  return found
}

/** Plans a new role. */
export function planCreateRole(state: PlanState, role: Role): Plan {
  if (state.policy.roles.has(role.id)) {
    throw new TrilatchError('TRILATCH_ROLE_EXISTS', `There is a role ${JSON.stringify(role.id)} already`, {
      status: 409,
    })
  }
  const roles = [...Array.from(state.policy.roles.values(), (kept) => kept.role), role]
  checkNext(`role ${JSON.stringify(role.id)}`, state, { roles }, role.id)
  return {
    expect: [expectPolicy(state)],
    operations: [{ kind: 'put-role', role }],
    action: 'role.create',
    target: role.id,
    before: null,
    after: role,
  }
}

/** Where a rule stands in its role. */
type Cell = Pick<Rule, 'permission' | 'context'>

/** Whether two rules say the same. */
const sameRule = (a: Rule, b: Rule): boolean =>
  a.permission === b.permission && a.state === b.state && own(a, 'context') === own(b, 'context')

/** What tells a rule apart from others, as `sameRule` does. */
export const ruleText = (rule: Rule): string =>
  JSON.stringify([rule.permission, rule.state, own(rule, 'context') ?? null])

const sameCell = (a: Cell, b: Cell): boolean =>
  a.permission === b.permission && own(a, 'context') === own(b, 'context')

/**
 * A role as it is to be written, with the rules of permissions that this application does not know exactly as
 * they are stored: they are another application's, or of a permission that may come back. Where an application that
 * shares the store has published the permission, a rule for the same permission and context takes their place.
 *
 * @param cells What is being changed; stored rules for it give way.
 */
function withForeignRules(state: PlanState, role: Role, before: Role, cells: readonly Cell[]): Role {
  const isForeign = (rule: Rule): boolean => !isRulePermission(state.permissions, rule.permission)
  const missing = before.rules.filter(
    (rule) => isForeign(rule) && !cells.some((cell) => sameCell(rule, cell)),
  )
  for (const [i, rule] of role.rules.entries()) {
    if (!isForeign(rule)) continue
    const at = missing.findIndex((kept) => sameRule(kept, rule))
    if (at === -1 && isRulePermission(state.known, rule.permission)) {
      for (let j = missing.length - 1; j >= 0; j--)
        if (sameCell(missing[j] as Rule, rule)) missing.splice(j, 1)
      continue
    }
    if (at === -1) {
      const hint = didYouMean(rule.permission, state.known.names)
      const message = `unknown permission ${JSON.stringify(rule.permission)}.${hint} Its rules stay as they are stored.`
      const issue = {
        code: 'TRILATCH_PERMISSION_UNKNOWN',
        path: ['rules', i, 'permission'],
        message,
      } as const
      throw new PolicyError(`role ${JSON.stringify(role.id)}`, [issue], { status: 422 })
    }
    missing.splice(at, 1)
  }
  return Object.freeze({ ...role, rules: Object.freeze([...role.rules, ...missing]) })
}

/**
 * Plans another content for a role; its id is fixed.
 *
 * @param cells The permissions and contexts that it is about, when it is about some.
 */
export function planReplaceRole(
  state: PlanState,
  written: Role,
  version: string,
  cells: readonly Cell[] = [],
): Plan {
  const { role: before, version: current } = stored(state, written.id)
  checkVersion(`role ${JSON.stringify(written.id)}`, version, current)
  const role = withForeignRules(state, written, before, cells)
  const roles = Array.from(state.policy.roles.values(), (kept) =>
    kept.role.id === role.id ? role : kept.role,
  )
  checkNext(`role ${JSON.stringify(role.id)}`, state, { roles }, role.id)
  return {
    expect: [expectPolicy(state), { kind: 'role', id: role.id, version: current }],
    operations: [{ kind: 'put-role', role }],
    action: 'role.update',
    target: role.id,
    before,
    after: role,
  }
}

/** A mapping row without one role; gone when it led to nothing else. */
export function withoutRole(rows: readonly MappingRow[], id: string): readonly MappingRow[] {
  return rows.flatMap((row) => {
    if (!row.roles.includes(id)) return [row]
    const roles = row.roles.filter((role) => role !== id)
    return roles.length === 0 ? [] : [Object.freeze({ ...row, roles: Object.freeze(roles) })]
  })
}

/**
 * Plans the end of a role: with it go its assignments, its mapping rows and others' inheriting of it.
 *
 * @param published What the applications that share the store say: anonymous callers of one may hold the role.
 */
export function planDeleteRole(
  state: PlanState,
  id: string,
  version: string | undefined,
  published: NamingApplications,
): Plan {
  const { role: before, version: current } = stored(state, id)
  if (version !== undefined) checkVersion(`role ${JSON.stringify(id)}`, version, current)
  checkNotInUse(state, id, published)
  const operations: Operation[] = [{ kind: 'remove-role', id }]
  for (const { role } of state.policy.roles.values()) {
    if (role.inherits?.includes(id) !== true) continue
    const { inherits, ...rest } = role
    const left = inherits.filter((inherited) => inherited !== id)
    operations.push({
      kind: 'put-role',
      role: Object.freeze(left.length === 0 ? rest : { ...rest, inherits: Object.freeze(left) }),
    })
  }
  const rows = withoutRole(state.policy.mappings, id)
  if (rows.some((row, i) => row !== state.policy.mappings[i]) || rows.length < state.policy.mappings.length) {
    operations.push({ kind: 'put-mappings', rows })
  }
  return {
    expect: [expectPolicy(state), { kind: 'role', id, version: current }],
    operations,
    action: 'role.delete',
    target: id,
    before,
    after: null,
  }
}

/** Plans other mapping rows, all at once. */
export function planMappings(state: PlanState, rows: readonly MappingRow[], version: string): Plan {
  const { mappings: before, mappingsVersion } = state.policy
  checkVersion('the mappings', version, mappingsVersion)
  checkNext('the mappings', state, { mappings: rows })
  checkGroups(state, rows)
  return {
    expect: [expectPolicy(state), { kind: 'mappings', id: '', version: mappingsVersion }],
    operations: [{ kind: 'put-mappings', rows: Object.freeze(rows) }],
    action: 'mappings.replace',
    target: 'mappings',
    before,
    after: rows,
  }
}
