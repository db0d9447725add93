import { channel } from 'node:diagnostics_channel'
import type { Channel } from 'node:diagnostics_channel'
import { DirectoryError } from './directory-error.ts'
import type { AccountState } from './entry/account-state.ts'

/** Why somebody was not signed in. For logs: whoever asked is told the same in every case. */
export type RefusalReason =
  | Exclude<AccountState, 'active'>
  | 'ambiguous'
  | 'improper'
  | 'name-differs'
  | 'no-key'
  | 'password-expired'
  | 'refused'
  | 'unknown-user'
  | 'wrong-password'

/** Somebody was not signed in. Published on `trilatch:ldap`; holds nothing that was typed. */
export interface LdapRefusal {
  /** The id of the strategy. */
  readonly strategy: string
  readonly reason: RefusalReason
  /** The entry, where there is one. */
  readonly dn?: string
  /** The result code of the bind, where it came to one. */
  readonly resultCode?: number
}

/** A channel of `node:diagnostics_channel`. */
export const ldapChannel: Channel = channel('trilatch:ldap')

export function tell(refusal: LdapRefusal): void {
  if (ldapChannel.hasSubscribers) ldapChannel.publish(Object.freeze(refusal))
}

/** Codes with which servers say no to a name and a password, and not that they cannot tell. */
const no: readonly number[] = [19, 32, 34, 48, 49, 50, 53]

/** What Active Directory says behind `data`, in hexadecimal. */
const windows: Readonly<Record<string, RefusalReason>> = {
  '525': 'unknown-user',
  '52e': 'wrong-password',
  '530': 'refused',
  '531': 'refused',
  '532': 'password-expired',
  '533': 'disabled',
  '701': 'expired',
  '773': 'must-change',
  '775': 'locked',
}

/** What a password policy says (draft-behera-ldap-password-policy). */
const policy: Readonly<Record<string, RefusalReason>> = {
  '0': 'password-expired',
  '1': 'locked',
  '2': 'must-change',
}

/** Why a bind was refused; `undefined` where the error is no refusal. */
export function reasonOf(error: unknown): RefusalReason | undefined {
  if (!(error instanceof DirectoryError) || error.trouble !== 'refused') return undefined
  const { resultCode, message } = error
  if (resultCode === undefined || !no.includes(resultCode)) return undefined
  const said = /\(password policy (\d+)\)/.exec(message)?.[1]
  if (said !== undefined && policy[said] !== undefined) return policy[said]
  const data = /\bdata ([0-9a-f]{3,4})\b/i.exec(message)?.[1]?.toLowerCase()
  if (data !== undefined && windows[data] !== undefined) return windows[data]
  return resultCode === 49 ? 'wrong-password' : 'refused'
}
