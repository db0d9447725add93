import { createHash, timingSafeEqual } from 'node:crypto'
import type { Vault, VaultPlace } from '@trilatch/core'

/** How long a sign-in elsewhere may take, in milliseconds. */
export const transactionMs = 600_000

/** The cookie that a sign-in elsewhere is bound to. */
export const transactionCookie = 'trilatch-sign-in'

/** A sign-in that has begun: kept in the store, found by `state`, consumed once. */
export interface Transaction {
  readonly strategy: string
  readonly callbackUrl: string
  /** A checked path. */
  readonly returnTo: string | null
  readonly remembered: unknown
  /** Whose session wants the account linked; absent or `null`: somebody signs in. */
  readonly link?: { readonly subject: string; readonly epoch: string } | null
}

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url')
const placeOf = (state: string): VaultPlace => ({ kind: 'transaction', key: digest(state) })

/** @param binding What the browser holds in a cookie or session of its own. */
export async function keepTransaction(
  vault: Vault,
  state: string,
  binding: string,
  transaction: Transaction,
): Promise<void> {
  const value = { ...transaction, binding: digest(binding) }
  await vault.put({ ...placeOf(state), value, ttlMs: transactionMs })
}

/** The transaction, gone from the store from now on; `undefined` unless it is this strategy's and this browser's. */
export async function takeTransaction(
  vault: Vault,
  state: string,
  binding: string | undefined,
  strategy: string,
): Promise<Transaction | undefined> {
  const entry = await vault.take(placeOf(state))
  if (entry === null || binding === undefined) return undefined
  const found = entry.value as Transaction & { readonly binding: string }
  const same = timingSafeEqual(Buffer.from(found.binding), Buffer.from(digest(binding)))
  return same && found.strategy === strategy ? found : undefined
}
