import { credentialKind, TrilatchError } from '@trilatch/core'
import type { Accounts, Vault, VaultDocument, VaultPlace, Written } from '@trilatch/core'
import { checkAccounts } from './check-accounts.ts'
import { readHash } from './hashing/stored-hash.ts'
import type { StoredHash } from './hashing/stored-hash.ts'
import { loadFor } from './hashing/verify-hash.ts'

/** What a user signs in with, as it was read. */
export interface Credential {
  readonly stored: StoredHash
  readonly version: string
}

const placeOf = (user: string): VaultPlace => ({ kind: credentialKind, key: user })

/** The entry of a user's password. */
export function credentialDocument(user: string, hash: string): VaultDocument {
  return { ...placeOf(user), value: { hash } }
}

/** That a user's entry is still the one that was read. */
export function expectCredential(
  user: string,
  { version }: Credential,
): VaultPlace & { readonly version: string } {
  return { ...placeOf(user), version }
}

/** `undefined`: this user has no password here, or one whose hash is not computed. */
export async function readCredential(vault: Vault, user: string): Promise<Credential | undefined> {
  const entry = await vault.get(placeOf(user))
  if (entry === null) return undefined
  const stored = readHash((entry.value as { readonly hash?: unknown } | null)?.hash)
  return stored === undefined ? undefined : { stored, version: entry.version }
}

/** Puts another hash of the same password in the place of one; not if the password was changed meanwhile. */
export async function renewHash(
  vault: Vault,
  user: string,
  hash: string,
  { version }: Credential,
): Promise<boolean> {
  return vault.replace(credentialDocument(user, hash), { version })
}

/**
 * Gives a user the hash of a password that another system made: Argon2, bcrypt (`@node-rs/bcrypt` must be installed) or
 * scrypt. It is made anew at their next sign-in. All sessions of the user end.
 *
 * For programs of operators; nothing here asks for a permission.
 *
 * @throws TrilatchError `TRILATCH_OPTION_INVALID` (422) for a hash of another form or one that costs too much (Argon2: m to
 * 128 MiB, t to 16, p to 8; bcrypt: cost 4 to 14; scrypt: 128·N·r to 128 MiB); `TRILATCH_USER_UNKNOWN` (404).
 */
export async function importPasswordHash(accounts: Accounts, user: string, hash: string): Promise<Written> {
  checkAccounts('importPasswordHash(accounts, user, hash)', accounts)
  const stored = readHash(hash)
  if (stored === undefined) {
    throw new TrilatchError(
      'TRILATCH_OPTION_INVALID',
      'Cannot import the hash: it must be of Argon2, bcrypt or scrypt in its usual form, and of a cost that is computed',
      { status: 422 },
    )
  }
  await loadFor(stored)
  return accounts.change(user, {
    action: 'password.import',
    put: [credentialDocument(user, hash)],
    endSessions: true,
  })
}
