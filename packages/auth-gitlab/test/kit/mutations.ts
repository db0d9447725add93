// What a provider could do wrong: each is one change to a flow that succeeds.
import { createSecretKey } from 'node:crypto'
import type { Answer, Tamper } from '../../../../test/services/gitlab/tampering.ts'
import type { GitLabServer } from '../../../../test/services/gitlab/gitlab.ts'
import { publicPart, reissue, signingKey, unsigned } from '../../../../test/services/gitlab/tokens.ts'
import type { Reissue } from '../../../../test/services/gitlab/tokens.ts'

/** A change to one endpoint, or to the URL that the browser comes back to. */
export interface Mutation {
  readonly at: 'discovery' | 'token' | 'userinfo' | 'keys' | 'callback'
  readonly what: string
  /** How the callback ends. */
  readonly ending: string
  /** Of the answer to the browser. */
  readonly status: number
  change?(server: GitLabServer): Tamper
  /** Changes the query that the browser comes back with. */
  query?(query: URLSearchParams): void
}

type Json = Record<string, unknown>
const now = (): number => Math.floor(Date.now() / 1_000)
const json = (answer: Answer, change: (body: Json) => Json): Answer => ({
  ...answer,
  body: JSON.stringify(change(JSON.parse(answer.body) as Json)),
})

/** Changes a JSON answer. */
export const body =
  (change: (body: Json) => Json): (() => Tamper) =>
  () =>
  (answer) =>
    json(answer, change)

/** A JSON answer without some of it. */
export const lacking = (...names: readonly string[]): (() => Tamper) =>
  body((given) => Object.fromEntries(Object.entries(given).filter(([name]) => !names.includes(name))))

/** Makes the ID token anew; signed with the provider's key unless it is told otherwise. */
const idToken =
  (how: (server: GitLabServer) => Partial<Reissue>): ((server: GitLabServer) => Tamper) =>
  (server) =>
  async (answer) => {
    const given = JSON.parse(answer.body) as Json
    const made = await reissue(String(given['id_token']), { key: server.key.privateKey, ...how(server) })
    return { ...answer, body: JSON.stringify({ ...given, id_token: made }) }
  }

const claims = (change: Json | (() => Json)): ((server: GitLabServer) => Tamper) =>
  idToken(() => ({
    claims: (same) => ({ ...same, ...(typeof change === 'function' ? change() : change) }),
  }))

const without = (name: string): ((server: GitLabServer) => Tamper) =>
  idToken(() => ({
    claims: (same) => Object.fromEntries(Object.entries(same).filter(([one]) => one !== name)),
  }))

const html: Answer = {
  status: 200,
  headers: { 'content-type': 'text/html' },
  body: '<!doctype html><title>Sign in</title>',
}
const redirecting: Answer = { status: 302, headers: { location: 'http://127.0.0.1:9/' }, body: '' }
const says = (answer: Answer) => (): Tamper => () => answer
const huge = (): Tamper => (answer) => ({
  ...answer,
  body: JSON.stringify({ ...(JSON.parse(answer.body) as Json), more: 'x'.repeat(10_000_000) }),
})
const otherKey = signingKey('other')
const sameName = signingKey('first')

const broken = { status: 503 } as const
const token = { ...broken, at: 'token' } as const
const userinfo = { ...broken, at: 'userinfo' } as const

export const mutations: readonly Mutation[] = [
  // The browser
  {
    at: 'callback',
    what: 'the state of another sign-in',
    ending: 'none',
    status: 401,
    query: (q) => q.set('state', 'A'.repeat(43)),
  },
  { at: 'callback', what: 'no state', ending: 'none', status: 401, query: (q) => q.delete('state') },
  {
    at: 'callback',
    what: 'a code of somebody else',
    ending: 'sign-in-again',
    status: 401,
    query: (q) => q.set('code', 'stolen'),
  },
  {
    at: 'callback',
    what: 'no code',
    ending: 'callback-invalid',
    status: 503,
    query: (q) => q.delete('code'),
  },
  {
    at: 'callback',
    what: 'the issuer of another provider',
    ending: 'issuer-parameter',
    status: 503,
    query: (q) => q.set('iss', 'https://evil.example'),
  },
  {
    at: 'callback',
    what: 'no issuer, though the provider says that it sends one',
    ending: 'issuer-parameter',
    status: 503,
    query: (q) => q.delete('iss'),
  },
  {
    at: 'callback',
    what: 'an error of the provider',
    ending: 'provider-error',
    status: 503,
    query: (q) => q.set('error', 'server_error'),
  },
  // The ID token
  { ...token, what: 'another nonce', ending: 'nonce', change: claims({ nonce: 'another' }) },
  { ...token, what: 'no nonce', ending: 'nonce', change: without('nonce') },
  { ...token, what: 'another audience', ending: 'audience', change: claims({ aud: 'another app' }) },
  {
    ...token,
    what: 'two audiences without an authorized party',
    ending: 'audience',
    change: claims({ aud: ['app', 'another'] }),
  },
  {
    ...token,
    what: 'another authorized party',
    ending: 'authorized-party',
    change: claims({ azp: 'another' }),
  },
  { ...token, what: 'another issuer', ending: 'issuer', change: claims({ iss: 'https://evil.example' }) },
  {
    ...token,
    what: 'a token that has expired',
    ending: 'expired',
    change: claims(() => ({ exp: now() - 120 })),
  },
  {
    ...token,
    what: 'a token that is not valid yet',
    ending: 'not-yet-valid',
    change: claims(() => ({ nbf: now() + 300 })),
  },
  {
    ...token,
    what: 'a token from the future',
    ending: 'issued-at',
    change: claims(() => ({ iat: now() + 300 })),
  },
  {
    ...token,
    what: 'a token from before the sign-in',
    ending: 'issued-at',
    change: claims(() => ({ iat: now() - 300 })),
  },
  {
    ...token,
    what: 'the hash of another access token',
    ending: 'access-token-hash',
    change: claims({ at_hash: 'AAAAAAAAAAAAAAAAAAAAAA' }),
  },
  { ...token, what: 'no subject', ending: 'subject-invalid', change: without('sub') },
  { ...token, what: 'a subject that is no text', ending: 'subject-invalid', change: claims({ sub: 41 }) },
  {
    ...token,
    what: 'a subject that is too long',
    ending: 'subject-invalid',
    change: claims({ sub: '4'.repeat(256) }),
  },
  {
    ...token,
    what: 'a token that nobody signed',
    ending: 'algorithm',
    change: body((b) => ({ ...b, id_token: unsigned(String(b['id_token'])) })),
  },
  {
    ...token,
    what: 'a token signed with the client secret',
    ending: 'algorithm',
    change: idToken(({ clientSecret }) => ({
      header: { alg: 'HS256' },
      key: createSecretKey(Buffer.from(clientSecret)),
    })),
  },
  {
    ...token,
    what: 'a token signed with the public key as a secret',
    ending: 'algorithm',
    change: idToken(({ key }) => ({
      header: { alg: 'HS256' },
      key: createSecretKey(Buffer.from(JSON.stringify(publicPart(key)))),
    })),
  },
  {
    ...token,
    what: 'another algorithm than agreed on',
    ending: 'algorithm',
    change: idToken(() => ({ header: { alg: 'RS512' } })),
  },
  {
    ...token,
    what: 'a signature with a key of the same name',
    ending: 'signature',
    change: idToken(() => ({ key: sameName.privateKey })),
  },
  {
    ...token,
    what: 'a key that is not published',
    ending: 'key-unknown',
    change: idToken(() => ({ header: { kid: 'other' }, key: otherKey.privateKey })),
  },
  {
    ...token,
    what: 'claims that were changed after signing',
    ending: 'signature',
    change: body((b) => ({ ...b, id_token: forged(String(b['id_token'])) })),
  },
  {
    ...token,
    what: 'no ID token',
    ending: 'id-token-missing',
    change: lacking('id_token'),
  },
  {
    ...token,
    what: 'an ID token that is none',
    ending: 'malformed',
    change: body((b) => ({ ...b, id_token: 'no.token' })),
  },
  {
    ...token,
    what: 'no access token',
    ending: 'malformed',
    change: lacking('access_token'),
  },
  // The token endpoint
  { ...token, what: 'a redirect', ending: 'redirected', change: says(redirecting) },
  { ...token, what: 'a page in the place of JSON', ending: 'not-json', change: says(html) },
  {
    ...token,
    what: 'half of the JSON',
    ending: 'not-json',
    change: () => (answer) => ({ ...answer, body: answer.body.slice(0, 40) }),
  },
  {
    ...token,
    what: 'an error without a word',
    ending: 'http-status',
    change: says({ status: 500, headers: {}, body: '' }),
  },
  { ...token, what: 'ten megabytes', ending: 'too-long', change: huge },
  {
    ...token,
    what: 'that the secret is wrong, in the body',
    ending: 'client-refused',
    change: says({
      status: 401,
      headers: { 'content-type': 'application/json' },
      body: '{"error":"invalid_client"}',
    }),
  },
  {
    ...token,
    what: 'that the secret is wrong, in a challenge',
    ending: 'client-refused',
    change: says({ status: 401, headers: { 'www-authenticate': 'Basic realm="gitlab"' }, body: '' }),
  },
  // The keys
  { ...broken, at: 'keys', what: 'no keys', ending: 'key-unknown', change: body(() => ({ keys: [] })) },
  {
    ...broken,
    at: 'keys',
    what: 'keys that are none',
    ending: 'malformed',
    change: body(() => ({ keys: 'none' })),
  },
  // Userinfo
  {
    ...userinfo,
    what: 'somebody else',
    ending: 'userinfo-subject',
    change: body((b) => ({ ...b, sub: '1' })),
  },
  { ...userinfo, what: 'nobody', ending: 'malformed', change: lacking('sub') },
  {
    ...userinfo,
    what: 'that it is down',
    ending: 'http-status',
    change: says({ status: 502, headers: {}, body: 'Bad gateway' }),
  },
  {
    ...userinfo,
    what: 'a refusal without a word',
    ending: 'http-status',
    change: says({ status: 403, headers: {}, body: '' }),
  },
  {
    ...userinfo,
    what: 'that the token is no good, in a challenge',
    ending: 'token-refused',
    change: says({ status: 401, headers: { 'www-authenticate': 'Bearer error="invalid_token"' }, body: '' }),
  },
  { ...userinfo, what: 'a redirect', ending: 'redirected', change: says(redirecting) },
  { ...userinfo, what: 'a page in the place of JSON', ending: 'not-json', change: says(html) },
  { ...userinfo, what: 'ten megabytes', ending: 'too-long', change: huge },
]

/** The same signature under other claims. */
function forged(given: string): string {
  const [header = '', claimed = '', signature = ''] = given.split('.')
  const read = JSON.parse(Buffer.from(claimed, 'base64url').toString()) as Json
  const other = Buffer.from(JSON.stringify({ ...read, name: 'Administrator' })).toString('base64url')
  return `${header}.${other}.${signature}`
}
