import { describe, expect, it } from 'vitest'
import { fromPassportLdapauth, ldap } from '../src/index.ts'

const server = {
  url: 'ldaps://ldap.example.test',
  bindDN: 'cn=svc,dc=example,dc=test',
  bindCredentials: 'secret',
  searchBase: 'ou=people,dc=example,dc=test',
}
const make =
  (given: object, rest: object = {}) =>
  () =>
    ldap({ ...rest, server: { ...server, ...given } })

describe('Options of a directory', () => {
  it('are few', () => {
    expect(make({})).not.toThrow()
    expect(ldap({ server })).toMatchObject({ id: 'ldap', kind: 'password', title: 'Directory' })
  })

  it.each<[object, RegExp, object?]>([
    [
      { bindCredentials: '' },
      /`server.bindDN` and `server.bindCredentials` must both be there, and not be empty/,
    ],
    [{ bindCredentials: '  ' }, /must both be there, and not be empty/],
    [{ bindDN: 'EXTERNAL' }, /`server.bindDN` must be a DN, or as "service@example.org"/],
    [{ bindDN: undefined, bindCredentials: undefined }, /are required: an account that may search/],
    [{ searchBase: undefined }, /`server.searchBase` is required/],
    [{ searchBase: 'people' }, /`server.searchBase` must be a DN/],
    [{ url: 'ldap.example.test' }, /`server.url` must be as "ldaps:\/\/ldap.example.org"/],
    [{ url: 'https://ldap.example.test' }, /`server.url` must be as/],
    [{ url: 'ldaps://u:p@ldap.example.test' }, /must hold no name and password/],
    [{ url: 'ldaps://ldap.example.test/dc=x' }, /must end behind the host and port/],
    [{ url: [] }, /a list of 1 to 20/],
    [{ searchFilter: '(uid=*)' }, /must compare \{\{username\}\} with an attribute/],
    [{ searchFilter: '(uid={{username}}*)' }, /must be the whole value of an =/],
    [{ searchFilter: '(!(uid={{username}}))' }, /must be the whole value of an =/],
    [{ searchFilter: '(uid>={{username}})' }, /must be the whole value of an =/],
    [{ searchFilter: '({{username}}=x)' }, /`server.searchFilter` is no filter/],
    [{ searchFilter: '(uid={{usernme}})' }, /there is no \{\{usernme\}\}, only \{\{username\}\}/],
    [{ searchFilter: '(uid={{username}}' }, /is no filter/],
    [{ searchFilter: '(&(cn=zo\\c3\\ab)(uid={{username}}))' }, /write letters beyond ASCII as they are/],
    [{ userDN: '{{username}}' }, /`server.userDN` must be as/],
    [{ userDN: 'uid={{username}}x,dc=test' }, /`server.userDN` must be as/],
    [{ timeout: 5 }, /`server.timeout` must be a whole number from 100 to 60000/],
    [
      { searchfilter: '(uid={{username}})' },
      /unknown option `server.searchfilter`. Did you mean .*searchFilter/,
    ],
    [{}, /unknown option `options.group`/, { group: {} }],
    [{}, /`id` must be 1 to 32/, { id: 'My LDAP' }],
    [{}, /`groups.from` must be 'auto'/, { groups: { from: 'in-chain' } }],
    [{}, /`groups.names` must be a list/, { groups: { names: ['cn'] } }],
    [{}, /`limits.maxGroups` must be a whole number from 1 to 1000/, { limits: { maxGroups: 5_000 } }],
    [{}, /`accountKey` must be/, { accountKey: 'uid' }],
    [{}, /`limits.pageSize` must be a whole number from 1 to 1000/, { limits: { pageSize: 0 } }],
  ])('%j is refused', (given, message, rest) => {
    expect(make({})).not.toThrow()
    expect(make(given, rest)).toThrow(message)
    expect(make(given, rest)).toThrow(expect.objectContaining({ code: 'TRILATCH_OPTION_INVALID' }))
  })

  it('that only a polluted prototype has are not read', () => {
    const prototype = Object.prototype as unknown as Record<string, unknown>
    prototype['insecure'] = true
    prototype['starttls'] = false
    try {
      expect(make({ url: 'ldap://localhost' })).not.toThrow()
      // Were it read, an address elsewhere would be refused.
      expect(make({ url: 'ldap://ldap.example.test' })).not.toThrow()
    } finally {
      delete prototype['insecure']
      delete prototype['starttls']
    }
  })
})

describe('Options of passport-ldapauth', () => {
  it('become ours, and what is ignored is named', () => {
    const told: string[] = []
    const options = fromPassportLdapauth(
      {
        server: {
          ...server,
          searchFilter: '(sAMAccountName={{username}})',
          searchAttributes: ['mail'],
          groupSearchBase: 'ou=groups,dc=example,dc=test',
          groupSearchFilter: '(member={{dn}})',
          groupDnProperty: 'dn',
          reconnect: true,
          cache: true,
          tlsOptions: { ca: ['-----BEGIN CERTIFICATE-----'], rejectUnauthorized: true },
        },
        usernameField: 'user',
        handleErrorsAsFailures: true,
      },
      (text) => told.push(text),
    )
    expect(options).toEqual({
      server: {
        ...server,
        searchFilter: '(sAMAccountName={{username}})',
        groupSearchBase: 'ou=groups,dc=example,dc=test',
        groupSearchFilter: '(member={{dn}})',
        tlsOptions: { ca: ['-----BEGIN CERTIFICATE-----'] },
      },
    })
    expect(told).toEqual([
      'server.searchAttributes is ignored: of a person only what is needed is read.',
      'server.reconnect is ignored: connections are made anew as needed.',
      'server.cache is ignored: a password is never remembered.',
      'usernameField is ignored: the field is `username`.',
      'handleErrorsAsFailures is ignored: what could not be found out is 503, and never "no".',
    ])
    expect(() => ldap(options)).not.toThrow()
  })

  it('say where groups are looked for that were not', () => {
    const told: string[] = []
    const given = { ...server, groupSearchBase: 'ou=groups,dc=example,dc=test' }
    expect(fromPassportLdapauth({ server: given }, (text) => told.push(text))).toEqual({ server: given })
    expect(told).toEqual([
      'server.groupSearchFilter is missing, without which passport-ldapauth looked for no groups: here they are, by `member` and `uniqueMember`.',
    ])
  })

  it('are taken under the names of older versions', () => {
    const { bindDN: adminDn, bindCredentials: Credentials, ...rest } = server
    expect(fromPassportLdapauth({ server: { ...rest, adminDn, Credentials } })).toEqual({ server })
  })

  it('say where TLS begins that did not', () => {
    const told: string[] = []
    fromPassportLdapauth({ server: { ...server, url: 'ldap://ldap.example.test' } }, (text) =>
      told.push(text),
    )
    expect(told).toEqual(['server.starttls is ignored: TLS is begun on ldap:// in any case.'])
  })

  it.each<[object, RegExp]>([
    [{ tlsOptions: { rejectUnauthorized: false } }, /would let anybody stand in for the directory/],
    [{ tlsOptions: { rejectUnauthorized: 0 } }, /would let anybody stand in for the directory/],
    [{ tlsOptions: { checkServerIdentity: () => undefined } }, /can make TLS weaker/],
    [{ tlsOptions: { secureProtocol: 'TLSv1_method' } }, /can make TLS weaker/],
    [{ url: 'ldap://10.0.0.1', starttls: true }, /put the name of the host into `server.url`/],
    [{ bindCredentials: '' }, /is empty: the directory would take the service account for nobody/],
    [{ bindProperty: 'upn' }, /`server.bindProperty` can only be 'dn'/],
    [{ groupDnProperty: 'cn' }, /`server.groupDnProperty` can only be 'dn'/],
    [{ groupSearchFilter: () => '(member=x)' }, /must be a text/],
    [{ serachBase: 'x' }, /unknown option `server.serachBase`/],
    [{ Credentials: '' }, /is empty: the directory would take the service account for nobody/],
    [{ socketPath: '/run/slapd/ldapi' }, /`server.socketPath` has no counterpart: give `server.url`/],
  ])('%j are refused', (given, message) => {
    expect(() => fromPassportLdapauth({ server }, () => {})).not.toThrow()
    expect(() => fromPassportLdapauth({ server: { ...server, ...given } }, () => {})).toThrow(message)
  })
})
