import { isIP } from 'node:net'
import { own } from '@trilatch/core'
import { checkNames, refuse } from './options/check.ts'
import type { LdapOptions, LdapServerOptions } from './options/ldap-options.ts'

/** The options of passport-ldapauth, as far as they are read here. */
export interface PassportLdapauthOptions {
  readonly server: Readonly<Record<string, unknown>> & { readonly url: string | readonly string[] }
  readonly [name: string]: unknown
}

/** Those that become ours under the same name, and those of older versions under another. */
const taken: Readonly<Record<string, keyof LdapServerOptions>> = {
  url: 'url',
  bindDN: 'bindDN',
  bindDn: 'bindDN',
  adminDn: 'bindDN',
  bindCredentials: 'bindCredentials',
  Credentials: 'bindCredentials',
  adminPassword: 'bindCredentials',
  searchBase: 'searchBase',
  searchFilter: 'searchFilter',
  searchScope: 'searchScope',
  groupSearchBase: 'groupSearchBase',
  groupSearchFilter: 'groupSearchFilter',
  groupSearchScope: 'groupSearchScope',
  connectTimeout: 'connectTimeout',
  timeout: 'timeout',
}

/** What has no counterpart, and why nothing is lost. */
const ignored: Readonly<Record<string, string>> = {
  'server.cache': 'a password is never remembered',
  'server.groupSearchAttributes': 'of a group only its name is read',
  'server.idleTimeout': 'connections that wait are closed',
  'server.includeRaw': 'entries are not handed out',
  'server.log': 'subscribe to the channel trilatch:ldap',
  'server.maxConnections': '`limits.connections` says how many there are',
  'server.queueDisable': 'requests wait within bounds',
  'server.queueSize': 'requests wait within bounds',
  'server.queueTimeout': 'requests wait within bounds',
  'server.reconnect': 'connections are made anew as needed',
  'server.searchAttributes': 'of a person only what is needed is read',
  'server.strictDN': 'names of a directory are always read strictly',
  'server.timeLimit': '`server.timeout` is the limit',
  usernameField: 'the field is `username`',
  passwordField: 'the field is `password`',
  passReqToCallback: 'there is no callback',
  handleErrorsAsFailures: 'what could not be found out is 503, and never "no"',
  failureErrorCallback: 'what could not be found out is 503, and never "no"',
  missingCredentialsStatus: 'the sign-in answers as it does to any',
  badRequestMessage: 'texts are those of the sign-in',
  invalidCredentials: 'texts are those of the sign-in',
  noSuchObject: 'texts are those of the sign-in',
  userNotFound: 'texts are those of the sign-in',
  constraintViolation: 'texts are those of the sign-in',
  noPermission: 'texts are those of the sign-in',
  invalidLogonHours: 'texts are those of the sign-in',
  invalidWorkstation: 'texts are those of the sign-in',
  passwordExpired: 'texts are those of the sign-in',
  accountDisabled: 'texts are those of the sign-in',
  accountExpired: 'texts are those of the sign-in',
  passwordMustChange: 'texts are those of the sign-in',
  accountLockedOut: 'texts are those of the sign-in',
}

const plain = ['starttls', 'tlsOptions', 'bindProperty', 'groupDnProperty', 'socketPath']

function readTls(server: PassportLdapauthOptions['server']): LdapServerOptions['tlsOptions'] {
  const given = (own(server, 'tlsOptions') ?? {}) as Readonly<Record<string, unknown>>
  if (typeof given !== 'object') refuse('`server.tlsOptions` must be an object.')
  const { rejectUnauthorized, ...rest } = given
  if (rejectUnauthorized !== undefined && rejectUnauthorized !== true)
    refuse(
      '`tlsOptions.rejectUnauthorized` would let anybody stand in for the directory: give `tlsOptions.ca`.',
    )
  for (const name of ['checkServerIdentity', 'secureContext', 'secureProtocol', 'maxVersion', 'ciphers'])
    if (rest[name] !== undefined)
      refuse(`\`tlsOptions.${name}\` can make TLS weaker, and is not taken. Leave it out.`)
  return rest
}

/** A certificate is compared with the name of the host; an address is no name. */
function checkHosts(urls: readonly string[], starttls: unknown, servername: string | undefined): void {
  for (const url of urls) {
    const host = URL.canParse(url) ? new URL(url).hostname.replaceAll(/[[\]]/g, '') : ''
    if (starttls === true && isIP(host) !== 0 && servername === undefined)
      refuse(
        `with StartTLS to ${host}, an address, the library compared the certificate with "localhost": ` +
          'put the name of the host into `server.url`, or give `tlsOptions.servername`.',
      )
  }
}

/**
 * The options of passport-ldapauth as ours. What has no counterpart is named; what would weaken TLS, or could not
 * work as it did, is refused.
 *
 * @param onIgnored Is told of each option that is ignored, with the reason. Default: a warning of the process.
 * @throws TrilatchError `TRILATCH_OPTION_INVALID`
 */
export function fromPassportLdapauth(
  options: PassportLdapauthOptions,
  onIgnored: (text: string) => void = (text) => process.emitWarning(text, { type: 'TrilatchWarning' }),
): LdapOptions {
  if (typeof options === 'function')
    refuse('`fromPassportLdapauth` takes the options themselves, and not a function that gives them.')
  const known = Object.keys(ignored)
  checkNames('options', options, ['server', 'name', 'credentialsLookup', ...known])
  if (options['credentialsLookup'] !== undefined)
    refuse('`credentialsLookup` has no counterpart: a sign-in is by `username` and `password`.')
  const server = own(options, 'server') ?? refuse('`server` is required.')
  const inside = known.flatMap((name) => (name.startsWith('server.') ? [name.slice(7)] : []))
  checkNames('server', server, [...Object.keys(taken), ...plain, ...inside])
  for (const [name, what] of [
    ['bindProperty', 'people bind with their DN'],
    ['groupDnProperty', '{{dn}} is the DN'],
  ] as const)
    if (own(server, name) !== undefined && own(server, name) !== 'dn')
      refuse(`\`server.${name}\` can only be 'dn': ${what}.`)
  if (own(server, 'socketPath') !== undefined)
    refuse(
      '`server.socketPath` has no counterpart: give `server.url`, as "ldap://localhost" with `insecure`.',
    )
  if (typeof own(server, 'groupSearchFilter') === 'function')
    refuse('`server.groupSearchFilter` must be a text, as "(member={{dn}})".')
  if (['bindCredentials', 'Credentials', 'adminPassword'].some((name) => own(server, name) === ''))
    refuse('`server.bindCredentials` is empty: the directory would take the service account for nobody.')

  const ours: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(server)) {
    const to = taken[name]
    if (to !== undefined && value !== undefined) ours[to] = value
    else if (ignored[`server.${name}`] !== undefined)
      onIgnored(`server.${name} is ignored: ${ignored[`server.${name}`]}.`)
  }
  for (const name of Object.keys(options))
    if (ignored[name] !== undefined) onIgnored(`${name} is ignored: ${ignored[name]}.`)

  const tlsOptions = readTls(server)
  const urls = [own(server, 'url')].flat() as readonly string[]
  const starttls = own(server, 'starttls')
  checkHosts(urls, starttls, tlsOptions?.servername)
  if (starttls !== true && urls.some((url) => /^ldap:/i.test(url)))
    onIgnored('server.starttls is ignored: TLS is begun on ldap:// in any case.')
  if (ours['groupSearchBase'] !== undefined && ours['groupSearchFilter'] === undefined)
    onIgnored(
      'server.groupSearchFilter is missing, without which passport-ldapauth looked for no groups: here they are, by ' +
        '`member` and `uniqueMember`.',
    )
  const name = options['name']
  return {
    ...(typeof name === 'string' ? { id: name } : {}),
    server: { ...ours, ...(Object.keys(tlsOptions ?? {}).length === 0 ? {} : { tlsOptions }) },
  } as LdapOptions
}
