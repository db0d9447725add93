import type { DirectoryError } from '../directory-error.ts'
import type { Settings } from '../options/settings.ts'

/** What is wrong, by what is said, and what to do about it: the commonest first. */
const bySaying: readonly (readonly [RegExp, string])[] = [
  [
    /ENOTFOUND|EAI_AGAIN/,
    'No such host: check the name in `server.url`, and whether this machine can resolve it.',
  ],
  [
    /altname|does not match certificate/i,
    'The certificate is for another host: write the name that it has into `server.url`, or into `server.tlsOptions.servername`.',
  ],
  [
    /self[- ]signed|unable to (?:verify|get)|UNABLE_TO_VERIFY|unknown ca/i,
    'Nobody whom this machine trusts has signed the certificate: give your authority’s, as PEM, in `server.tlsOptions.ca`.',
  ],
  [
    /certificate has expired|not yet valid/i,
    'The certificate of the directory has expired, or the clock of this machine is wrong.',
  ],
  [
    /wrong version number|packet length too long|hung up|before secure TLS|does not begin TLS|is no LDAP/i,
    'One side speaks TLS and the other does not: `ldaps://` is port 636, `ldap://` is port 389 and begins TLS there. ' +
      'Is the directory set up for TLS at all?',
  ],
  [
    /ECONNREFUSED/,
    'Nobody listens there: check host and port in `server.url` (389 for `ldap://`, 636 for `ldaps://`).',
  ],
  [
    /no connection within|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT/,
    'Nothing answers: check the port and the firewall, or raise `server.connectTimeout`.',
  ],
]

const byTrouble: Partial<Record<DirectoryError['trouble'], string>> = {
  'service-account':
    'The directory does not take `server.bindDN` with `server.bindCredentials`: check both, and that the account is not ' +
    'locked or expired. Active Directory takes `name@domain` too.',
  referral: 'The base is on another server: ask that one, or set `server.searchBase` to what this one holds.',
  timeout: 'It takes too long: is there an index on the attributes of the filter? Or raise `server.timeout`.',
  'too-large':
    'It gives too much: narrow the base or the filter, lower `limits.pageSize`, or raise the other `limits`.',
  busy: 'Too many wait: raise `limits.connections`.',
}

/** What to do about an error. */
export function fixFor(
  { trouble, message, resultCode }: DirectoryError,
  { base }: Settings,
): string | undefined {
  if (resultCode === 32 || resultCode === 34)
    return `There is no ${JSON.stringify(base)}, or the service account may not see it: check \`server.searchBase\`.`
  if (resultCode === 8 || resultCode === 13)
    return 'The directory wants TLS before a password: leave `server.insecure` out.'
  if (trouble === 'incomplete' && resultCode === 4)
    return 'The directory gives fewer entries than there are: raise its size limit for the service account.'
  if (trouble === 'incomplete' && resultCode === 11)
    return (
      'The directory has a limit for administrators, perhaps on the size of a page: lower `limits.pageSize`, or raise ' +
      'the limit for the service account (OpenLDAP: `size.pr`).'
    )
  if (trouble === 'incomplete' && message.includes('tokenGroups'))
    return 'Let the service account read `tokenGroups` (group "Windows Authorization Access Group"), or set `groups.from`.'
  if (trouble === 'incomplete' && message.includes('within each other'))
    return 'Raise `groups.maxDepth`, or do without `groups.nested`.'
  return byTrouble[trouble] ?? bySaying.find(([saying]) => saying.test(message))?.[1]
}
