import type { GivenRole } from '../decision/holdings.ts'
import { own } from '../own.ts'
import type { Role } from '../policy/policy.ts'

/** The roles and all that these inherit: nothing else has to be compiled. */
export function closureOf(roles: ReadonlyMap<string, Role>, given: Iterable<GivenRole>): readonly Role[] {
  const found = new Map<string, Role>()
  const add = (id: string): void => {
    const role = roles.get(id)
    if (role === undefined || found.has(id)) return
    found.set(id, role)
    for (const inherited of own(role, 'inherits') ?? []) add(inherited)
  }
  for (const { role } of given) add(role)
  return [...found.values()]
}
