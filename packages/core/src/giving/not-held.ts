import type { GivenRole } from '../decision/holdings.ts'
import type { Role } from '../policy/policy.ts'
import type { Operation } from '../store/store.ts'
import { closureOf } from './closure-of.ts'
import type { Given } from './judged-write.ts'

/** The roles that a write changes or removes. */
export function changedRoles(operations: readonly Operation[]): ReadonlySet<string> {
  return new Set(
    operations.flatMap((operation) => {
      if (operation.kind === 'put-role') return operation.role.id
      return operation.kind === 'remove-role' ? operation.id : []
    }),
  )
}

/**
 * What is left to be judged: each once, and without the roles that the giver has too, everywhere or within the very same
 * scope, and that stay as they are with all that they inherit.
 */
export function notHeld(
  given: readonly Given[],
  giver: readonly GivenRole[],
  roles: ReadonlyMap<string, Role>,
  changed: ReadonlySet<string>,
): readonly Given[] {
  const isHeld = (one: GivenRole): boolean =>
    giver.some(({ role, scope }) => role === one.role && (scope === undefined || scope === one.scope)) &&
    closureOf(roles, [one]).every(({ id }) => !changed.has(id))
  const left = new Map<string, Given>()
  for (const { what, after, before } of given) {
    const rest = after.filter((one) => !isHeld(one))
    const key = JSON.stringify([rest, before])
    if (rest.length > 0 && !left.has(key)) left.set(key, { what, after: rest, before })
  }
  return [...left.values()]
}
