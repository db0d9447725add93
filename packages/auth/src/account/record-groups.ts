import { unavailable } from '@trilatch/core'
import type { Identity } from '../identity.ts'
import type { SignInAuthorizer } from '../options.ts'
import { brokenContract, signInActor } from '../ports.ts'
import type { Strategy } from '../strategy.ts'

/**
 * Refuses what could not be found out before anybody is looked up or made.
 *
 * @throws TrilatchError `TRILATCH_UNAVAILABLE` (503) when the groups of the identity are not known
 */
export function checkGroups(strategy: Strategy, { groups }: Identity): void {
  if (groups === undefined) return
  const status: unknown = groups?.status
  if (status === 'unknown') throw unavailable('Your groups could not be found out. Please try again.')
  if (status !== 'complete' && status !== 'gone')
    throw brokenContract(strategy, 'the groups of its identity are neither complete nor unknown nor gone')
}

/**
 * Records what a strategy said with an identity, before a session begins: what is not recorded gives no session.
 *
 * @throws TrilatchError `TRILATCH_UNAVAILABLE` (503), also for groups that are not accepted
 */
export async function recordGroups(
  authorizer: SignInAuthorizer,
  strategy: Strategy,
  user: string,
  { provider, groups }: Identity,
): Promise<void> {
  if (groups === undefined) return
  const manager = authorizer.manage(signInActor)
  try {
    // A strategy gives levels as text; what is none of ours is refused there.
    await manager.recordGroups(user, provider, groups as Parameters<typeof manager.recordGroups>[2])
  } catch (error) {
    const code: unknown = (error as { readonly code?: unknown }).code
    if (code === 'TRILATCH_GROUPS_INVALID') throw brokenContract(strategy, (error as Error).message)
    throw error
  }
}
