import { maxTtlMs } from '@trilatch/core'
import type { Accounts, Vault, VaultPlace } from '@trilatch/core'

/** How often somebody has signed in, and when last. */
export interface SignIns {
  readonly count: number
  /** Milliseconds since 1970, by this machine's clock; absent where nobody has for 400 days. */
  readonly last?: number
}

const placeOf = (user: string): VaultPlace => ({ kind: 'sign-ins', key: user })

/**
 * Counts a sign-in: one step in the vault and none in the audit trail. The span begins anew with each, so that what is
 * left of it tells when the last one was. No right depends on it, and a sign-in that cannot be counted is one all the same.
 */
export async function countSignIn(vault: Vault, user: string): Promise<void> {
  await vault.count(placeOf(user), 1, { ttlMs: maxTtlMs, restart: true }).catch(() => undefined)
}

/** How often a user has signed in, and when last; forgotten after 400 days without. */
export async function signInsOf(accounts: Pick<Accounts, 'vault'>, user: string): Promise<SignIns> {
  const { count, remainingMs } = await accounts.vault.count(placeOf(user), 0, { ttlMs: maxTtlMs })
  return count === 0 ? { count } : { count, last: Date.now() - (maxTtlMs - remainingMs) }
}
