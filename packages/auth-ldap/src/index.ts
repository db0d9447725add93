export { ldap } from './ldap.ts'
export type { LdapStrategy } from './ldap.ts'
export { fromPassportLdapauth } from './from-passport-ldapauth.ts'
export type { PassportLdapauthOptions } from './from-passport-ldapauth.ts'
export { DirectoryError } from './directory-error.ts'
export type { DirectoryTrouble } from './directory-error.ts'
export type {
  AccountKeyName,
  GroupNaming,
  GroupOrigin,
  LdapGroupOptions,
  LdapLimitOptions,
  LdapOptions,
  LdapServerOptions,
} from './options/ldap-options.ts'
export type { SearchScope, TlsOptions } from './options/server-settings.ts'
export type { LdapRefusal, RefusalReason } from './refusal.ts'
export type { LdapReferences } from './references.ts'
export type { LdapReport, LdapStep } from './diagnosis/report.ts'
export type { FoundGroup, GroupWay } from './groups/found-groups.ts'
export type { AccountState } from './entry/account-state.ts'
