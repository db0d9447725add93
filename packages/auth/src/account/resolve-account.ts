import { TrilatchError } from '@trilatch/core'
import type { Accounts, User } from '@trilatch/core'
import type { Identity } from '../identity.ts'
import { localIssuer } from '../identity.ts'
import { fail } from '../outcome.ts'
import type { Fail } from '../outcome.ts'
import { linkEntries, userOfAccount } from './links.ts'

const isCode = (error: unknown, code: TrilatchError['code']): boolean =>
  error instanceof TrilatchError && error.code === code

/** The user of a link, or `undefined` where there is no link. One that leads nowhere is refused: unknown is not new. */
async function linkedUser(identity: Identity, accounts: Accounts): Promise<User | Fail | undefined> {
  const id = await userOfAccount(accounts, identity)
  if (id === undefined) return undefined
  const found = id === null ? null : await accounts.user(id)
  return found?.user ?? fail('denied')
}

/** A new user for somebody who has never signed in before; a verified address is claimed, and taken from nobody. */
async function provision(identity: Identity, accounts: Accounts): Promise<User | Fail | undefined> {
  const { verifiedEmail, title, provider, issuer, id: account } = identity
  const id = crypto.randomUUID()
  try {
    await accounts.create({
      id,
      origin: 'provisioned',
      ...(verifiedEmail === undefined ? {} : { email: verifiedEmail }),
      ...(title === undefined ? {} : { title }),
      ...linkEntries(id, { provider, issuer, id: account }),
    })
  } catch (error) {
    // Whoever has proved that the address is theirs may hear that an account has it.
    if (isCode(error, 'TRILATCH_USER_EXISTS')) return fail('email-taken')
    if (isCode(error, 'TRILATCH_CONFLICT')) return undefined
    throw error
  }
  return (await accounts.user(id))?.user ?? fail('denied')
}

const notHere = fail({ code: 'closed', text: 'There is no account for you here. Ask an administrator.' })

/**
 * The user that an identity belongs to; who signs in for the first time through a provider becomes one where that is
 * allowed. Never found by e-mail: an address does not say whose account it is.
 */
export async function resolveAccount(
  identity: Identity,
  accounts: Accounts,
  createUsers: boolean,
): Promise<User | Fail> {
  if (identity.issuer === localIssuer) return (await accounts.user(identity.id))?.user ?? fail('credentials')
  const found = await linkedUser(identity, accounts)
  if (found !== undefined) return found
  if (identity.groups?.status === 'gone') return fail('denied')
  if (!createUsers) return notHere
  // Two first sign-ins at the same moment: one creates, the other finds.
  return (await provision(identity, accounts)) ?? (await linkedUser(identity, accounts)) ?? fail('denied')
}
