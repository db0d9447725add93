import { DirectoryError } from '../directory-error.ts'
import type { Entry } from './entry.ts'

/** Why an account may not be used, as its entry says. The first two end it; with the others it can be used again. */
export type AccountState = 'active' | 'disabled' | 'expired' | 'locked' | 'must-change'

/** What of an entry tells it: Active Directory, 389, OpenLDAP with ppolicy, shadow accounts. */
export const stateAttributes: readonly string[] = [
  'userAccountControl',
  'accountExpires',
  'pwdLastSet',
  'nsAccountLock',
  'pwdAccountLockedTime',
  'pwdReset',
  'shadowExpire',
]

const flags = { disabled: 0x2, passwordNeverExpires: 0x1_0000 }

/** Milliseconds between the years 1601 and 1970. */
const epochs = 11_644_473_600_000n
const never = 0x7fff_ffff_ffff_ffffn

function number(entry: Entry, name: string): bigint | undefined {
  const text = entry.text(name)
  if (text === undefined) return undefined
  if (/^-?\d{1,20}$/.test(text)) return BigInt(text)
  throw new DirectoryError('protocol', `The directory gives ${name} as what is no number.`)
}

/**
 * Whether an account may be used. Locks that end by themselves are the directory's to judge, at the bind.
 *
 * @param now Milliseconds since 1970.
 */
export function accountState(entry: Entry, now: number): AccountState {
  const control = Number(number(entry, 'userAccountControl') ?? 0n)
  if ((control & flags.disabled) !== 0) return 'disabled'
  if (entry.text('nsAccountLock')?.toLowerCase() === 'true') return 'disabled'
  const expires = number(entry, 'accountExpires') ?? 0n
  if (expires > 0n && expires < never && expires / 10_000n - epochs <= BigInt(now)) return 'expired'
  const days = number(entry, 'shadowExpire')
  if (days !== undefined && days >= 0n && days * 86_400_000n <= BigInt(now)) return 'expired'
  // An administrator's lock, which has no end (draft-behera-ldap-password-policy).
  if (entry.text('pwdAccountLockedTime') === '000001010000Z') return 'locked'
  if (entry.text('pwdReset')?.toLowerCase() === 'true') return 'must-change'
  if (number(entry, 'pwdLastSet') === 0n && (control & flags.passwordNeverExpires) === 0) return 'must-change'
  return 'active'
}

/** Whether an account in this state is one that the directory has shut: its groups go and its sessions end. */
export const isGone = (state: AccountState): boolean => state === 'disabled' || state === 'expired'
