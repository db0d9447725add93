import { createHash } from 'node:crypto'
import { linksKind } from '@trilatch/core'
import type { Accounts, AccountWrite, VaultPlace } from '@trilatch/core'
import type { Identity } from '../identity.ts'

/** An account elsewhere that belongs to a user here. */
export type LinkedAccount = Pick<Identity, 'provider' | 'issuer' | 'id'>

/** The accounts of a user, and the version of where they are kept. */
export interface Links {
  readonly accounts: readonly LinkedAccount[]
  readonly version: string | null
}

/** Where it is kept which user an account elsewhere belongs to. */
export function identityPlace({ issuer, id }: Pick<Identity, 'issuer' | 'id'>): VaultPlace {
  const key = createHash('sha256')
    .update(JSON.stringify([issuer, id]))
    .digest('base64url')
  return { kind: 'identity', key }
}

/** Where it is kept which accounts belong to a user: it goes with the user, and their links lead nowhere. */
export const linksPlace = (user: string): VaultPlace => ({ kind: linksKind, key: user })

/**
 * What is written beside a user who is new, so that an account elsewhere belongs to them: `accounts.create({ …,
 * ...linkEntries(id, account) })`, for those who bring their users along. Refused as a conflict where it is somebody's.
 */
export function linkEntries(
  user: string,
  { provider, issuer, id }: LinkedAccount,
): Required<Pick<AccountWrite, 'put' | 'expect'>> {
  const place = identityPlace({ issuer, id })
  return {
    put: [
      { ...place, value: { user, provider } },
      { ...linksPlace(user), value: { accounts: [{ provider, issuer, id }] } },
    ],
    expect: [{ ...place, version: null }],
  }
}

const isAccount = (value: unknown): value is LinkedAccount => {
  const { provider, issuer, id } = (value ?? {}) as Record<string, unknown>
  return [provider, issuer, id].every((text) => typeof text === 'string')
}

/** The accounts that belong to a user. Rejects when they cannot be read. */
export async function linksOf(accounts: Pick<Accounts, 'vault'>, user: string): Promise<Links> {
  const entry = await accounts.vault.get(linksPlace(user))
  const found = (entry?.value as { readonly accounts?: unknown } | undefined)?.accounts
  return {
    accounts: Array.isArray(found) ? found.filter(isAccount) : [],
    version: entry?.version ?? null,
  }
}

/** Whether two accounts elsewhere are the same. */
export const isSameAccount = (
  a: Pick<Identity, 'issuer' | 'id'>,
  b: Pick<Identity, 'issuer' | 'id'>,
): boolean => a.issuer === b.issuer && a.id === b.id

/**
 * The id of the user that an account elsewhere belongs to, said by both sides: what a user who was deleted had linked
 * belongs to nobody, also when somebody gets the same id. `null`: a link that leads nowhere; `undefined`: there is none.
 */
export async function userOfAccount(
  accounts: Pick<Accounts, 'vault'>,
  account: Pick<Identity, 'issuer' | 'id'>,
): Promise<string | null | undefined> {
  const link = await accounts.vault.get(identityPlace(account))
  if (link === null) return undefined
  const { user } = link.value as { readonly user?: unknown }
  if (typeof user !== 'string') return null
  const { accounts: theirs } = await linksOf(accounts, user)
  return theirs.some((one) => isSameAccount(one, account)) ? user : null
}
