import { isIP } from 'node:net'
import { own } from '@trilatch/core'
import { checkNames, flag, refuse, whole } from './check.ts'
import type { LdapLimitOptions, LdapServerOptions } from './ldap-options.ts'
import type { ServerAddress, ServerSettings } from './server-settings.ts'

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))

function readUrl(url: unknown): ServerAddress {
  const said = JSON.stringify(url)
  if (typeof url !== 'string' || !/^ldaps?:\/\//i.test(url) || !URL.canParse(url))
    return refuse(`\`server.url\` must be as "ldaps://ldap.example.org", and is ${said}.`)
  const { protocol, hostname, port, username, password, pathname, search, hash } = new URL(url)
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  if (host === '') return refuse(`\`server.url\` ${said} names no host.`)
  if (username !== '' || password !== '')
    return refuse('`server.url` must hold no name and password: they are `bindDN` and `bindCredentials`.')
  if (!['', '/'].includes(pathname) || search !== '' || hash !== '')
    return refuse(`\`server.url\` ${said} must end behind the host and port: the base is \`searchBase\`.`)
  const secure = protocol === 'ldaps:'
  return { url, host, secure, port: port === '' ? (secure ? 636 : 389) : Number(port) }
}

const tlsNames = ['ca', 'cert', 'key', 'servername', 'minVersion']

function readTls(options: LdapServerOptions): ServerSettings['tls'] {
  const given = own(options, 'tlsOptions')
  if (given === undefined) return {}
  if (typeof given === 'object' && given !== null && 'rejectUnauthorized' in given)
    refuse('certificates are always checked: `tlsOptions.rejectUnauthorized` is not taken. Give `ca`.')
  checkNames('server.tlsOptions', given, tlsNames)
  const { ca, minVersion } = given
  if (minVersion !== undefined && minVersion !== 'TLSv1.2' && minVersion !== 'TLSv1.3')
    refuse("`server.tlsOptions.minVersion` must be 'TLSv1.2' or 'TLSv1.3'.")
  const isPem = (one: unknown): boolean => {
    const said = typeof one === 'string' || Buffer.isBuffer(one) ? one.toString() : ''
    return said.includes('-----BEGIN')
  }
  for (const name of ['ca', 'cert', 'key'] as const) {
    const value: unknown = own(given, name)
    if (value !== undefined && ![value].flat().every(isPem))
      refuse(`\`server.tlsOptions.${name}\` must be the content of a PEM file, and not its name.`)
  }
  const { ca: _, ...rest } = given
  return {
    ...rest,
    ...(ca === undefined ? {} : { ca: typeof ca === 'string' || Buffer.isBuffer(ca) ? ca : [...ca] }),
  }
}

/** @throws TrilatchError `TRILATCH_OPTION_INVALID` */
export function readServer(
  strategy: string,
  options: LdapServerOptions,
  limits: LdapLimitOptions,
): ServerSettings {
  const given = own(options, 'url')
  const urls: readonly unknown[] = Array.isArray(given) ? given : [given]
  if (urls.length === 0 || urls.length > 20)
    refuse('`server.url` must be one URL, or a list of 1 to 20 of them.')
  const addresses = urls.map(readUrl)
  const insecure = flag(own(options, 'insecure'), false, 'server.insecure')
  if (!flag(own(options, 'starttls'), true, 'server.starttls') && !insecure)
    refuse(
      'without TLS everybody on the way reads the passwords. Take `ldaps://`, leave `server.starttls` out, or for a ' +
        'directory on this machine say `server.insecure: true`.',
    )
  const far = addresses.find(({ host }) => insecure && !isLoopback(host))
  if (far !== undefined)
    refuse(
      `\`server.insecure\` is for a directory on this machine, and ${JSON.stringify(far.host)} is another.`,
    )
  return {
    strategy,
    addresses,
    tls: readTls(options),
    insecure,
    connectTimeout: whole(options, 'connectTimeout', 'server.', [3_000, 100, 60_000]),
    timeout: whole(options, 'timeout', 'server.', [5_000, 100, 60_000]),
    maxResponseBytes: whole(limits, 'maxResponseBytes', 'limits.', [4_194_304, 65_536, 268_435_456]),
  }
}
