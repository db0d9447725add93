import { createAuthorizer, memoryStore, TrilatchError } from '@trilatch/core'
import { createSignIn, fail, pass, redirect, success } from '@trilatch/auth'
import type { Identity, PasswordStrategy, RedirectStrategy, SignInOptions, Strategy } from '@trilatch/auth'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { ask, HeldSession, origin, post } from './support/ask.ts'
import { codeFor, ownRedirect, providerOrigin } from './support/own-redirect.ts'
import { ownPassword } from './support/own-password.ts'
import { permissions, roles, worldOf } from './support/world.ts'

const ann = { email: 'ann@x.org', password: 'correct horse' }

function set(strategies: readonly Strategy[], options: Partial<SignInOptions> = {}) {
  const world = worldOf()
  const { authorizer, store } = world
  const session = new HeldSession()
  const signIn = createSignIn({ authorizer, strategies, baseUrl: origin, session: () => session, ...options })
  const caller = { authorizer, session }
  return {
    authorizer,
    store,
    session,
    signIn,
    caller,
    to: (path: string, init?: RequestInit) => ask(signIn, caller, path, init),
  }
}

const bodyOf = async (answer: Response): Promise<Record<string, unknown>> =>
  (await answer.json()) as Record<string, unknown>

/** A strategy that ends the same way each time. */
const ending = (id: string, authenticate: PasswordStrategy['authenticate']): PasswordStrategy => ({
  ...ownPassword,
  id,
  authenticate,
})

afterEach(() => vi.restoreAllMocks())

describe('The sign-in', () => {
  it('asks strategies in order until one does not pass, and the named one alone', async () => {
    const asked: string[] = []
    const named = (id: string, end: () => ReturnType<typeof fail> | ReturnType<typeof pass>) =>
      ending(id, async () => {
        asked.push(id)
        return end()
      })
    const { registration: _, ...first } = named('a', () => pass())
    const { registration: __, ...second } = named('b', () => fail('credentials'))
    const { registration: ___, ...third } = named('c', () => pass())
    const { to, session } = set([first, second, third])
    expect((await to('/sign-in', post(ann))).status).toBe(401)
    expect(asked.splice(0)).toEqual(['a', 'b'])
    expect((await to('/sign-in', post({ ...ann, strategy: 'c' }))).status).toBe(401)
    expect(asked.splice(0)).toEqual(['c'])
    expect((await to('/sign-in', post({ ...ann, strategy: 'd' }))).status).toBe(422)
    expect(asked).toEqual([])
    expect(session.exchanged).toBe(0)
  })

  it.each<readonly [string, unknown]>([
    ['throws', new Error('directory down')],
    ['answers error', { outcome: 'error', error: new Error('directory down') }],
    ['answers nothing', undefined],
    ['answers with a word of its own', { outcome: 'yes' }],
    ['vouches for another provider', success({ provider: 'other', issuer: 'local', id: 'ann' })],
    ['vouches for nobody', { outcome: 'success', identity: { provider: 'own', issuer: 'local', id: '' } }],
    ['redirects', redirect('https://evil.test')],
  ])('is unavailable when a strategy %s, and tells operators once a minute', async (_, ended) => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
    const { to, session } = set([
      ending('own', async () => {
        if (ended instanceof Error) throw ended
        return ended as never
      }),
    ])
    for (let i = 0; i < 3; i++) {
      const answer = await to('/sign-in', post(ann))
      expect(answer.status).toBe(503)
      expect(answer.headers.get('retry-after')).toBe('1')
      expect(JSON.stringify(await bodyOf(answer))).not.toContain('directory')
    }
    expect(session.exchanged).toBe(0)
    expect(warned).toHaveBeenCalledTimes(1)
    expect(warned.mock.calls[0]?.[1]).toMatchObject({ code: 'TRILATCH_STRATEGY_FAILED' })
  })

  it('gives what a strategy refuses with: status, reason, field and when to come again', async () => {
    const challenge = { code: 'too-many', retryAfterSeconds: 7.2, field: 'email' } as const
    const { to } = set([ending('own', async () => fail(challenge))])
    const answer = await to('/sign-in', post(ann))
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '8'])
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(await bodyOf(answer)).toEqual({
      type: 'about:blank',
      title: 'Too Many Requests',
      status: 429,
      detail: 'Too many tries. Please try again in 8 seconds.',
      code: 'TRILATCH_SIGN_IN_REFUSED',
      reason: 'too-many',
      field: 'email',
    })
  })

  it('marks what went wrong with a field there, and escapes all that was entered', async () => {
    const hostile = `"><script>alert(1)</script>\u202e`
    const { to } = set([
      ending('own', async () => fail({ code: 'invalid', field: 'email', text: `Not <good>` })),
    ])
    const page = await to('/sign-in')
    const cookie = page.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    const csrf = /name="csrf" value="([^"]+)"/.exec(await page.text())?.[1] ?? ''
    const answer = await to('/sign-in', {
      method: 'POST',
      headers: { cookie, origin, 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
      body: new URLSearchParams({ csrf, email: hostile, password: 'secret one' }).toString(),
    })
    const text = await answer.text()
    expect(answer.status).toBe(422)
    expect(text).toContain('<title>Error: Sign in</title>')
    expect(text).toContain('role="alert" id="own-email-wrong">Not &lt;good&gt;</p>')
    expect(text).toContain('aria-describedby="own-email-wrong" aria-invalid="true" autofocus')
    expect(text).toContain('value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;\ufffd"')
    expect(text).not.toContain('<script')
    expect(text).not.toContain('secret one')
  })

  it('keeps its cookies to https and this host', async () => {
    const { to } = set([ownPassword])
    const [line = ''] = (await to('/sign-in')).headers.getSetCookie()
    expect(line).toMatch(
      /^__Host-trilatch-form=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=86400; Secure$/,
    )
  })

  it('takes no cookie that only begins like one of this host', async () => {
    const { to } = set([ownPassword])
    const secret = 'A'.repeat(43)
    const page = (cookie: string) => to('/sign-in', { headers: { cookie } })
    expect((await page(`a=b; __Host-trilatch-form=${secret}`)).headers.getSetCookie()[0]).toContain(secret)
    // Browsers let any host below the domain set these: to them the name does not begin with __Host-.
    for (const blank of ['\u00a0', '\u00a0 ', '\v', '\f'])
      expect(
        (await page(`a=b; ${blank}__Host-trilatch-form=${secret}`)).headers.getSetCookie()[0],
      ).not.toContain(secret)
  })

  it('stands behind a proxy that takes a path away', async () => {
    const { to } = set([ownPassword, ownRedirect()], {
      baseUrl: `${origin}/apps/one/`,
      home: '/start',
      logo: '/logo.svg',
    })
    const page = await (await to('/sign-in')).text()
    expect(page).toContain('action="/apps/one/auth/sign-in"')
    expect(page).toContain('href="/apps/one/auth/register"')
    expect(page).toContain('src="/apps/one/logo.svg"')
    expect(await bodyOf(await to('/register', post(ann)))).toMatchObject({ returnTo: '/apps/one/start' })
    const { redirectTo } = await bodyOf(await to('/start/elsewhere', post({})))
    expect(new URL(String(redirectTo)).searchParams.get('redirect_uri')).toBe(
      `${origin}/apps/one/auth/callback/elsewhere`,
    )
  })

  it('is not there while everything is switched off', async () => {
    const authorizer = createAuthorizer({ permissions, store: memoryStore({ roles }), enabled: false })
    const session = new HeldSession()
    const prepare = vi.fn(async () => {})
    const signIn = createSignIn({
      authorizer,
      strategies: [{ ...ownPassword, prepare }],
      baseUrl: origin,
      session: () => session,
    })
    await signIn.ready()
    const caller = { authorizer, session }
    expect(await bodyOf(await ask(signIn, caller, ''))).toEqual({
      enabled: false,
      signedIn: false,
      subject: null,
      canSignIn: false,
    })
    for (const path of ['/sign-in', '/register', '/password', '/sign-out', '/sign-out-everywhere'])
      expect((await ask(signIn, caller, path, post(ann))).status).toBe(404)
    expect((await ask(signIn, caller, '/sign-in')).status).toBe(404)
    expect(prepare).not.toHaveBeenCalled()
    expect(session.exchanged).toBe(0)
  })

  it('prepares strategies once, fails loudly at ready, and tries again', async () => {
    vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
    let down = true
    const prepare = vi.fn(async () => {
      if (down) throw new Error('no directory')
    })
    const { to, signIn } = set([{ ...ownPassword, prepare }])
    await expect(signIn.ready()).rejects.toThrow('no directory')
    expect((await to('/sign-in')).status).toBe(503)
    down = false
    await Promise.all([signIn.ready(), signIn.ready()])
    expect((await to('/sign-in')).status).toBe(200)
    expect(prepare).toHaveBeenCalledTimes(3)
  })

  it.each([
    ['/nothing', 'GET', 404],
    ['/sign-in/more', 'GET', 404],
    ['/start/own', 'POST', 404],
    ['/start/elsewhere/more', 'POST', 404],
    ['/callback/own', 'GET', 404],
    ['/callback/elsewhere', 'POST', 405],
    ['/sign-in', 'PUT', 405],
    ['/', 'POST', 405],
  ])('answers %s by %s with %d', async (path, method, status) => {
    const { to } = set([ownPassword, ownRedirect()])
    const init = method === 'GET' ? {} : { ...post({}), method }
    expect((await to(path, init)).status).toBe(status)
  })

  it.each([
    ['a list', '[]', 400],
    ['no JSON', '{', 400],
    ['numbers', '{"email":1}', 400],
    ['objects', '{"email":{"$ne":""}}', 400],
    ['ill-formed text', '{"email":"\\ud800"}', 400],
    [
      'too many fields',
      JSON.stringify(Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`f${i}`, '']))),
      400,
    ],
    ['too much', JSON.stringify({ email: 'e'.repeat(16_384) }), 413],
  ])('refuses a body of %s', async (_, body, status) => {
    const { to } = set([ownPassword])
    const answer = await to('/sign-in', { ...post({}), body })
    expect([answer.status, (await bodyOf(answer))['code']]).toEqual([status, 'TRILATCH_REQUEST_INVALID'])
  })

  it('refuses a name that is there twice, and a body that only says it is short', async () => {
    const { to } = set([ownPassword])
    const form = { 'content-type': 'application/x-www-form-urlencoded', origin }
    expect((await to('/sign-in', { method: 'POST', headers: form, body: 'email=a&email=b' })).status).toBe(
      400,
    )
    expect((await to('/sign-in?returnTo=/a&returnTo=/b')).status).toBe(400)
    const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(4_096)) })
    const long = { ...post({}), body: endless, duplex: 'half' } as RequestInit
    expect((await to('/sign-in', long)).status).toBe(413)
  })

  it('takes names of every object as plain names', async () => {
    let seen: ReadonlyMap<string, string> | undefined
    const { to } = set([
      ending('own', async ({ fields }) => {
        seen = fields
        return fail('credentials')
      }),
    ])
    await to('/sign-in', { ...post({}), body: '{"__proto__":"a","constructor":"b"}' })
    expect([...(seen ?? [])]).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ])
  })
})

describe('Signing in elsewhere', () => {
  it('goes nowhere but where the strategy says it does', async () => {
    vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
    for (const url of [
      'https://evil.test/',
      '//evil.test',
      'javascript:alert(1)',
      `${providerOrigin}.evil.test/`,
    ]) {
      const strategy: RedirectStrategy = { ...ownRedirect(), start: async () => redirect(url) }
      expect((await set([strategy]).to('/start/elsewhere', post({}))).status).toBe(503)
    }
  })

  it('begins at most 300 times in ten minutes for one address, and counts an IPv6 network as one', async () => {
    const { signIn, caller, store } = set([ownRedirect()])
    const from = (address: string) => ask(signIn, { ...caller, address }, '/start/elsewhere', post({}))
    await store.vault.count({ kind: 'starts', key: '2001:db8:0:1::/64' }, 299, { ttlMs: 60_000 })
    expect((await from('2001:db8:0:1::5')).status).toBe(200)
    const limited = await from('2001:db8:0:1:ffff::')
    expect([limited.status, (await bodyOf(limited))['reason']]).toEqual([429, 'too-many'])
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await from('2001:db8:0:2::5')).status).toBe(200)
  })

  const comeBack = async (identity: Partial<Identity>) => {
    const strategy: RedirectStrategy = {
      ...ownRedirect(),
      finish: async () => success({ provider: 'elsewhere', issuer: providerOrigin, id: 'pat', ...identity }),
    }
    const here = set([strategy])
    const start = await here.to('/start/elsewhere', post({}))
    const cookie = start.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    const state = new URL(String((await bodyOf(start))['redirectTo'])).searchParams.get('state') ?? ''
    const answer = await here.to(`/callback/elsewhere?state=${state}&code=${codeFor({ id: 'pat' }, '')}`, {
      headers: { cookie },
    })
    return { ...here, answer }
  }

  it.each([
    [{ status: 'unknown', why: 'directory down' } as const, 503],
    [{ status: 'gone' } as const, 403],
    [{ status: 'complete', groups: [] } as const, 200],
  ])('with groups %j ends with %d', async (groups, status) => {
    const { answer, session, store } = await comeBack({ groups })
    expect(answer.status).toBe(status)
    const people = (await store.users({ limit: 10 })).items
    expect([session.exchanged, people.length]).toEqual(status === 200 ? [1, 1] : [0, 0])
  })

  it('vouches for no local account', async () => {
    vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
    const { answer, session } = await comeBack({ issuer: 'local' })
    expect([answer.status, session.exchanged]).toEqual([503, 0])
  })

  it('keeps state, nonce and binding out of the browser, and out of reach of who reads the store', async () => {
    const { to, store } = set([ownRedirect()])
    const taken = vi.spyOn(store.vault, 'put')
    const answer = await to('/start/elsewhere', post({ returnTo: '/me' }))
    const state = new URL(String((await bodyOf(answer))['redirectTo'])).searchParams.get('state') ?? ''
    const cookie = answer.headers.getSetCookie()[0] ?? ''
    const [binding = ''] = /[\w-]{43}/.exec(cookie) ?? []
    const kept = JSON.stringify(taken.mock.calls)
    expect(state).toMatch(/^[\w-]{43}$/)
    expect(kept).toContain('"returnTo":"/me"')
    expect(kept).not.toContain(state)
    expect(kept).not.toContain(binding)
    expect(cookie).not.toContain(state)
  })
})

describe('Options', () => {
  const { authorizer } = worldOf()
  const make = (options: unknown) => () =>
    createSignIn({ authorizer, strategies: [ownPassword], ...(options as object) })
  it.each<readonly [unknown, RegExp]>([
    [{ strategy: [] }, /unknown option "strategy". Did you mean "strategies"\?/],
    [{ strategies: [] }, /array of 1 to 20/],
    [
      { strategies: [function localAccounts() {}] },
      /one of `strategies` was not called: write localAccounts\(…\)/,
    ],
    [{ strategies: [ownPassword, ownPassword] }, /two strategies have the id "own"/],
    [{ strategies: [ownPassword, { ...ownPassword, id: 'b' }] }, /only one strategy can register/],
    [{ strategies: [{ ...ownPassword, id: 'Own' }] }, /the `id` of a strategy/],
    [
      { strategies: [{ ...ownPassword, fields: [{ ...ownPassword.fields[0], name: 'csrf' }] }] },
      /a name that sign-in uses itself/,
    ],
    [{ strategies: [{ ...ownPassword, kind: 'magic' }] }, /of kind "magic"/],
    [{ strategies: [ownRedirect()] }, /`baseUrl` is required with a strategy that redirects/],
    [
      { strategies: [{ ...ownRedirect(), destinations: ['https://x.test/a'] }], baseUrl: origin },
      /must name its `destinations`/,
    ],
    [{ authorizer: {} }, /`authorizer` must be what createAuthorizer/],
    [{ baseUrl: 'app.example.org' }, /`baseUrl` must be an absolute URL/],
    [{ baseUrl: 'https://a:b@app.example.org' }, /no user, query or fragment/],
    [{ home: 'https://evil.test' }, /`home` must be a path/],
    [{ logo: '//evil.test/x.png' }, /`logo` must be a path/],
    [{ application: '' }, /`application` must be a name/],
    [{ session: 1 }, /`session` must be a function/],
  ])('%# are refused when wrong', (options, message) => {
    expect(make(options)).toThrow(message)
    expect(make(options)).toThrow(TrilatchError)
  })

  it('need a base URL in production', () => {
    vi.stubEnv('NODE_ENV', 'production')
    expect(make({})).toThrow('`baseUrl` is required in production')
    expect(make({ baseUrl: origin })).not.toThrow()
    vi.unstubAllEnvs()
  })
})
