import type { Call } from './call.ts'

/**
 * Administrators are let in again, and get that by which they are found at sign-in, from those who have just proved who
 * they are: this gives all that they hold. Whoever is suspended counts, and whose groups have lapsed: the next sign-in
 * confirms them.
 *
 * @throws what `requireRecentSignIn` throws
 */
export async function checkHolder(call: Call, id: string): Promise<void> {
  const [held, administrators] = [
    await call.store.heldRolesOf(id, { lapsed: true }),
    await administratorsOf(call),
  ]
  if (held.some(({ role }) => administrators.has(role))) call.requireRecentSignIn()
}

/** The roles that make administrators. */
export async function administratorsOf(call: Call): Promise<ReadonlySet<string>> {
  const roles = await call.roles()
  return new Set(roles.filter(({ role }) => role.administrator === true).map(({ role }) => role.id))
}
