import { randomBytes } from 'node:crypto'
import { normalEmail, own, TrilatchError } from '@trilatch/core'
import type { Accounts, Vault, VaultPlace } from '@trilatch/core'
import { checkAccounts } from './check-accounts.ts'
import { digest } from './digest.ts'
import { newEmail } from './email.ts'

/** What an invitation says. */
export interface Invitation {
  /** Whose it is; absent: whoever has it may register with any address. */
  readonly email?: string
  /** Roles that the new user gets beside those of everybody who registers; each must exist when it is used. */
  readonly roles?: readonly string[]
  /** How long it can be used, in milliseconds: 1 minute to 90 days. Default 7 days. */
  readonly lifetimeMs?: number
}

/** An invitation as the store keeps it. */
export interface KeptInvitation {
  readonly place: VaultPlace
  readonly version: string
  readonly email: string | undefined
  readonly roles: readonly string[]
}

const defaultMs = 7 * 86_400_000
const [leastMs, mostMs] = [60_000, 90 * 86_400_000]
const tokenForm = /^[A-Za-z0-9_-]{43}$/

/** Where an invitation is kept; its token is shown once. */
export const invitationPlace = (token: string): VaultPlace => ({ kind: 'invitation', key: digest(token) })

const refuse = (why: string): never => {
  throw new TrilatchError('TRILATCH_OPTION_INVALID', `Cannot invite: ${why}`, { status: 422 })
}

function readInvitation(invitation: Invitation): {
  readonly email?: string
  readonly roles: readonly string[]
  readonly ttlMs: number
} {
  if (typeof invitation !== 'object' || invitation === null)
    throw new TypeError('An invitation is { email?, roles?, lifetimeMs? }')
  const [given, roles, ttlMs] = [
    own(invitation, 'email'),
    own(invitation, 'roles') ?? [],
    own(invitation, 'lifetimeMs') ?? defaultMs,
  ]
  const email = given === undefined ? undefined : newEmail(given)
  if (given !== undefined && email === undefined) refuse('`email` is not an e-mail address')
  if (!Array.isArray(roles) || roles.length > 100 || !roles.every((role) => typeof role === 'string'))
    refuse('`roles` must be a list of at most 100 ids')
  if (!Number.isInteger(ttlMs) || ttlMs < leastMs || ttlMs > mostMs)
    refuse(`\`lifetimeMs\` must be a whole number from ${leastMs} to ${mostMs}`)
  return { roles, ttlMs, ...(email === undefined ? {} : { email }) }
}

/**
 * Makes an invitation and gives its token: 256 random bits, shown once; kept is its digest. It is used up by the write
 * that makes the user.
 *
 * For programs and managers whose caller has been asked for the right to: what an invitation promises is given.
 *
 * @throws TrilatchError `TRILATCH_OPTION_INVALID` (422), `TRILATCH_ROLE_UNKNOWN` (404)
 */
export async function invite(
  accounts: Accounts,
  invitation: Invitation = {},
): Promise<{ readonly token: string }> {
  checkAccounts('invite(accounts, …)', accounts)
  const { email, roles, ttlMs } = readInvitation(invitation)
  const token = randomBytes(32).toString('base64url')
  const value = { roles, ...(email === undefined ? {} : { email }) }
  await accounts.keep({
    action: 'invitation.create',
    roles,
    put: [{ ...invitationPlace(token), value, ttlMs }],
  })
  return { token }
}

/** Withdraws an invitation. @returns Whether there was one that could still be used */
export async function withdrawInvitation(accounts: Accounts, token: string): Promise<boolean> {
  checkAccounts('withdrawInvitation(accounts, token)', accounts)
  const found = await readToken(accounts.vault, token)
  if (found === undefined) return false
  const { place, version } = found
  await accounts.keep({ action: 'invitation.withdraw', remove: [place], expect: [{ ...place, version }] })
  return true
}

/** The invitation of a token, or `undefined` when it is unknown, used or too old. */
export async function readToken(vault: Vault, token: string): Promise<KeptInvitation | undefined> {
  if (!tokenForm.test(token)) return undefined
  const place = invitationPlace(token)
  const entry = await vault.get(place)
  if (entry === null) return undefined
  const { email, roles = [] } = entry.value as { readonly email?: string; readonly roles?: readonly string[] }
  return { place, version: entry.version, email: email === undefined ? undefined : normalEmail(email), roles }
}
