import type { Role } from '@trilatch/core'
import type { Call } from './call.ts'
import { rolesThatRunConsole, runsMoreOfConsole } from './runs-console.ts'

// The console is opened to others by those who have just proved who they are, whether by all of it or by a part: what
// needs a recent sign-in by itself could otherwise be done by whoever is given it. All throw what
// `requireRecentSignIn` throws.

async function runningConsole(call: Call): Promise<ReadonlySet<string>> {
  return rolesThatRunConsole((await call.roles()).map(({ role }) => role))
}

/** Some roles are about to be given to somebody, or to a group. */
export async function checkGiven(call: Call, roles: readonly string[]): Promise<void> {
  const running = await runningConsole(call)
  if (roles.some((role) => running.has(role))) call.requireRecentSignIn()
}

/**
 * Somebody is about to be let in again, or to get that by which they are found at sign-in: this gives all that they
 * hold. Whoever is suspended counts, and whose groups have lapsed: the next sign-in confirms them.
 */
export async function checkHolder(call: Call, id: string): Promise<void> {
  const held = await call.store.heldRolesOf(id, { lapsed: true })
  await checkGiven(
    call,
    held.map(({ role }) => role),
  )
}

/** A role is about to be created. */
export async function checkCreated(call: Call, role: Role): Promise<void> {
  if (runsMoreOfConsole(role, undefined, await runningConsole(call))) call.requireRecentSignIn()
}

/** A role is about to be written anew. */
export async function checkChanged(call: Call, before: Role, after: Role): Promise<void> {
  if (runsMoreOfConsole(after, before, await runningConsole(call))) call.requireRecentSignIn()
}
