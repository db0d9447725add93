import { TrilatchError } from '../errors.ts'
import { isAdministrator } from '../giving/judged-write.ts'
import { mayMakeAdministrators } from '../policy/administrator-row.ts'
import type { MappingRow, Role } from '../policy/policy.ts'
import type { Precondition, Store } from '../store/store.ts'
import { rowsAfter, writtenRoles } from '../store/written.ts'
import type { ManageContext } from './context.ts'
import type { Plan, PlanState } from './plan.ts'
import { leaversOf, remainingAdministrator } from './remaining-administrator.ts'

/** The rows that lead to administrator roles, as texts. */
function leading(rows: readonly MappingRow[], roleOf: (id: string) => Role | undefined): readonly string[] {
  return rows.filter(mayMakeAdministrators).flatMap((row) => {
    const roles = row.roles.filter((id) => isAdministrator(roleOf(id)))
    return roles.length === 0 ? [] : JSON.stringify({ ...row, roles: [] })
  })
}

/** What a write does to the rows that lead to administrator roles. */
type Effect = 'ends' | 'changes' | 'none'

function effectOf({ policy }: PlanState, { operations }: Plan): Effect {
  const written = writtenRoles(operations)
  const rows = rowsAfter(policy.mappings, operations)
  if (rows === policy.mappings && written.size === 0) return 'none'
  const before = (id: string): Role | undefined => policy.roles.get(id)?.role
  const after = (id: string): Role | undefined => (written.has(id) ? written.get(id) : before(id))
  const led = leading(policy.mappings, before)
  const then = new Set(leading(rows, after))
  if (led.every((row) => then.has(row))) return 'none'
  return then.size === 0 ? 'ends' : 'changes'
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

function refuse(action: string, why: string): never {
  const message = `Cannot complete ${action}: ${why}, and nobody is an administrator by assignment`
  throw new TrilatchError('TRILATCH_LAST_ADMINISTRATOR', message, { status: 409 })
}

/**
 * Refuses what would leave nobody an administrator where nobody is one by assignment and somebody is by a group: to take
 * away the last mapping row that leads there, or the last one whom the store knows to be in such a group. A store never
 * loses its last assigned administrator, so that what is found here is still so when it is written.
 *
 * @returns What the write then relies on.
 * @throws TrilatchError `TRILATCH_LAST_ADMINISTRATOR` (409)
 */
export async function keepAdministrators(
  context: ManageContext,
  state: PlanState,
  plan: Plan,
): Promise<readonly Precondition[]> {
  const effect = effectOf(state, plan)
  if (effect === 'none' && leaversOf(plan.operations).size === 0) return []
  if (
    effect === 'none' &&
    leading(state.policy.mappings, (id) => state.policy.roles.get(id)?.role).length === 0
  )
    return []
  if (await hasStoredAdministrator(context.store, state)) return []
  if (effect === 'ends') refuse(plan.action, 'no group would lead to an administrator role any more')
  const remaining = await remainingAdministrator(context, plan.operations)
  if (remaining === 'none') refuse(plan.action, 'nobody known would be an administrator by a group any more')
  return remaining
}
