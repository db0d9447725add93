import type { Certificates } from './certificates.ts'

/** What a private directory is like, beside its entries. */
export interface SlapdOptions {
  /** How `memberOf` comes to be: kept by the overlay (direct groups), or computed with all that these are in. */
  readonly memberOf?: 'overlay' | 'nested' | 'none'
  /** What its certificate is good for. Default: `localhost` and 127.0.0.1. */
  readonly certificateNames?: string
  /** The most entries that a search without pages gives. Default 1,000. */
  readonly sizeLimit?: number
  /** The largest page. Default: any. */
  readonly pageLimit?: number
  /** More schemas, as LDIF below `cn=schema,cn=config`. */
  readonly schema?: string
  /** How large its database may grow, in bytes. Default 256 MiB. */
  readonly databaseBytes?: number
  /** Whether a bind with a DN and an empty password succeeds as nobody (`bind_anon_dn`). */
  readonly allowsEmptyPasswords?: boolean
}

export const suffix = 'dc=example,dc=test'
export const rootDn = `cn=admin,${suffix}`
export const rootPassword = 'admin-secret'
/** Who may read everything but passwords. */
export const serviceDn = `cn=svc-rbac,ou=services,${suffix}`
export const servicePassword = 'svc-secret'

const memberOfOverlay = `
dn: olcOverlay=memberof,olcDatabase={1}mdb,cn=config
objectClass: olcOverlayConfig
objectClass: olcMemberOf
olcOverlay: memberof
olcMemberOfGroupOC: groupOfNames
olcMemberOfMemberAD: member
olcMemberOfMemberOfAD: memberOf
olcMemberOfDangling: ignore
olcMemberOfRefint: TRUE
`

const nestedOverlay = `
dn: olcOverlay=dynlist,olcDatabase={1}mdb,cn=config
objectClass: olcOverlayConfig
objectClass: olcDynListConfig
olcOverlay: dynlist
olcDynListAttrSet: groupOfURLs memberURL member+memberOf@groupOfNames*
`

/** The configuration of a private slapd, as LDIF for `slapadd -n 0`. */
export function slapdConfig(folder: string, certificates: Certificates, options: SlapdOptions): string {
  const { memberOf = 'overlay', sizeLimit = 1_000, pageLimit, allowsEmptyPasswords = false } = options
  const { databaseBytes = 2 ** 28, schema = '' } = options
  const page = pageLimit === undefined ? '' : ` size.pr=${pageLimit}`
  const overlay = { overlay: memberOfOverlay, nested: nestedOverlay, none: '' }[memberOf]
  return `dn: cn=config
objectClass: olcGlobal
cn: config
olcPidFile: ${folder}/slapd.pid
olcTLSCACertificateFile: ${certificates.caFile}
olcTLSCertificateFile: ${certificates.certFile}
olcTLSCertificateKeyFile: ${certificates.keyFile}
olcTLSVerifyClient: never
olcReferral: ldap://127.0.0.1:1/
${allowsEmptyPasswords ? 'olcAllows: bind_anon_dn\n' : ''}
dn: cn=module{0},cn=config
objectClass: olcModuleList
cn: module{0}
olcModulePath: /usr/lib/ldap
olcModuleLoad: back_mdb.la
olcModuleLoad: back_monitor.la
olcModuleLoad: memberof.la
olcModuleLoad: refint.la
olcModuleLoad: ppolicy.la
olcModuleLoad: dynlist.la

dn: cn=schema,cn=config
objectClass: olcSchemaConfig
cn: schema

include: file:///etc/ldap/schema/core.ldif
include: file:///etc/ldap/schema/cosine.ldif
include: file:///etc/ldap/schema/nis.ldif
include: file:///etc/ldap/schema/inetorgperson.ldif
include: file:///etc/ldap/schema/dyngroup.ldif
${schema}
dn: olcDatabase={-1}frontend,cn=config
objectClass: olcDatabaseConfig
objectClass: olcFrontendConfig
olcDatabase: {-1}frontend
olcAccess: {0}to dn.base="" by * read
olcAccess: {1}to dn.base="cn=Subschema" by * read

dn: olcDatabase={0}config,cn=config
objectClass: olcDatabaseConfig
olcDatabase: {0}config
olcRootDN: cn=config
olcRootPW: ${rootPassword}

dn: olcDatabase={1}mdb,cn=config
objectClass: olcDatabaseConfig
objectClass: olcMdbConfig
olcDatabase: {1}mdb
olcSuffix: ${suffix}
olcDbDirectory: ${folder}/db
olcRootDN: ${rootDn}
olcRootPW: ${rootPassword}
olcDbMaxSize: ${databaseBytes}
olcDbNoSync: TRUE
olcDbIndex: objectClass eq
olcDbIndex: uid eq
olcDbIndex: entryUUID eq
olcDbIndex: member eq
olcDbIndex: uniqueMember eq
olcDbIndex: memberUid eq
olcAccess: {0}to attrs=userPassword by self write by anonymous auth by * none
olcAccess: {1}to * by dn.exact="${serviceDn}" read by self read by * none
olcLimits: {0}dn.exact="${serviceDn}" size=${sizeLimit}${page} size.prtotal=unlimited time.hard=20
${overlay}
dn: olcOverlay=refint,olcDatabase={1}mdb,cn=config
objectClass: olcOverlayConfig
objectClass: olcRefintConfig
olcOverlay: refint
olcRefintAttribute: memberOf
olcRefintAttribute: member

dn: olcOverlay=ppolicy,olcDatabase={1}mdb,cn=config
objectClass: olcOverlayConfig
objectClass: olcPPolicyConfig
olcOverlay: ppolicy
olcPPolicyUseLockout: TRUE
olcPPolicyDefault: cn=default,ou=policies,${suffix}

dn: olcDatabase={2}monitor,cn=config
objectClass: olcDatabaseConfig
olcDatabase: {2}monitor
olcAccess: {0}to * by dn.exact="cn=config" read
`
}

/** What every directory of the tests has before its people: the suffix, the service account and a policy for passwords. */
export const foundation = `dn: ${suffix}
objectClass: dcObject
objectClass: organization
o: Example
dc: example

dn: ou=services,${suffix}
objectClass: organizationalUnit
ou: services

dn: ou=people,${suffix}
objectClass: organizationalUnit
ou: people

dn: ou=groups,${suffix}
objectClass: organizationalUnit
ou: groups

dn: ou=policies,${suffix}
objectClass: organizationalUnit
ou: policies

dn: cn=default,ou=policies,${suffix}
objectClass: device
objectClass: pwdPolicy
cn: default
pwdAttribute: userPassword
pwdMustChange: TRUE

dn: ${serviceDn}
objectClass: applicationProcess
objectClass: simpleSecurityObject
cn: svc-rbac
userPassword: ${servicePassword}
`
