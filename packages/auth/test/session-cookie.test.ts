// T67: the cookie of the session, as the middleware of each framework sets it, looked at by the sign-in.
import { sessionCookieFaults, subjectWithin } from '@trilatch/auth'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { freePort } from '../../../test/services/ports.ts'
import { startExpress } from './setups/express.ts'
import { startKoa } from './setups/koa.ts'
import { startNestExpress, startNestFastify } from './setups/nest.ts'
import { Browser } from './support/browser.ts'
import type { Answer } from './support/browser.ts'
import { ownPassword } from './support/own-password.ts'
import { signInOf, worldOf } from './support/world.ts'
import type { Sessions, Start } from './support/world.ts'

const origin = 'https://app.example.org'
const safe = { httpOnly: true, secure: true, sameSite: 'lax' } as const
const name = '__Host-sid'
type Cookie = NonNullable<Sessions['cookie']>

const setups: readonly [string, Start][] = [
  ['Express', startExpress],
  ['Koa', startKoa],
  ['Nest on Express', startNestExpress],
  ['Nest on Fastify', startNestFastify],
]

describe.each(setups)('T67: the cookie of the session on %s', (_name, start) => {
  const ends: (() => Promise<void>)[] = []
  afterEach(async () => {
    vi.restoreAllMocks()
    for (const end of ends.splice(0)) await end()
  })

  /** The application behind a proxy on https, somebody who comes twice and registers, and what operators are told. */
  async function visited(
    cookie: Cookie,
    options: { readonly name?: string; readonly baseUrl?: string } = {},
  ): Promise<{ readonly pages: readonly number[]; readonly told: readonly string[]; readonly last: Answer }> {
    const told: string[] = []
    vi.spyOn(process, 'emitWarning').mockImplementation((message) => void told.push(String(message)))
    const port = await freePort()
    const world = worldOf()
    const baseUrl = options.baseUrl ?? origin
    const signIn = signInOf(world, { strategies: [ownPassword], baseUrl })
    const sessions: Sessions = { kind: 'memory', name: options.name ?? name, cookie }
    const running = await start(world, signIn, sessions, port)
    ends.push(() => running.close())
    const browser = new Browser(port)
    const proxied = { 'x-forwarded-proto': new URL(baseUrl).protocol.slice(0, -1) }
    const page = () => browser.ask('/auth/sign-in', { headers: { accept: 'text/html', ...proxied } })
    const first = await page()
    const json = browser.jsonOf({ email: 'ann@x.org', password: 'long enough' })
    const headers = { ...json.headers, ...proxied, origin: new URL(baseUrl).origin }
    const last = await browser.ask('/auth/register', { ...json, headers })
    return { pages: [first.status, last.status, (await page()).status], told, last }
  }

  it('is fine as the documentation sets it, and nobody is told anything', async () => {
    const { pages, told, last } = await visited(safe)
    expect(pages).toEqual([200, 200, 303])
    expect(told).toEqual([])
    const lines = [last.headers['set-cookie'] ?? []].flat().filter((line) => line.startsWith(name))
    expect(lines.length).toBeGreaterThan(0)
    for (const line of lines)
      expect(line).toMatch(/(?=.*; path=\/)(?=.*; secure)(?=.*; samesite=lax).*; httponly/i)
  })

  it('is refused where scripts can read it, or where it is sent without https', async () => {
    expect((await visited({ ...safe, httpOnly: false })).pages).toEqual([500, 500, 500])
    expect((await visited({ ...safe, secure: false })).pages).toEqual([500, 500, 500])
    // Where nothing is said, it depends on the library: what is not refused is Secure.
    const { pages, last } = await visited({ httpOnly: true })
    const isSecure = [last.headers['set-cookie'] ?? []]
      .flat()
      .some((line) => /^__Host-sid=.*; secure/i.test(line))
    expect([pages[0], isSecure]).toEqual(start === startKoa ? [200, true] : [500, false])
    // Without https there is nothing that `secure` could do.
    expect((await visited({ ...safe, secure: false }, { baseUrl: 'http://app.test' })).pages).toEqual([
      200, 200, 303,
    ])
  })

  it('is told of once where other sites or hosts have a hold on it', async () => {
    const warned = (text: string) => [`The cookie of the session could be safer: ${text}`]
    for (const sameSite of ['none', undefined] as const)
      expect((await visited({ ...safe, sameSite })).told).toEqual(
        warned('other sites have it sent along: set `sameSite: "lax"`.'),
      )
    const domain = { ...safe, domain: 'example.org' }
    expect((await visited(domain)).told).toEqual(warned('other hosts get it: leave `domain` out.'))
    const named = await visited(safe, { name: 'sid' })
    expect(named.told).toEqual(
      warned('other hosts of the site can set it: name it "__Host-sid", with path "/".'),
    )
  })
})

describe('The cookie of a session', () => {
  it('can be looked at by an application that mounts no sign-in', () => {
    const look = (request: object) =>
      sessionCookieFaults(request, { https: true }).map(({ severity, text }) => `${severity}: ${text}`)
    expect(look({ session: { cookie: { ...safe, path: '/' } } })).toEqual([])
    expect(look({ session: { cookie: { httpOnly: false, secure: false, sameSite: 'Lax' } } })).toEqual([
      'error: scripts can read it: set `httpOnly: true`.',
      'error: it is sent without https too: set `secure: true`, and trust the proxy that speaks https.',
    ])
    expect(
      look({ session: {}, sessionOptions: { key: '__Host-sid', sameSite: true, path: '/app' } }),
    ).toEqual(['error: browsers refuse it: set `path: "/"`.'])
    expect([look({}), look({ session: null }), look({ session: { cookie: 7 } })]).toEqual([[], [], []])
  })
})

describe('A session with a limit that nothing prolongs', () => {
  it('is nobody’s when they proved who they are longer ago', () => {
    const of = (age: number) => ({
      session: { trilatch: { subject: 'ann', epoch: 'e', signedInAt: Date.now() - age } },
    })
    const hour = subjectWithin(3_600_000)
    expect(hour(of(3_500_000))).toEqual({ id: 'ann', epoch: 'e' })
    expect(hour(of(3_600_001))).toBeNull()
    expect([hour({}), hour({ session: { trilatch: { subject: 'ann', epoch: 'e' } } })]).toEqual([null, null])
  })

  it.each([0, 59_999, 1.5, Infinity, Number.NaN, 366 * 86_400_000 + 1, '3600000'])('has bounds: %s', (ms) => {
    expect(() => subjectWithin(ms as number)).toThrow('subjectWithin() takes a whole number of milliseconds')
  })
})
