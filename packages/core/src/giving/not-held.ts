import type { GivenRole } from '../decision/holdings.ts'
import type { Role } from '../policy/policy.ts'
import { closureOf } from './closure-of.ts'
import type { Given } from './judged-write.ts'

/**
 * What is left to be judged: each once, and without the roles that the giver has too, everywhere or within the very same
 * scope, and that stay as they are with all that they inherit.
 *
 * @param written The roles that the write changes or removes
 */
export function notHeld(
  given: readonly Given[],
  giver: readonly GivenRole[],
  roles: ReadonlyMap<string, Role>,
  written: ReadonlyMap<string, unknown>,
): readonly Given[] {
  const isHeld = (one: GivenRole): boolean =>
    giver.some(({ role, scope }) => role === one.role && (scope === undefined || scope === one.scope)) &&
    closureOf(roles, [one]).every(({ id }) => !written.has(id))
  const left = new Map<string, Given>()
  for (const { what, after, before } of given) {
    const rest = after.filter((one) => !isHeld(one))
    const key = JSON.stringify([rest, before])
    if (rest.length > 0 && !left.has(key)) left.set(key, { what, after: rest, before })
  }
  return [...left.values()]
}
