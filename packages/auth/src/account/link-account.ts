import { TrilatchError } from '@trilatch/core'
import { credentialKind } from '@trilatch/core'
import type { Accounts } from '@trilatch/core'
import type { Identity } from '../identity.ts'
import { localIssuer } from '../identity.ts'
import type { SignInAuthorizer } from '../options.ts'
import { fail } from '../outcome.ts'
import type { Fail } from '../outcome.ts'
import { signInActor } from '../ports.ts'
import { identityPlace, isSameAccount, linksOf, linksPlace, userOfAccount } from './links.ts'

/** How often what others write at the same time is looked at again. */
const maxTries = 4

async function whileOthersWrite<T>(run: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await run()
    } catch (error) {
      const again = error instanceof TrilatchError && error.code === 'TRILATCH_CONFLICT' && tries < maxTries
      if (!again) throw error
    }
  }
}

async function linkOnce(accounts: Accounts, user: string, identity: Identity): Promise<Fail | undefined> {
  const { provider, issuer, id, verifiedEmail } = identity
  const owner = await userOfAccount(accounts, identity)
  if (owner === user) return undefined
  if (owner !== undefined) return fail('account-taken')
  const addressed = verifiedEmail === undefined ? null : await accounts.userByEmail(verifiedEmail)
  if (addressed !== null && addressed.user.id !== user) return fail('email-taken')
  const { accounts: theirs, version } = await linksOf(accounts, user)
  if (theirs.some((one) => one.provider === provider)) {
    const text = 'Another account of this provider is linked already. Unlink it first.'
    return fail({ code: 'account-taken', text })
  }
  const place = identityPlace(identity)
  await accounts.change(user, {
    action: 'account.link',
    put: [
      { ...place, value: { user, provider } },
      { ...linksPlace(user), value: { accounts: [...theirs, { provider, issuer, id }] } },
    ],
    expect: [
      { ...place, version: null },
      { ...linksPlace(user), version },
    ],
  })
  return undefined
}

/**
 * Has an account elsewhere belong to a user, who is signed in and wants it. Refused where it belongs to somebody, where
 * its verified address is somebody else's, and where the user has another account of that provider.
 *
 * @throws TrilatchError `TRILATCH_USER_UNKNOWN` (404) where the subject is no user of the store
 */
export async function linkAccount(
  accounts: Accounts,
  user: string,
  identity: Identity,
): Promise<Fail | undefined> {
  if (identity.issuer === localIssuer)
    return fail({ code: 'invalid', text: 'This account is of this application, and cannot be linked.' })
  if (identity.groups?.status === 'gone') return fail('denied')
  return whileOthersWrite(() => linkOnce(accounts, user, identity))
}

/**
 * Has a user's account of a provider belong to them no more: what the provider said goes, and all sessions end. Refused
 * where nothing would be left to sign in with.
 */
export async function unlinkAccount(
  authorizer: SignInAuthorizer,
  user: string,
  provider: string,
): Promise<Fail | undefined> {
  const accounts = authorizer.accounts(signInActor)
  return whileOthersWrite(async () => {
    const { accounts: theirs, version } = await linksOf(accounts, user)
    const gone = theirs.filter((one) => one.provider === provider)
    if (gone.length === 0) return fail({ code: 'invalid', text: 'No account of this provider is linked.' })
    const left = theirs.filter((one) => !gone.some((other) => isSameAccount(one, other)))
    const credential = await accounts.vault.get({ kind: credentialKind, key: user })
    if (left.length === 0 && credential === null)
      return fail({ code: 'invalid', text: 'You could not sign in any more: this is your only way in.' })
    // What it gave goes first: a failure in between leaves a link without groups, never groups without a link.
    await authorizer.manage(user).forgetGroups(user, provider)
    await accounts.change(user, {
      action: 'account.unlink',
      put: [{ ...linksPlace(user), value: { accounts: left } }],
      remove: gone.map(identityPlace),
      expect: [
        { ...linksPlace(user), version },
        ...(credential === null ? [] : [{ kind: credentialKind, key: user, version: credential.version }]),
      ],
      endSessions: true,
    })
    return undefined
  })
}
