import { own } from '../own.ts'
import { isAdministrator } from '../giving/judged-write.ts'
import type { Operation, Precondition, StoredPolicy, StoreView } from '../store/store.ts'
import { rowsAfter, writtenRoles } from '../store/written.ts'
import type { ManageContext } from './context.ts'

/** Users that are looked at for one who is an administrator by a group. */
const mostLookedAt = 1_000

/** Users that a write suspends or removes. */
export function leaversOf(operations: readonly Operation[]): ReadonlySet<string> {
  return new Set(
    operations.flatMap((operation) => {
      if (operation.kind === 'put-user') return operation.user.suspended ? operation.user.id : []
      return operation.kind === 'remove-user' ? operation.id : []
    }),
  )
}

/** The policy as a write leaves it, as far as it says which groups make administrators. */
function policyAfter(policy: StoredPolicy, operations: readonly Operation[]): StoredPolicy {
  const roles = new Map(policy.roles)
  for (const [id, role] of writtenRoles(operations))
    if (role === undefined) roles.delete(id)
    else roles.set(id, { role, version: '' })
  return { ...policy, roles, mappings: rowsAfter(policy.mappings, operations) }
}

/** Whether somebody who is not suspended is an administrator by what the store knows, lapsed groups included. */
function administers(context: ManageContext, view: StoreView, id: string): boolean {
  if (view.subject === null || view.subject.suspended) return false
  const given = context.givenIn(view, id, true)
  // A row that names more than one group makes no administrators.
  return given.some(
    (one) =>
      own(one, 'scope') === undefined &&
      one.mapped?.wide !== true &&
      isAdministrator(view.policy.roles.get(one.role)?.role),
  )
}

/** Whoever writes first, then users in their order. */
async function* candidates({ store, actor }: ManageContext): AsyncGenerator<string> {
  yield actor
  let left = mostLookedAt
  for (let after: string | undefined; left > 0; left -= 200) {
    const page = await store.users({ limit: 200, ...(after === undefined ? {} : { after }) })
    for (const { user } of page.items) yield user.id
    if (page.next === undefined) return
    after = page.next
  }
}

/**
 * Looks for somebody who is an administrator by a group and stays one after a write.
 *
 * @returns What the write then relies on; nothing: none of those looked at was one before; `none`: somebody was, and
 *   nobody is any more.
 */
export async function remainingAdministrator(
  context: ManageContext,
  operations: readonly Operation[],
): Promise<readonly Precondition[] | 'none'> {
  const leavers = leaversOf(operations)
  let wasThere = false
  const look = async (id: string): Promise<readonly Precondition[] | undefined> => {
    const view = await context.store.view(id)
    if (!administers(context, view, id)) return undefined
    wasThere = true
    const then = { ...view, policy: policyAfter(view.policy, operations) }
    if (leavers.has(id) || !administers(context, then, id)) return undefined
    return [
      { kind: 'policy', id: '', version: view.policy.version },
      { kind: 'subject', id, version: view.subject?.version ?? null },
    ]
  }
  for (const id of leavers) await look(id)
  // Who goes and was none leaves as many as there were.
  if (leavers.size > 0 && !wasThere) return []
  for await (const id of candidates(context)) {
    const found = await look(id)
    if (found !== undefined) return found
  }
  return wasThere ? 'none' : []
}
