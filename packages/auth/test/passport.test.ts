// Strategies in applications that have Passport and keep it: passport 0.7 on Express, koa-passport, @nestjs/passport.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toPassport } from '@trilatch/auth'
import { freePort } from '../../../test/services/ports.ts'
import { onExpress, onKoa, onNest } from './setups/passport.ts'
import { Browser } from './support/browser.ts'
import { codeFor, ownRedirect, providerOrigin } from './support/own-redirect.ts'
import { ownPassword } from './support/own-password.ts'
import { signInOf, worldOf } from './support/world.ts'
import type { Running, World } from './support/world.ts'

describe.each([
  ['passport on Express', onExpress],
  ['koa-passport', onKoa],
  ['@nestjs/passport', onNest],
] as const)('Strategies of ours with %s', (_, start) => {
  let world: World
  let running: Running
  let port: number
  const ann = { email: 'ann@x.org', password: 'correct horse' }

  beforeAll(async () => {
    world = worldOf()
    port = await freePort()
    running = await start(world, port)
    await world.authorizer.accounts('setup').create({ id: 'cy', email: 'cy@x.org', origin: 'created' })
    const { ready } = signInOf(world, { strategies: [ownPassword] })
    await ready()
    await ownPassword.registration?.register(
      {
        fields: new Map(Object.entries(ann)),
        query: new Map(),
        cookies: new Map(),
        address: undefined,
        subject: null,
        signal: new AbortController().signal,
        setCookie: () => {},
      },
      { accounts: world.authorizer.accounts('setup'), application: 'Acme' },
    )
  })
  afterAll(() => running.close())

  it('sign people in, and keep the epoch with them, so that sessions can be ended', async () => {
    const browser = new Browser(port)
    const refused = await browser.json('/sign-in', { ...ann, password: 'wrong' })
    expect(refused.status).toBe(401)
    expect(await browser.me()).toBeNull()
    const before = browser.cookies.get('sid')
    expect((await browser.json('/sign-in', ann)).status).toBeLessThan(300)
    expect(browser.cookies.get('sid')).not.toBe(before)
    expect(await browser.me()).toBe('user-ann@x.org')
    await world.authorizer.manage('boss').endSessions('user-ann@x.org')
    expect(await browser.me()).toBeNull()
  })

  it.each([
    ['a browser says so', { 'sec-fetch-site': 'cross-site' }],
    ['a browser says it is of another host of the site', { 'sec-fetch-site': 'same-site' }],
    ['its Origin says so', { origin: 'https://evil.test' }],
    ['its Origin is of another port', { origin: 'http://127.0.0.1:1' }],
    ['its Origin is none', { origin: 'null' }],
    ['it says nothing at all', { origin: undefined }],
  ])('T68: refuse what another site may have sent: %s', async (_why, headers) => {
    const browser = new Browser(port)
    const asked = browser.jsonOf(ann)
    for (const [path, fields] of [
      ['/sign-in', ann],
      ['/away', {}],
    ] as const) {
      const json = browser.jsonOf(fields)
      const forged = { ...json, headers: { ...json.headers, ...headers } }
      const refused = await browser.ask(path, forged)
      expect([path, refused.status, refused.location]).toEqual([path, 403, undefined])
    }
    expect(await browser.me()).toBeNull()
    expect((await browser.ask('/sign-in', asked)).status).toBeLessThan(300)
    // What a browser says itself is enough, and no page can forge it.
    const own = { ...asked.headers, origin: undefined, 'sec-fetch-site': 'same-origin' }
    expect((await new Browser(port).ask('/sign-in', { ...asked, headers: own })).status).toBeLessThan(300)
  })

  it('send people elsewhere only so often from one address', async () => {
    const browser = new Browser(port)
    const place = { kind: 'starts', key: '127.0.0.1' }
    await world.store.vault.count(place, 300, { ttlMs: 60_000 })
    // Of a guard of Nest it is 401, whatever the strategy says.
    expect([401, 429]).toContain((await browser.json('/away', {})).status)
    await world.store.vault.forget(place)
    expect((await browser.json('/away', {})).status).toBe(303)
  })

  it('send people elsewhere and take them back, once and in their own browser', async () => {
    const browser = new Browser(port)
    const begin = async () => {
      const away = await browser.json('/away', {})
      expect(away.status).toBe(303)
      const url = new URL(away.location ?? '')
      expect(url.origin).toBe(providerOrigin)
      const state = url.searchParams.get('state') ?? ''
      const code = codeFor({ id: 'pat' }, url.searchParams.get('nonce') ?? '')
      return `/elsewhere?${String(new URLSearchParams({ state, code }))}`
    }
    const stranger = new Browser(port)
    await stranger.json('/away', {})
    expect((await stranger.ask(await begin())).status).toBe(401)
    expect(await stranger.me()).toBeNull()
    const back = await begin()
    expect((await browser.ask(back)).status).toBeLessThan(400)
    expect(await browser.me()).toEqual(expect.any(String))
    await new Browser(port).ask(back)
    expect((await browser.ask(back)).status).toBe(401)
  })
})

describe('The Origin that a request of Passport must name', () => {
  /** How a strategy ends that is asked with an Origin, at the host that the application itself sees. */
  const asked = (options: object, origin: string): Promise<string> => {
    const { authorizer } = worldOf()
    const request = { method: 'POST', headers: { origin, host: 'inside:3000' }, body: ann, session: {} }
    return new Promise((resolve) => {
      const verbs = {
        fail: () => resolve('heard'),
        redirect: () => resolve('heard'),
        error: (error: { readonly code: string }) => resolve(error.code),
      }
      const { strategy = ownPassword, ...others } = options as { strategy?: typeof ownPassword }
      toPassport(strategy, { authorizer, ...others }).authenticate.call(verbs, request)
    })
  }
  const ann = { email: 'ann@x.org', password: 'correct horse' }
  const app = 'https://app.example.org'

  it('is that of the option, or of the callback, or the host of the request', async () => {
    expect(await asked({ origin: app }, app)).toBe('heard')
    expect(await asked({ origin: app }, 'http://inside:3000')).toBe('TRILATCH_REQUEST_FORGED')
    const elsewhere = { strategy: ownRedirect(), callbackUrl: `${app}/back` }
    expect(await asked(elsewhere, app)).toBe('heard')
    expect(await asked(elsewhere, 'http://inside:3000')).toBe('TRILATCH_REQUEST_FORGED')
    expect(await asked({}, 'http://inside:3000')).toBe('heard')
    expect(await asked({}, app)).toBe('TRILATCH_REQUEST_FORGED')
  })

  it.each(['app.example.org', `${app}/`, `${app}/app`, 'null', ''])('is no %j', (origin) => {
    expect(() => toPassport(ownPassword, { authorizer: worldOf().authorizer, origin })).toThrow(
      '`origin` must be the origin that browsers see, as "https://app.example.org".',
    )
  })
})
