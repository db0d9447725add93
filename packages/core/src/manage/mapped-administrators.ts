import { TrilatchError } from '../errors.ts'
import { own } from '../own.ts'
import type { MappingRow, Role } from '../policy/policy.ts'
import type { Store } from '../store/store.ts'
import type { ManageContext } from './context.ts'
import type { Plan, PlanState } from './plan.ts'

const isAdministrator = (role: Role | undefined): boolean =>
  role !== undefined && own(role, 'administrator') === true

/** Whether some row leads to an administrator role. */
function leadsThere(rows: readonly MappingRow[], roleOf: (id: string) => Role | undefined): boolean {
  return rows.some((row) => row.roles.some((id) => isAdministrator(roleOf(id))))
}

/** Whether a write takes away the last row that leads to an administrator role. */
function endsMapping({ policy }: PlanState, { operations }: Plan): boolean {
  const changed = new Map<string, Role | undefined>()
  let rows = policy.mappings
  for (const operation of operations) {
    if (operation.kind === 'put-mappings') rows = operation.rows
    else if (operation.kind === 'put-role') changed.set(operation.role.id, operation.role)
    else if (operation.kind === 'remove-role') changed.set(operation.id, undefined)
  }
  if (rows === policy.mappings && changed.size === 0) return false
  const before = (id: string): Role | undefined => policy.roles.get(id)?.role
  const after = (id: string): Role | undefined => (changed.has(id) ? changed.get(id) : before(id))
  return leadsThere(policy.mappings, before) && !leadsThere(rows, after)
}

/** Whether somebody who is not suspended has an administrator role by assignment. */
export async function hasStoredAdministrator(store: Store, { policy }: PlanState): Promise<boolean> {
  for (const { role } of policy.roles.values()) {
    if (!isAdministrator(role)) continue
    for (let after: string | undefined; ;) {
      const page = await store.members(role.id, { limit: 200, ...(after === undefined ? {} : { after }) })
      for (const id of page.items) if ((await store.view(id)).subject?.suspended === false) return true
      if (page.next === undefined) break
      after = page.next
    }
  }
  return false
}

/**
 * Refuses to take away the last mapping row that leads to an administrator role, where nobody is an administrator by
 * assignment: whoever is one by a group would be the last. A store never loses its last assigned administrator, so that
 * what is found here is still so when it is written.
 *
 * @throws TrilatchError `TRILATCH_LAST_ADMINISTRATOR` (409)
 */
export async function keepAdministrators(
  { store }: ManageContext,
  state: PlanState,
  plan: Plan,
): Promise<Plan> {
  if (!endsMapping(state, plan) || (await hasStoredAdministrator(store, state))) return plan
  const message = `Cannot complete ${plan.action}: no group would lead to an administrator role any more, and nobody is an administrator by assignment`
  throw new TrilatchError('TRILATCH_LAST_ADMINISTRATOR', message, { status: 409 })
}
