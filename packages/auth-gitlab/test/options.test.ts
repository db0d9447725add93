// Options that cannot be meant are refused when the strategy is made, with a message that names the option.
import { describe, expect, it } from 'vitest'
import { TrilatchError } from '@trilatch/core'
import { gitlab, oidc } from '../src/index.ts'

const app = { clientId: 'app', clientSecret: 'secret' }
const pem = '-----BEGIN CERTIFICATE-----\nA\n-----END CERTIFICATE-----'

function messageOf(make: () => unknown): string {
  try {
    make()
  } catch (error) {
    return error instanceof TrilatchError && error.code === 'TRILATCH_OPTION_INVALID'
      ? error.message
      : String(error)
  }
  return 'accepted'
}

describe('gitlab()', () => {
  const good: readonly object[] = [
    {},
    { url: 'https://example.org/gitlab/' },
    { url: 'http://localhost:8080' },
    { url: 'http://127.0.0.1:8080/gitlab' },
    { url: 'http://[::1]:8080' },
    { ca: pem },
    { ca: [pem, pem] },
    { allowedGroups: ['acme', 'größe/team_1.x'] },
    { refresh: { secret: 's'.repeat(32) } },
  ]
  it.each(good)('takes %j', (options) => {
    expect(messageOf(() => gitlab({ ...app, ...options }))).toBe('accepted')
  })

  const bad: readonly (readonly [object, string])[] = [
    [{ clientId: '' }, '`clientId` must be a text'],
    [{ clientId: undefined }, '`clientId` must be a text'],
    [{ clientSecret: '' }, '`clientSecret` must be a text'],
    [{ clientSecret: undefined }, '`clientSecret` is undefined: is its environment variable set?'],
    [{ url: 'gitlab.com' }, '`url` must be an absolute URL'],
    [{ url: 'http://gitlab.example' }, 'http is for a provider on this machine'],
    [{ url: 'http://127.0.0.1.evil.example' }, 'http is for a provider on this machine'],
    [{ url: 'http://localhost.evil.example' }, 'http is for a provider on this machine'],
    [{ url: 'ftp://gitlab.example' }, '`url` must be https'],
    [{ url: 'https://u:p@gitlab.example' }, 'no user, query or fragment'],
    [{ url: 'https://gitlab.example/?' }, 'no user, query or fragment'],
    [{ url: 'https://gitlab.com/.well-known/openid-configuration' }, 'is the issuer alone'],
    [{ id: 'Git Lab' }, '`id` must be 1 to 32'],
    [{ scopes: ['read_user'] }, '`scopes` must contain openid'],
    [{ scopes: 'openid' }, '`scopes` must be a list'],
    [{ ca: '/etc/ca.pem' }, '`ca` must be certificates as text in PEM'],
    [{ timeoutMs: 0 }, '`timeoutMs` must be a whole number from 100 to 60000'],
    [{ maxBytes: Infinity }, '`maxBytes` must be a whole number'],
    [{ maxGroups: 1_001 }, '`maxGroups` must be a whole number from 1 to 1000'],
    [{ allowedGroups: [] }, 'nobody could sign in'],
    [{ allowedGroups: ['acme/**'] }, 'is no full path. Write acme'],
    [{ allowedGroups: ['/acme'] }, 'is no full path'],
    [{ allowedGroups: 'acme' }, '`allowedGroups` must be a list'],
    [{ directGroups: 'yes' }, '`directGroups` must be true or false'],
    [{ refresh: true }, '`refresh` must be { secret }'],
    [{ refresh: { secret: 'short' } }, 'at least 32 characters'],
    [{ refresh: { secrets: [] } }, 'unknown option "secrets" in `refresh`'],
    [{ clientAuthentication: 'none' }, "must be 'basic' or 'post'"],
    [{ gitlabUrl: 'https://gitlab.com' }, 'unknown option "gitlabUrl"'],
    [{ endSession: true }, 'unknown option "endSession"'],
  ]
  it.each(bad)('refuses %j', (options, expected) => {
    expect(messageOf(() => gitlab({ ...app, ...options }))).toContain(expected)
  })
})

describe('oidc()', () => {
  const issuer = 'https://id.example'
  const bad: readonly (readonly [object, string])[] = [
    [{ issuer: undefined }, '`issuer` must be a text'],
    [{ issuer: 'http://id.example' }, '`issuer` must be https'],
    [{ algorithm: 'HS256' }, '`algorithm` must be one of RS256'],
    [{ algorithm: 'none' }, '`algorithm` must be one of RS256'],
    [{ parameters: { nonce: 'mine' } }, '`parameters` cannot have nonce'],
    [{ parameters: { redirect_uri: 'https://evil.example' } }, '`parameters` cannot have redirect_uri'],
    [{ parameters: { prompt: 1 } }, '`parameters` must be an object of texts'],
    [{ groups: '' }, '`groups` must be the name of a claim'],
    [{ endSession: 'yes' }, '`endSession` must be true or false'],
    [{ refresh: { secret: 's'.repeat(32) } }, '`refresh` is for groups'],
  ]
  it.each(bad)('refuses %j', (options, expected) => {
    expect(messageOf(() => oidc({ ...app, issuer, ...options }))).toContain(expected)
  })

  it('has no way to switch a check off', () => {
    for (const name of [
      'allowInsecureRequests',
      'skipStateCheck',
      'skipSubjectCheck',
      'nonce',
      'pkce',
      'state',
    ])
      expect(messageOf(() => oidc({ ...app, issuer, [name]: true }))).toContain(`unknown option "${name}"`)
  })
})
