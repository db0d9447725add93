// What a provider publishes about itself: where it is, whether it is the one that was meant, and whether it can be trusted.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { authority, startGitLab } from '../../../test/services/gitlab/gitlab.ts'
import type { GitLabServer } from '../../../test/services/gitlab/gitlab.ts'
import { person } from '../../../test/services/gitlab/people.ts'
import { freePort } from '../../../test/services/ports.ts'
import { gitlab, oidc, ProviderError } from '../src/index.ts'
import { application, callbackOf, endingOf, tab } from './kit/application.ts'
import { hushed } from './kit/hushed.ts'
import { body } from './kit/mutations.ts'

const told = hushed()
const people = [person('ann', 41, { groups: ['acme'] })]
const callbacks = [callbackOf('gitlab'), callbackOf('oidc')]
let plain: GitLabServer
let below: GitLabServer
let secure: GitLabServer
beforeAll(async () => {
  plain = await startGitLab({ people, callbacks })
  below = await startGitLab({ people, callbacks, below: '/tools/gitlab' })
  secure = await startGitLab({ people, callbacks, below: '/gitlab', https: true })
})
afterAll(async () => {
  for (const server of [plain, below, secure]) await server.close()
})
afterEach(() => plain.tamper.clear())

const clientOf = ({ clientId, clientSecret }: GitLabServer) => ({ clientId, clientSecret, timeoutMs: 20_000 })
const reasonOf = async (asked: Promise<unknown> | undefined): Promise<string> =>
  asked?.then(
    () => 'done',
    (error: unknown) =>
      error instanceof ProviderError ? `${error.reason}: ${error.message}` : String(error),
  ) ?? 'nothing'

describe('A provider below a path', () => {
  it('is found with the slash at its end or without, by gitlab()', async () => {
    for (const url of [below.issuer, `${below.issuer}/`]) {
      const here = application(gitlab({ url, ...clientOf(below) }))
      const url2 = new URL(await here.begin(tab()))
      expect(url2.pathname).toBe('/tools/gitlab/oauth/authorize')
      expect((await here.enter({ username: 'ann' })).status).toBe(200)
      expect(here.last()).toMatchObject({ identity: { issuer: below.issuer } })
    }
  })

  it('is compared as text by oidc(), which says what to write', async () => {
    const strategy = oidc({ issuer: `${below.issuer}/`, ...clientOf(below) })
    const prepared = await reasonOf(strategy.prepare?.({} as never))
    expect(prepared).toMatch(/^issuer-differs: /)
    expect(prepared).toContain(`what it publishes is ${JSON.stringify(below.issuer)}`)
    expect(prepared).toContain('They differ in the slash at their end')
    expect(
      (await application(oidc({ issuer: below.issuer, ...clientOf(below) })).enter({ username: 'ann' }))
        .status,
    ).toBe(200)
  })
})

describe('A provider without a path', () => {
  it('is compared as text, too: the issuer is part of the key of every account', async () => {
    const strategy = oidc({ issuer: `${plain.issuer}/`, ...clientOf(plain) })
    expect(await reasonOf(strategy.prepare?.({} as never))).toMatch(
      /^issuer-differs: .*the slash at their end/,
    )
    const right = oidc({ issuer: plain.issuer, ...clientOf(plain) })
    expect(await reasonOf(right.prepare?.({} as never))).toBe('done')
  })
})

describe('A provider over https', () => {
  it('is trusted with the certificate of its authority, and not without', async () => {
    const trusting = application(gitlab({ url: secure.issuer, ca: authority, ...clientOf(secure) }))
    expect((await trusting.enter({ username: 'ann' })).status).toBe(200)
    expect(new URL(await trusting.begin(tab())).protocol).toBe('https:')
    const strategy = gitlab({ url: secure.issuer, ...clientOf(secure) })
    const outcome = await strategy.start(
      { signal: new AbortController().signal } as never,
      { state: 'a', callbackUrl: callbackOf('gitlab') },
      {} as never,
    )
    expect(endingOf(outcome)).toBe('untrusted-certificate')
    expect(outcome).toMatchObject({
      error: { message: expect.stringContaining('the option `ca`') as string },
    })
  })

  it('is trusted under the names of its certificate alone', async () => {
    const url = secure.issuer.replace('127.0.0.1', '127.0.0.2')
    const strategy = gitlab({ url, ca: authority, ...clientOf(secure) })
    const found = await strategy.inspection.provider()
    expect(found.problem?.reason).toMatch(/^(?:untrusted-certificate|unreachable)$/)
  })
})

describe('What a provider publishes', () => {
  const strategy = () => gitlab({ url: plain.issuer, ...clientOf(plain) })
  const misconfigured: readonly [string, Parameters<typeof body>[0], RegExp][] = [
    [
      'another issuer',
      (b) => ({ ...b, issuer: 'https://evil.example' }),
      /^issuer-differs: .*Configure the one that is published/,
    ],
    [
      'an issuer for many tenants',
      (b) => ({ ...b, issuer: 'https://login.example/{tenantid}/v2.0' }),
      /^issuer-differs: .*pattern for many tenants/,
    ],
    ['no keys', (b) => ({ ...b, jwks_uri: undefined }), /^metadata-incomplete: .*jwks_uri/],
    [
      'no token endpoint',
      (b) => ({ ...b, token_endpoint: undefined }),
      /^metadata-incomplete: .*token_endpoint/,
    ],
    ['no PKCE', (b) => ({ ...b, code_challenge_methods_supported: ['plain'] }), /^pkce-unsupported: /],
  ]
  it.each(misconfigured)('with %s is refused at start', async (_, change, expected) => {
    expect(await reasonOf(strategy().prepare?.({} as never))).toBe('done')
    plain.tamper.set('discovery', body(change)())
    expect(await reasonOf(strategy().prepare?.({} as never))).toMatch(expected)
  })

  it('with an endpoint elsewhere over http is refused when somebody signs in', async () => {
    const here = application(strategy())
    plain.tamper.set(
      'discovery',
      body((b) => ({ ...b, token_endpoint: 'http://gitlab.example/oauth/token' }))(),
    )
    expect((await here.enter({ username: 'ann' })).status).toBe(503)
    expect(endingOf(here.last())).toBe('insecure-url')
    plain.tamper.clear()
    expect((await application(strategy()).enter({ username: 'ann' })).status).toBe(200)
  })

  it('with pages elsewhere sends nobody there', async () => {
    plain.tamper.set(
      'discovery',
      body((b) => ({ ...b, authorization_endpoint: 'https://evil.example/authorize' }))(),
    )
    await expect(application(strategy()).begin(tab())).rejects.toThrow('503')
    expect(told.join()).toContain('redirects to an origin that is none of its `destinations`')
  })

  it('is asked once by all that need it, and again by the next when it failed', async () => {
    const here = application(strategy())
    plain.tamper.set('discovery', () => ({
      status: 200,
      headers: { 'content-type': 'text/html' },
      body: '<p>',
    }))
    await expect(here.begin(tab())).rejects.toThrow('503')
    plain.tamper.clear()
    plain.calls.length = 0
    await Promise.all([1, 2, 3, 4].map(() => here.begin(tab())))
    expect(plain.calls).toEqual(['discovery'])
  })
})

describe('A provider that is down', () => {
  it('keeps nobody from signing in another way: the start warns, and whoever comes later finds it', async () => {
    const url = `http://127.0.0.1:${await freePort()}`
    const strategy = gitlab({ url, clientId: 'app', clientSecret: 'secret' })
    expect(await reasonOf(strategy.prepare?.({} as never))).toBe('done')
    expect(told.join('\n')).toContain('Strategy "gitlab" found nobody at start')
    await expect(application(strategy).begin(tab())).rejects.toThrow('503')
  })
})
