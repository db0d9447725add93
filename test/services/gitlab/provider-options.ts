import type { Configuration } from 'oidc-provider'
import { claimsOf } from './people.ts'
import type { GitLabPerson } from './people.ts'
import { signOutPage } from './interaction.ts'
import { keptInMemory } from './kept-in-memory.ts'
import type { SigningKey } from './tokens.ts'

const claims = [
  'sub',
  'name',
  'nickname',
  'preferred_username',
  'email',
  'email_verified',
  'groups',
  'groups_direct',
  ...['owner', 'maintainer', 'developer'].map((level) => `https://gitlab.org/claims/groups/${level}`),
]

/** oidc-provider in the shape of GitLab: its paths, its claims, refresh tokens always and in rotation, and no end of sessions unless that is asked for. */
export function providerOptions(setup: {
  readonly clientId: string
  readonly clientSecret: string
  readonly callbacks: readonly string[]
  readonly afterSignOut?: readonly string[]
  readonly key: SigningKey
  readonly people: ReadonlyMap<string, GitLabPerson>
}): Configuration {
  const off = { enabled: false }
  const { afterSignOut } = setup
  return {
    clients: [
      {
        client_id: setup.clientId,
        client_secret: setup.clientSecret,
        redirect_uris: [...setup.callbacks],
        ...(afterSignOut === undefined ? {} : { post_logout_redirect_uris: [...afterSignOut] }),
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
      },
    ],
    adapter: keptInMemory(),
    jwks: { keys: [setup.key.jwk] },
    cookies: { keys: ['of the tests alone'] },
    scopes: ['openid', 'profile', 'email', 'read_user', 'api'],
    claims: { openid: claims },
    conformIdTokenClaims: false,
    responseTypes: ['code'],
    subjectTypes: ['public'],
    // More than it signs with: what is published is no promise.
    enabledJWA: { idTokenSigningAlgValues: ['RS256', 'RS512', 'HS256'] },
    findAccount: (_ctx, id) => {
      const found = [...setup.people.values()].find((one) => one.id === id)
      if (found === undefined) return undefined
      return {
        accountId: id,
        claims: (use: string) => claimsOf(found, use === 'id_token' ? 'id_token' : 'userinfo'),
      }
    },
    routes: {
      authorization: '/oauth/authorize',
      token: '/oauth/token',
      userinfo: '/oauth/userinfo',
      jwks: '/oauth/discovery/keys',
      introspection: '/oauth/introspect',
      revocation: '/oauth/revoke',
      end_session: '/oauth/logout',
    },
    interactions: { url: (ctx, { uid }) => `${ctx.oidc.issuer}/users/sign_in/${uid}` },
    features: {
      devInteractions: off,
      revocation: { enabled: true, allowedPolicy: () => true },
      introspection: { enabled: true },
      rpInitiatedLogout: afterSignOut === undefined ? off : { enabled: true, logoutSource: signOutPage },
      pushedAuthorizationRequests: off,
      dPoP: off,
    },
    pkce: { required: () => false },
    issueRefreshToken: () => true,
    rotateRefreshToken: true,
    ttl: {
      AccessToken: 7_200,
      IdToken: 120,
      RefreshToken: 86_400,
      AuthorizationCode: 600,
      Session: 3_600,
      Interaction: 600,
      Grant: 86_400,
    },
  }
}
