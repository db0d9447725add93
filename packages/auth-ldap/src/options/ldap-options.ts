import type { SearchScope, TlsOptions } from './server-settings.ts'

/** Where a directory is and how people are found in it. The names are those of passport-ldapauth where they fit. */
export interface LdapServerOptions {
  /** `ldaps://ldap.example.org`, or `ldap://…`, which begins TLS before anything else; several are tried in order. */
  readonly url: string | readonly string[]
  /** Who reads the directory: a DN, in Active Directory `name@domain` too. Required unless people bind by `userDN`. */
  readonly bindDN?: string
  /** The password of `bindDN`. */
  readonly bindCredentials?: string
  /** Below what people are. */
  readonly searchBase: string
  /** How somebody is found by the name that they type. Default `(uid={{username}})`. */
  readonly searchFilter?: string
  /** Default `sub`. */
  readonly searchScope?: SearchScope
  /** In the place of a search, the DN that everybody has, or in Active Directory `{{username}}@example.org`. */
  readonly userDN?: string
  /** Below what groups are. Default `searchBase`. */
  readonly groupSearchBase?: string
  /** How somebody's groups are found by search. Default `(|(member={{dn}})(uniqueMember={{dn}}))`. */
  readonly groupSearchFilter?: string
  /** Default `sub`. */
  readonly groupSearchScope?: SearchScope
  /** Authorities, certificates and the name of the server. */
  readonly tlsOptions?: TlsOptions
  /** Begins TLS on `ldap://`. Default true; `false` takes `insecure: true`. */
  readonly starttls?: boolean
  /** Speaks in the clear, to a directory on this machine alone. Default false. */
  readonly insecure?: boolean
  /** How long connecting to one server may take, in milliseconds: 100 to 60,000. Default 3,000. */
  readonly connectTimeout?: number
  /** How long one operation may take, in milliseconds: 100 to 60,000. Default 5,000. */
  readonly timeout?: number
}

/** Where groups come from; `auto` is `tokenGroups` where the directory has it, else `search` where
 * `groupSearchBase` or `groupSearchFilter` is set, else `memberOf`. */
export type GroupOrigin = 'auto' | 'memberOf' | 'none' | 'search' | 'tokenGroups'

/** By what mapping rows name groups. */
export type GroupNaming = 'dn' | 'sid' | 'uuid'

/** How somebody's groups are found. */
export interface LdapGroupOptions {
  /** Default `auto`. */
  readonly from?: GroupOrigin
  /** Whether groups in which one's groups are count too, where the directory does not do that itself. Default false. */
  readonly nested?: boolean
  /** How many groups within each other are followed, 1 to 30; where there are more nobody gets in. Default 10. */
  readonly maxDepth?: number
  /** In Active Directory: whether distribution groups, which give no rights there, count here. Default false. */
  readonly distribution?: boolean
  /** What of a group becomes a name for mapping rows. Default `['dn']`. */
  readonly names?: readonly GroupNaming[]
  /** The attribute of a person that `{{username}}` of `groupSearchFilter` stands for. Default `uid`. */
  readonly usernameAttribute?: string
  /** Which groups can be picked and searched for. Default: those with an object class that groups have. */
  readonly pickFilter?: string
}

/** How much a directory may take and give. */
export interface LdapLimitOptions {
  /** How long a sign-in, or asking for somebody's groups, may take in all, in milliseconds: 500 to 120,000. Default 10,000. */
  readonly deadlineMs?: number
  /** The most bytes that one operation may answer with, 65,536 to 268,435,456. Default 4,194,304. */
  readonly maxResponseBytes?: number
  /** How many connections of the service account there are at once, 1 to 100; twice as many people bind. Default 4. */
  readonly connections?: number
  /** The most groups somebody may have, 1 to 1,000. Default 1,000. */
  readonly maxGroups?: number
  /** How many entries a page has, 1 to 1,000: as many as the directory allows. Default 200. */
  readonly pageSize?: number
}

/** The attribute that an account is known by for ever. */
export type AccountKeyName = 'entryUUID' | 'nsUniqueId' | 'objectGUID'

/** What `ldap` takes. */
export interface LdapOptions {
  /** Part of URLs, and the provider of mapping rows. Default `ldap`. */
  readonly id?: string
  /** What people read. Default `Directory`. */
  readonly title?: string
  readonly server: LdapServerOptions
  /** Names the directory in the key of each account. Set it where `searchBase` may change. Default: from `searchBase`. */
  readonly directory?: string
  /** Default: `objectGUID`, `nsUniqueId` or `entryUUID`, the first that an entry has. */
  readonly accountKey?: AccountKeyName
  /** The attribute with what people call somebody. Default `displayName`, else `cn`. */
  readonly titleAttribute?: string
  readonly groups?: LdapGroupOptions
  readonly limits?: LdapLimitOptions
}
