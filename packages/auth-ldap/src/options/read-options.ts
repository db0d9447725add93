import { normalDn, own } from '@trilatch/core'
import { attribute, checkNames, flag, oneOf, refuse, template, text, whole } from './check.ts'
import type { LdapGroupOptions, LdapOptions, LdapServerOptions } from './ldap-options.ts'
import { readServer } from './read-server.ts'
import type { GroupSettings, Settings } from './settings.ts'

const names = ['id', 'title', 'server', 'directory', 'accountKey', 'titleAttribute', 'groups', 'limits']
export const serverNames: readonly string[] = [
  'url',
  'bindDN',
  'bindCredentials',
  'searchBase',
  'searchFilter',
  'searchScope',
  'userDN',
  'groupSearchBase',
  'groupSearchFilter',
  'groupSearchScope',
  'tlsOptions',
  'starttls',
  'insecure',
  'connectTimeout',
  'timeout',
]
const groupNames = ['from', 'nested', 'maxDepth', 'distribution', 'names', 'usernameAttribute', 'pickFilter']
const limitNames = ['deadlineMs', 'maxResponseBytes', 'connections', 'maxGroups', 'pageSize']

const scopes = ['base', 'one', 'sub'] as const
const groupClasses = ['groupOfNames', 'groupOfUniqueNames', 'posixGroup', 'groupOfURLs', 'group']
const anyGroup = `(|${groupClasses.map((name) => `(objectClass=${name})`).join('')})`

function readBase(server: LdapServerOptions, name: 'searchBase' | 'groupSearchBase'): string | undefined {
  const given = text(server, name, 'server.')
  if (given !== undefined && normalDn(given) === undefined)
    refuse(`\`server.${name}\` must be a DN, as "ou=people,dc=example,dc=org".`)
  return given
}

function readService(server: LdapServerOptions): Settings['service'] {
  const dn = text(server, 'bindDN', 'server.')
  const password: unknown = own(server, 'bindCredentials')
  if (dn === undefined && password === undefined) return undefined
  // With an empty password the directory would take us for nobody, and say that all is well.
  if (dn === undefined || typeof password !== 'string' || password.trim() === '' || password.includes('\0'))
    return refuse('`server.bindDN` and `server.bindCredentials` must both be there, and not be empty.')
  if (!/^[^=]+=|^[^@\s]+@[^@\s]+$/.test(dn))
    return refuse('`server.bindDN` must be a DN, or as "service@example.org".')
  return { dn, password }
}

function readUserDN(server: LdapServerOptions): string | undefined {
  const given = text(server, 'userDN', 'server.')
  if (given === undefined) return undefined
  const isPrincipal = /^\{\{username\}\}@[\w.-]+$/.test(given)
  const isDn =
    /^[A-Za-z][A-Za-z0-9-]*=\{\{username\}\},/.test(given) &&
    normalDn(given.replace('{{username}}', 'x')) !== undefined
  if (given.split('{{').length !== 2 || (!isPrincipal && !isDn))
    refuse(
      '`server.userDN` must be as "uid={{username}},ou=people,dc=example,dc=org", or "{{username}}@example.org".',
    )
  return given
}

function readGroups(
  server: LdapServerOptions,
  options: LdapGroupOptions,
  base: string,
  maxGroups: number,
): GroupSettings {
  const origins = ['auto', 'memberOf', 'none', 'search', 'tokenGroups'] as const
  const filter = text(server, 'groupSearchFilter', 'server.')
  const groupBase = readBase(server, 'groupSearchBase')
  const kinds = ['dn', 'sid', 'uuid'] as const
  const given: unknown = own(options, 'names') ?? ['dn']
  if (!Array.isArray(given) || given.length === 0 || !given.every((kind) => kinds.includes(kind)))
    refuse("`groups.names` must be a list of 'dn', 'sid' and 'uuid'.")
  return {
    from: oneOf(own(options, 'from'), origins, 'auto', 'groups.from'),
    isSearched: filter !== undefined || groupBase !== undefined,
    base: groupBase ?? base,
    scope: oneOf(own(server, 'groupSearchScope'), scopes, 'sub', 'server.groupSearchScope'),
    filter: template(
      filter ?? '(|(member={{dn}})(uniqueMember={{dn}}))',
      ['dn', 'username'],
      'server.groupSearchFilter',
    ),
    pick: template(text(options, 'pickFilter', 'groups.') ?? anyGroup, [], 'groups.pickFilter'),
    nested: flag(own(options, 'nested'), false, 'groups.nested'),
    maxDepth: whole(options, 'maxDepth', 'groups.', [10, 1, 30]),
    maxGroups,
    distribution: flag(own(options, 'distribution'), false, 'groups.distribution'),
    names: [...new Set(given as GroupSettings['names'])],
    usernameAttribute: attribute(own(options, 'usernameAttribute'), 'uid', 'groups.usernameAttribute'),
  }
}

/** The directory's name where none is given: the parts of the base that are its domain, or the whole base. */
function directoryOf(base: string): string {
  const normal = normalDn(base) as string
  return /(?:^|,)(dc=.*)$/.exec(normal)?.[1] ?? normal
}

/** @throws TrilatchError `TRILATCH_OPTION_INVALID`, naming the option, what is expected and the fix. */
export function readOptions(options: LdapOptions): Settings {
  if (typeof options !== 'object' || options === null) throw new TypeError('ldap takes an object of options')
  checkNames('options', options, names)
  const server = own(options, 'server') ?? refuse('`server` is required: { url, searchBase, … }.')
  checkNames('server', server, serverNames)
  const [groups, limits] = [own(options, 'groups') ?? {}, own(options, 'limits') ?? {}]
  checkNames('groups', groups, groupNames)
  checkNames('limits', limits, limitNames)
  const id = text(options, 'id', '') ?? 'ldap'
  if (!/^[a-z][a-z0-9-]{0,31}$/.test(id))
    refuse('`id` must be 1 to 32 of the characters a-z 0-9 -, beginning with a letter.')
  const base =
    readBase(server, 'searchBase') ?? refuse('`server.searchBase` is required: below what people are.')
  const [service, userDN] = [readService(server), readUserDN(server)]
  if (service === undefined && userDN === undefined)
    refuse(
      '`server.bindDN` and `server.bindCredentials` are required: an account that may search. ' +
        'Or give `server.userDN`, for a directory where people search for themselves.',
    )
  const filter = template(
    text(server, 'searchFilter', 'server.') ?? '(uid={{username}})',
    ['username'],
    'server.searchFilter',
  )
  const loginAttributes = filter.attributes.get('username')
  if (loginAttributes === undefined)
    refuse('`server.searchFilter` must compare {{username}} with an attribute, as "(uid={{username}})".')
  const keys = ['objectGUID', 'nsUniqueId', 'entryUUID'] as const
  const key = own(options, 'accountKey')
  const titleAttribute = own(options, 'titleAttribute')
  return {
    id,
    title: text(options, 'title', '') ?? 'Directory',
    server: readServer(id, server, limits),
    service,
    userDN,
    base,
    scope: oneOf(own(server, 'searchScope'), scopes, 'sub', 'server.searchScope'),
    filter,
    loginAttributes: loginAttributes ?? [],
    issuer: `ldap:${text(options, 'directory', '') ?? directoryOf(base)}`,
    accountKey: key === undefined ? undefined : oneOf(key, keys, 'entryUUID', 'accountKey'),
    titleAttributes:
      titleAttribute === undefined
        ? ['displayName', 'cn']
        : [attribute(titleAttribute, '', 'titleAttribute')],
    groups: readGroups(server, groups, base, whole(limits, 'maxGroups', 'limits.', [1_000, 1, 1_000])),
    deadlineMs: whole(limits, 'deadlineMs', 'limits.', [10_000, 500, 120_000]),
    poolSize: whole(limits, 'connections', 'limits.', [4, 1, 100]),
    pageSize: whole(limits, 'pageSize', 'limits.', [200, 1, 1_000]),
  }
}
