import { didYouMean } from '../catalogue/suggest.ts'
import { isRulePermission } from '../policy/check-policy.ts'
import { canonicalRole } from '../policy/parse-data.ts'
import { PolicyError } from '../policy/policy-error.ts'
import type { Role, Rule, State } from '../policy/policy.ts'
import { cellSchema, plainObjectSchema, roleSchema } from '../policy/schema.ts'
import type { WrittenCell } from '../policy/schema.ts'
import { own } from '../own.ts'
import { meansEveryResource } from '../context/context.ts'
import type { StoredRole } from '../store/store.ts'
import { accept, perform, performOnRules, seenVersion } from './context.ts'
import type { ManageContext } from './context.ts'
import { planCreateRole, planDeleteRole, planReplaceRole } from './plan-role.ts'
import { roleUnknown } from './plan.ts'
import type { PlanState } from './plan.ts'
import type { Written } from './writer.ts'

/** A role as it is written: the document, without its id where that is given beside it. */
export type RoleContent<Permission extends string> = Omit<Role<Permission>, 'id'>

/** Reads and writes of roles and rules. */
export interface RoleManager<Permission extends string> {
  /** All roles with their versions. */
  roles(): Promise<readonly StoredRole[]>
  /** @throws TrilatchError `TRILATCH_ROLE_UNKNOWN` */
  role(id: string): Promise<StoredRole>
  createRole(role: Role<Permission>): Promise<Written>
  /** Replaces all of a role but its id. Rules of permissions that this application did not declare stay where they are left out. */
  replaceRole(
    id: string,
    content: RoleContent<Permission>,
    seen: { readonly version: string },
  ): Promise<Written>
  /** Sets one rule of a role; `unspecified` removes it. */
  setRule(id: string, rule: RuleChange<Permission>, seen: { readonly version: string }): Promise<Written>
  /**
   * Sets several rules of a role in one write, one after the other; at most 1,000. A context given twice for a permission
   * is what was said last.
   */
  setRules(
    id: string,
    changes: readonly RuleChange<Permission>[],
    seen: { readonly version: string },
  ): Promise<Written>
  /** The role as `setRules` would make it. Nothing is written. */
  previewRules(id: string, changes: readonly RuleChange<Permission>[]): Promise<StoredRole>
  /** Removes the role, its assignments, its mapping rows and others' inheriting of it, in one write. */
  deleteRole(id: string, seen?: { readonly version: string }): Promise<Written>
}

/** One cell of the Permissions dialog. */
export interface RuleChange<Permission extends string> extends Omit<Rule<Permission>, 'state'> {
  readonly state: State | 'unspecified'
}

/** The name that a rule for this permission has today, former names replaced. */
function currentName({ permissions }: PlanState, name: string): string {
  return permissions.nodes[permissions.former.get(name) ?? -1]?.name ?? name
}

/** The role with one cell changed: every rule of that permission, under any of its names, and context gives way. */
function withCell(state: PlanState, role: Role, change: WrittenCell): Role {
  const permission = currentName(state, change.permission)
  const written = own(change, 'context')
  const context = meansEveryResource(written) ? undefined : written
  const others = role.rules.filter(
    (rule) => currentName(state, rule.permission) !== permission || own(rule, 'context') !== context,
  )
  if (change.state === 'unspecified') return { ...role, rules: others }
  const rule = { permission, state: change.state, ...(context === undefined ? {} : { context }) }
  return { ...role, rules: [...others, rule] }
}

/** Where a change of a rule stands in its role: no context for what means every resource. */
function writtenCell({ permission, ...rest }: WrittenCell): { permission: string; context?: string } {
  const context = own(rest, 'context')
  return meansEveryResource(context) ? { permission } : { permission, context: context as string }
}

/** The most rules that one write sets. */
const maxCells = 1_000

function checkKnown({ known }: PlanState, id: string, { permission }: WrittenCell): void {
  if (isRulePermission(known, permission)) return
  const hint = didYouMean(permission, known.names)
  const message = `unknown permission ${JSON.stringify(permission)}.${hint}`
  const issue = { path: ['permission'], message, code: 'TRILATCH_PERMISSION_UNKNOWN' } as const
  throw new PolicyError(`the rule of role ${JSON.stringify(id)}`, [issue], { status: 422 })
}

/** The part of a manager that is about roles. */
export function roleManager<Permission extends string>(context: ManageContext): RoleManager<Permission> {
  const find = async (id: string): Promise<StoredRole> => {
    const found = (await context.state()).policy.roles.get(id)
    if (found === undefined) throw roleUnknown(id)
    return found
  }
  const readRole = (data: unknown): Role => canonicalRole(accept(roleSchema, data, 'the role'))
  /** A role with cells changed, one after the other. */
  const changed = (state: PlanState, id: string, cells: readonly WrittenCell[]): Role => {
    const before = state.policy.roles.get(id)?.role
    if (before === undefined) throw roleUnknown(id)
    for (const cell of cells) checkKnown(state, id, cell)
    return readRole(cells.reduce((role, cell) => withCell(state, role, cell), before))
  }
  return {
    roles: async () => [...(await context.state()).policy.roles.values()],
    role: find,
    createRole: async (data) => {
      const role = readRole(data)
      return performOnRules(context, (state) => planCreateRole(state, role))
    },
    replaceRole: async (id, content, seen) => {
      const version = seenVersion(seen)
      const role = readRole({ ...accept(plainObjectSchema, content, 'the role'), id })
      return performOnRules(context, (state) => planReplaceRole(state, role, version))
    },
    setRule: async (id, change, seen) => {
      const version = seenVersion(seen)
      const cell = accept(cellSchema, change, 'the rule')
      return performOnRules(context, (state) => {
        const role = changed(state, id, [cell])
        return { ...planReplaceRole(state, role, version, [writtenCell(cell)]), action: 'role.rule' }
      })
    },
    setRules: async (id, changes, seen) => {
      const version = seenVersion(seen)
      const cells = accept(cellSchema.array().max(maxCells), changes, 'the rules')
      return performOnRules(context, (state) => {
        const role = changed(state, id, cells)
        return { ...planReplaceRole(state, role, version, cells.map(writtenCell)), action: 'role.rules' }
      })
    },
    previewRules: async (id, changes) => {
      const cells = accept(cellSchema.array().max(maxCells), changes, 'the rules')
      const state = await context.ruleState()
      const role = changed(state, id, cells)
      const { version } = await find(id)
      // What a write would refuse is refused here.
      planReplaceRole(state, role, version, cells.map(writtenCell))
      return { role, version }
    },
    deleteRole: async (id, seen) =>
      perform(context, async (state) => {
        const { published } = await context.store.applications()
        return planDeleteRole(state, id, seen && own(seen, 'version'), published)
      }),
  }
}
