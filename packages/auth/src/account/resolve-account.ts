import { createHash } from 'node:crypto'
import { TrilatchError, unavailable } from '@trilatch/core'
import type { Accounts, User, VaultPlace } from '@trilatch/core'
import type { Identity } from '../identity.ts'
import { localIssuer } from '../identity.ts'
import { fail } from '../outcome.ts'
import type { Fail } from '../outcome.ts'

/** Where it is kept which user an account elsewhere belongs to. */
export function identityPlace({ issuer, id }: Pick<Identity, 'issuer' | 'id'>): VaultPlace {
  const key = createHash('sha256')
    .update(JSON.stringify([issuer, id]))
    .digest('base64url')
  return { kind: 'identity', key }
}

const isCode = (error: unknown, code: TrilatchError['code']): boolean =>
  error instanceof TrilatchError && error.code === code

/** The user of a link, or `undefined` where there is no link. One that leads nowhere is refused: unknown is not new. */
async function linkedUser(identity: Identity, accounts: Accounts): Promise<User | Fail | undefined> {
  const link = await accounts.vault.get(identityPlace(identity))
  if (link === null) return undefined
  const { user: id } = link.value as { readonly user?: unknown }
  const found = typeof id === 'string' ? await accounts.user(id) : null
  return found?.user ?? fail('denied')
}

/** A new user for somebody who has never signed in before; a verified address is claimed, and taken from nobody. */
async function provision(identity: Identity, accounts: Accounts): Promise<User | Fail | undefined> {
  const { verifiedEmail, title, provider } = identity
  const place = identityPlace(identity)
  const id = crypto.randomUUID()
  try {
    await accounts.create({
      id,
      origin: 'provisioned',
      ...(verifiedEmail === undefined ? {} : { email: verifiedEmail }),
      ...(title === undefined ? {} : { title }),
      put: [{ ...place, value: { user: id, provider } }],
      expect: [{ ...place, version: null }],
    })
  } catch (error) {
    // Whoever has proved that the address is theirs may hear that an account has it.
    if (isCode(error, 'TRILATCH_USER_EXISTS')) return fail('email-taken')
    if (isCode(error, 'TRILATCH_CONFLICT')) return undefined
    throw error
  }
  return (await accounts.user(id))?.user ?? fail('denied')
}

/**
 * The user that an identity belongs to; who signs in for the first time through a provider becomes one. Never found
 * by e-mail: an address does not say whose account it is.
 *
 * @throws TrilatchError `TRILATCH_UNAVAILABLE` when the groups of the identity could not be found out
 */
export async function resolveAccount(identity: Identity, accounts: Accounts): Promise<User | Fail> {
  if (identity.issuer === localIssuer) return (await accounts.user(identity.id))?.user ?? fail('credentials')
  if (identity.groups?.status === 'gone') return fail('denied')
  if (identity.groups?.status === 'unknown')
    throw unavailable('Your groups could not be found out. Please try again.')
  // Two first sign-ins at the same moment: one creates, the other finds.
  return (
    (await linkedUser(identity, accounts)) ??
    (await provision(identity, accounts)) ??
    (await linkedUser(identity, accounts)) ??
    fail('denied')
  )
}
