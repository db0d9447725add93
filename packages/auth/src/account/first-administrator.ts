import { createHash, randomBytes } from 'node:crypto'
import { firstRun } from '@trilatch/core'
import type { Accounts, AccountWrite, VaultPlace } from '@trilatch/core'
import { fail } from '../outcome.ts'
import type { Fail } from '../outcome.ts'
import { addressKey } from '../request/address-key.ts'

/** How long the secret counts, in milliseconds. */
const lifetimeMs = 3_600_000
/** How often one network address may try it: so nobody else uses up the tries of whoever has it. */
const maxTries = 5
/** How often all may, so that little is counted. Nobody finds 128 bits by that many. */
const maxTriesOfAll = 500

const triesOf = (address: string): VaultPlace => ({ kind: 'first-secret', key: `tries.${address}` })
const triesOfAll: VaultPlace = { kind: 'first-secret', key: 'tries' }
const placeOf = (secret: string): VaultPlace => ({
  kind: 'first-secret',
  key: createHash('sha256').update(secret).digest('base64url'),
})

/** Whether the first administrator is still to come: nobody is one or becomes one by signing in, and none was offered. */
export async function awaitsFirstAdministrator(accounts: Accounts): Promise<boolean> {
  if ((await accounts.vault.get(firstRun))?.value !== 'open') return false
  return !(await accounts.hasAdministrator()) && !(await accounts.mapsToAdministrator())
}

/**
 * A secret of 128 bits with which the first administrator registers, if nobody is one or becomes one by signing in, and
 * none was ever offered for this store: print it where only operators read. Of several processes one gets it; kept is its digest, for an hour.
 */
export async function offerFirstAdministrator(accounts: Accounts): Promise<string | undefined> {
  const { vault } = accounts
  const marker = await vault.get(firstRun)
  if (marker === null || !(await awaitsFirstAdministrator(accounts))) return undefined
  const secret = randomBytes(16).toString('base64url')
  // The secret first: whoever then loses takes theirs away, and nothing is offered that is not there.
  await vault.put({ ...placeOf(secret), value: null, ttlMs: lifetimeMs })
  if (await vault.replace({ ...firstRun, value: 'offered' }, marker)) return secret
  await vault.take(placeOf(secret))
  return undefined
}

/**
 * What `createFirstAdministrator` has to be given along, so that the secret is used up by the write that makes the
 * administrator; or why the secret is not right. Each call is one of five tries of its network address.
 *
 * @param address Who asks, as a `StrategyRequest` tells it.
 */
export async function redeemFirstSecret(
  accounts: Accounts,
  secret: string,
  address?: string,
): Promise<{ readonly write: Required<AccountWrite> } | Fail> {
  const { vault } = accounts
  for (const [place, most] of [
    [triesOf(addressKey(address)), maxTries],
    [triesOfAll, maxTriesOfAll],
  ] as const) {
    const { count, remainingMs } = await vault.count(place, 1, { ttlMs: lifetimeMs })
    if (count > most) return fail({ code: 'too-many', retryAfterSeconds: Math.ceil(remainingMs / 1_000) })
  }
  const place = placeOf(secret)
  const entry = await vault.get(place)
  if (entry === null) return fail('invitation')
  return {
    write: {
      put: [{ ...firstRun, value: 'done' }],
      remove: [place],
      expect: [{ ...place, version: entry.version }],
    },
  }
}
