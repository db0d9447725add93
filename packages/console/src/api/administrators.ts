import type { Call } from './call.ts'

/** The roles that make administrators. */
export async function administratorsOf(call: Call): Promise<ReadonlySet<string>> {
  const roles = await call.roles()
  return new Set(roles.filter(({ role }) => role.administrator === true).map(({ role }) => role.id))
}
