import type { FilterTemplate } from './filter-template.ts'
import type { AccountKeyName, GroupNaming, GroupOrigin } from './ldap-options.ts'
import type { SearchScope, ServerSettings } from './server-settings.ts'

/** How groups are found, checked and complete. */
export interface GroupSettings {
  readonly from: GroupOrigin
  /** Whether searching was asked for: `auto` takes it then. */
  readonly isSearched: boolean
  readonly base: string
  readonly scope: SearchScope
  readonly filter: FilterTemplate
  readonly pick: FilterTemplate
  readonly nested: boolean
  readonly maxDepth: number
  readonly maxGroups: number
  readonly distribution: boolean
  readonly names: readonly GroupNaming[]
  readonly usernameAttribute: string
}

/** The options, checked and complete. */
export interface Settings {
  readonly id: string
  readonly title: string
  readonly server: ServerSettings
  readonly service: { readonly dn: string; readonly password: string } | undefined
  /** The DN that people bind with, with a place for the name; `undefined` where it is searched for. */
  readonly userDN: string | undefined
  readonly base: string
  readonly scope: SearchScope
  readonly filter: FilterTemplate
  /** The attributes one of which has to be what was typed. */
  readonly loginAttributes: readonly string[]
  /** Who gives the ids: `ldap:` and the name of the directory. */
  readonly issuer: string
  readonly accountKey: AccountKeyName | undefined
  readonly titleAttributes: readonly string[]
  readonly groups: GroupSettings
  readonly deadlineMs: number
  readonly poolSize: number
  /** How many entries a page has: what is in memory at a time. */
  readonly pageSize: number
}
