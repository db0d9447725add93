import type { AccountState } from '../entry/account-state.ts'
import type { FoundGroup } from '../groups/found-groups.ts'
import type { GroupOrigin } from '../options/ldap-options.ts'

/** One thing that was tried. */
export interface LdapStep {
  readonly step: 'account' | 'bind' | 'entry' | 'groups'
  readonly ok: boolean
  /** What was seen. */
  readonly text: string
  /** What to do about it. */
  readonly fix?: string
}

/** What a directory says about somebody. */
export interface LdapReport {
  /** Whether they could sign in, given the right password. */
  readonly ok: boolean
  readonly steps: readonly LdapStep[]
  readonly entry?: {
    readonly dn: string
    readonly issuer: string
    readonly key?: string
    readonly title?: string
    readonly state: AccountState
  }
  /** How groups were looked for, each group with how it was found, and the names that mapping rows know them by. */
  readonly groups?: {
    readonly from: GroupOrigin
    readonly found: readonly FoundGroup[]
    readonly names: readonly string[]
  }
}
