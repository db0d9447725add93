import { checkGroups, recordGroups } from '../account/record-groups.ts'
import { resolveAccount } from '../account/resolve-account.ts'
import { countSignIn } from '../account/sign-ins.ts'
import type { Identity } from '../identity.ts'
import { localIssuer } from '../identity.ts'
import type { SignInAuthorizer } from '../options.ts'
import { fail } from '../outcome.ts'
import type { Fail } from '../outcome.ts'
import { brokenContract, signInActor } from '../ports.ts'
import type { SignedIn } from '../session-port.ts'
import type { Strategy } from '../strategy.ts'
import { tellSignedIn } from './tell-strategy.ts'

function isText(value: unknown, most: number): boolean {
  return typeof value === 'string' && value !== '' && value.length <= most && value.isWellFormed()
}

/** A strategy vouches for its own people alone, and only those that ask for a password know local accounts. */
export function checkIdentity(strategy: Strategy, identity: Identity): void {
  const { provider, issuer, id, epoch } = identity ?? {}
  if (provider !== strategy.id)
    throw brokenContract(strategy, `it vouched for provider ${JSON.stringify(provider)}`)
  if (!isText(issuer, 2_000) || !isText(id, 2_000))
    throw brokenContract(strategy, 'its identity lacks issuer or id')
  if (epoch !== undefined && (issuer !== localIssuer || !isText(epoch, 200)))
    throw brokenContract(strategy, 'its identity has an epoch that is none')
  if (issuer === localIssuer && strategy.kind !== 'password')
    throw brokenContract(strategy, 'it redirects, and cannot vouch for local accounts')
  checkGroups(strategy, identity)
}

/**
 * What the session of an identity carries from now on, or why there is none.
 *
 * @param createUsers Whether somebody who is new becomes a user.
 * @throws TrilatchError `TRILATCH_UNAVAILABLE` (503)
 */
export async function beginSession(
  authorizer: SignInAuthorizer,
  strategy: Strategy,
  identity: Identity,
  createUsers: boolean,
): Promise<SignedIn | Fail> {
  checkIdentity(strategy, identity)
  const accounts = authorizer.accounts(signInActor)
  const user = await resolveAccount(identity, accounts, createUsers)
  if ('outcome' in user) return user
  // Before there is a session: it has the groups that were said now, or there is none.
  await recordGroups(authorizer, strategy, user.id, identity)
  if (identity.groups?.status === 'gone') return fail('denied')
  const { epoch, suspended } = await authorizer.manage(user.id).beginSession(user.id)
  if (suspended) return fail('suspended')
  // What they have proved was true of an account whose sessions have all been ended since.
  if (identity.epoch !== undefined && identity.epoch !== epoch) return fail('credentials')
  // Whoever was deleted meanwhile has no session: beginning one has made a record anew.
  if ((await accounts.user(user.id)) === null) return fail('credentials')
  await tellSignedIn(authorizer, strategy, user.id, identity)
  await countSignIn(accounts.vault, user.id)
  return { subject: user.id, epoch, signedInAt: Date.now(), strategy: strategy.id }
}
