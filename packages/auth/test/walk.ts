// What people and programs do, over one framework and one place where sessions are kept.
import { describe, expect, it } from 'vitest'
import type { Answer, Browser } from './support/browser.ts'
import { codeFor, providerOrigin } from './support/own-redirect.ts'
import { stage } from './support/stage.ts'
import type { Sessions, Start } from './support/world.ts'

const bodyOf = (answer: Answer): Record<string, unknown> => JSON.parse(answer.text) as Record<string, unknown>
const typed = ({ email, password }: { email: string; password: string }) => ({ email, password })

/** @param sessionsOf Asked when the tests begin: a Redis is started by then. */
export function walk(name: string, start: Start, sessionsOf: () => Sessions): void {
  describe(`Signing in on ${name}`, () => {
    const here = stage(start, sessionsOf)
    const { open, somebody, next: number } = here

    it('goes by pages without JavaScript: register, sign out, sign in, and on to where one wanted', async () => {
      const browser = open()
      const email = 'walker@x.org'
      const first = await browser.page('/auth/sign-in?returnTo=%2Fme')
      expect(first.status).toBe(200)
      const register = await browser.page('/auth/register?returnTo=%2Fme')
      const registered = await browser.send(register, '/auth/register', { email, password: 'long enough' })
      expect([registered.status, registered.location]).toEqual([303, '/me'])
      expect(await browser.me()).toBe('user-walker@x.org')

      const account = await browser.page('/auth/')
      expect(account.text).toContain('walker@x.org')
      const out = await browser.send(account, '/auth/sign-out')
      expect([out.status, out.location]).toEqual([303, '/auth/sign-in'])
      expect(await browser.me()).toBeNull()

      const wrong = await browser.send(await browser.page('/auth/sign-in?returnTo=%2Fme'), '/auth/sign-in', {
        email,
        password: 'not this one',
      })
      expect(wrong.status).toBe(401)
      expect(wrong.text).toContain('The e-mail address or the password is not right.')
      expect(wrong.text).toContain(`value="${email}"`)
      expect(wrong.text).not.toContain('not this one')
      expect(await browser.me()).toBeNull()

      const entered = await browser.send(wrong, '/auth/sign-in', { email, password: 'long enough' })
      expect([entered.status, entered.location]).toEqual([303, '/me'])
      expect(await browser.me()).toBe('user-walker@x.org')
      expect((await browser.page('/auth/sign-in?returnTo=%2Fme')).location).toBe('/me')
    })

    it('begins at a page that is guarded, and leads back to it with all that was asked', async () => {
      const { email, password } = await somebody()
      const browser = open()
      const asked = '/guarded?of=a%2Fb&page=2'
      const sent = await browser.page(asked)
      expect([sent.status, sent.location]).toEqual([
        303,
        `/auth/sign-in?returnTo=${encodeURIComponent(asked)}`,
      ])
      const page = await browser.page(sent.location ?? '')
      const done = await browser.send(page, '/auth/sign-in', { email, password })
      expect([done.status, done.location]).toEqual([303, asked])
      expect((await browser.page(asked)).status).toBe(200)
      // Another host is no page of this application, in whatever form it is asked for.
      for (const path of ['//evil.test/guarded', '/guarded?/../\\evil'])
        expect((await open().page(path)).location ?? '').not.toContain('evil')
      // Whoever has to sign in again is asked, although they are signed in.
      expect((await browser.page('/auth/sign-in?returnTo=%2Fguarded')).location).toBe('/guarded')
      const again = await browser.page('/auth/sign-in?again=1&returnTo=%2Fguarded')
      expect(again.text).toContain('Please sign in again to go on.')
      const once = await browser.send(again, '/auth/sign-in', { email, password })
      expect([once.status, once.location]).toEqual([303, '/guarded'])
    })

    it('goes by JSON, which says who one is and how one signs in', async () => {
      const { browser, id, email, password } = await somebody()
      expect(bodyOf(await browser.ask('/auth'))).toMatchObject({ signedIn: true, subject: { id, email } })
      expect(bodyOf(await open().ask('/auth'))).toMatchObject({
        enabled: true,
        signedIn: false,
        subject: null,
        canSignIn: true,
        strategies: [
          { id: 'own', kind: 'password', signIn: '/auth/sign-in' },
          { id: 'elsewhere', kind: 'redirect', signIn: '/auth/start/elsewhere' },
          { id: 'other' },
        ],
        registration: { register: '/auth/register' },
      })
      const other = open()
      expect(bodyOf(await other.json('/auth/sign-in', { email, password }))).toEqual({
        signedIn: true,
        subject: id,
        returnTo: '/',
      })
      const nobody = open()
      const wrong = await nobody.json('/auth/sign-in', { email, password: 'wrong one' })
      const unknown = await nobody.json('/auth/sign-in', { email: 'nobody@x.org', password: 'wrong one' })
      expect(wrong.status).toBe(401)
      expect(bodyOf(wrong)).toMatchObject({ code: 'TRILATCH_SIGN_IN_REFUSED', reason: 'credentials' })
      expect(unknown.text).toBe(wrong.text)
      expect(await nobody.me()).toBeNull()
    })

    it('gives a new session id at sign-in, sign-out and password change, and the old one is dead', async () => {
      const { browser, id, email, password } = await somebody()
      const ids = [browser.cookies.get('sid')]
      const step = async (path: string, fields: object): Promise<Browser> => {
        const before = browser.twin()
        expect((await browser.json(path, fields)).status).toBe(200)
        ids.push(browser.cookies.get('sid'))
        return before
      }
      // Signed in again over a session that somebody may have planted.
      expect(await (await step('/auth/sign-in', { email, password })).me()).toBeNull()
      expect(await browser.me()).toBe(id)
      const changed = await step('/auth/password', { current: password, next: 'another one' })
      expect(await changed.me()).toBeNull()
      expect(await browser.me()).toBe(id)
      const before = browser.twin()
      expect(await before.me()).toBe(id)
      expect((await browser.json('/auth/sign-out', {})).status).toBe(200)
      expect(await before.me()).toBeNull()
      expect(await browser.me()).toBeNull()
      expect(new Set(ids).size).toBe(3)
      expect(ids.every((one) => one !== undefined)).toBe(true)
    })

    it('keeps nothing of a session from before', async () => {
      const { browser, email, password } = await somebody()
      const planted = open()
      const page = await planted.page('/auth/sign-in')
      const again = await planted.send(page, '/auth/sign-in', { email, password })
      expect(again.status).toBe(303)
      expect(planted.cookies.get('sid')).not.toBe(browser.cookies.get('sid'))
    })

    it('ends every other session when the password is changed, and the old password with them', async () => {
      const { browser, id, email, password } = await somebody()
      const elsewhere = open()
      expect((await elsewhere.json('/auth/sign-in', { email, password })).status).toBe(200)
      const wrong = await browser.json('/auth/password', { current: 'not it', next: 'another one' })
      expect(wrong.status).toBe(401)
      expect(await elsewhere.me()).toBe(id)
      expect((await browser.json('/auth/password', { current: password, next: 'another one' })).status).toBe(
        200,
      )
      expect(await browser.me()).toBe(id)
      expect(await elsewhere.me()).toBeNull()
      expect((await elsewhere.json('/auth/sign-in', { email, password })).status).toBe(401)
      expect((await elsewhere.json('/auth/sign-in', { email, password: 'another one' })).status).toBe(200)
    })

    it('signs out everywhere, by a button', async () => {
      const { browser, id, email, password } = await somebody()
      const elsewhere = open()
      expect((await elsewhere.json('/auth/sign-in', { email, password })).status).toBe(200)
      expect(await elsewhere.me()).toBe(id)
      const out = await browser.send(await browser.page('/auth/'), '/auth/sign-out-everywhere')
      expect([out.status, out.location]).toEqual([303, '/auth/sign-in'])
      expect(await browser.me()).toBeNull()
      expect(await elsewhere.me()).toBeNull()
      const change = { current: password, next: 'another one' }
      expect((await elsewhere.json('/auth/password', change)).status).toBe(401)
      expect((await elsewhere.json('/auth/sign-out-everywhere', {})).status).toBe(401)
      expect((await elsewhere.json('/auth/sign-in', { email, password })).status).toBe(200)
    })

    it('ends the sessions of who is suspended or deleted, who then cannot sign in', async () => {
      const suspended = await somebody()
      await here.world.authorizer.manage('boss').suspendUser(suspended.id)
      expect(await suspended.browser.me()).toBeNull()
      const refused = await open().json('/auth/sign-in', typed(suspended))
      expect([refused.status, bodyOf(refused)['reason']]).toEqual([403, 'suspended'])
      const deleted = await somebody()
      await here.world.authorizer.manage('boss').deleteUser(deleted.id)
      expect(await deleted.browser.me()).toBeNull()
      expect((await open().json('/auth/sign-in', typed(deleted))).status).toBe(401)
      // Somebody else with the same id does not come in with what the one before knew.
      await here.world.authorizer.manage('boss').createUser({ id: deleted.id, email: deleted.email })
      expect((await open().json('/auth/sign-in', typed(deleted))).status).toBe(401)
    })

    describe('through somebody else', () => {
      const begin = async (browser: Browser, id = 'elsewhere', returnTo = '/me') => {
        const page = await browser.page(`/auth/sign-in?returnTo=${encodeURIComponent(returnTo)}`)
        const away = await browser.send(page, `/auth/start/${id}`)
        expect(away.status).toBe(303)
        const url = new URL(away.location ?? '')
        const state = url.searchParams.get('state') ?? ''
        const nonce = url.searchParams.get('nonce') ?? ''
        return { url, state, nonce }
      }
      const back = (id: string, state: string, code: string): string =>
        `/auth/callback/${id}?${String(new URLSearchParams({ state, code }))}`

      it('goes away and comes back as one person, each time', async () => {
        const browser = open()
        const { url, state, nonce } = await begin(browser)
        expect(url.origin).toBe(providerOrigin)
        expect(url.searchParams.get('redirect_uri')).toBe(`${browser.origin}/auth/callback/elsewhere`)
        const who = { id: `p${number()}`, verifiedEmail: `q${number()}@else.org`, title: 'Pat' }
        const done = await browser.page(back('elsewhere', state, codeFor(who, nonce)))
        expect([done.status, done.location]).toEqual([303, '/me'])
        const id = await browser.me()
        expect((await here.world.store.user(String(id)))?.user).toMatchObject({
          email: who.verifiedEmail,
          title: 'Pat',
        })
        const again = open()
        const next = await begin(again)
        await again.page(
          back('elsewhere', next.state, codeFor({ ...who, verifiedEmail: 'moved@else.org' }, next.nonce)),
        )
        expect(await again.me()).toBe(id)
        expect((await here.world.store.user(String(id)))?.user.email).toBe(who.verifiedEmail)
      })

      it('refuses what was not begun by this browser, here, a moment ago, and once', async () => {
        const who = { id: `p${number()}` }
        const refused = async (browser: Browser, path: string): Promise<void> => {
          const answer = await browser.page(path)
          expect(answer.status).toBe(401)
          expect(answer.text).toContain('This sign-in has expired.')
          expect(await browser.me()).toBeNull()
        }
        const browser = open()
        const first = await begin(browser)
        // In another browser, which has begun a sign-in of its own.
        const stranger = open()
        await begin(stranger)
        await refused(stranger, back('elsewhere', first.state, codeFor(who, first.nonce)))
        // Whatever became of it, it is used up.
        await refused(browser, back('elsewhere', first.state, codeFor(who, first.nonce)))
        const second = await begin(browser)
        await refused(browser, back('other', second.state, codeFor(who, second.nonce)))
        const third = await begin(browser)
        await refused(browser, back('elsewhere', `${third.state}x`, codeFor(who, third.nonce)))
        await refused(browser, `/auth/callback/elsewhere?code=${codeFor(who, third.nonce)}`)
        expect((await browser.page(back('elsewhere', third.state, codeFor(who, third.nonce)))).status).toBe(
          303,
        )
        const replayed = await browser.page(back('elsewhere', third.state, codeFor(who, third.nonce)))
        expect(replayed.status).toBe(401)
      })

      it('refuses a code of another sign-in, one that was made up, and the word of a provider that says no', async () => {
        const who = { id: `p${number()}` }
        const browser = open()
        const other = await begin(browser)
        for (const code of [codeFor(who, other.nonce), 'made.up']) {
          const { state } = await begin(browser)
          const answer = await browser.page(back('elsewhere', state, code))
          expect([answer.status, await browser.me()]).toEqual([403, null])
        }
        const { state } = await begin(browser)
        const denied = await browser.page(`/auth/callback/elsewhere?state=${state}&error=access_denied`)
        expect(denied.status).toBe(403)
        expect(denied.text).toContain('You were not signed in.')
      })

      it('never takes an account for its address', async () => {
        const local = await somebody()
        const browser = open()
        const { state, nonce } = await begin(browser)
        const who = { id: `p${number()}`, verifiedEmail: local.email.toUpperCase() }
        const answer = await browser.page(back('elsewhere', state, codeFor(who, nonce)))
        expect(answer.status).toBe(409)
        expect(answer.text).toContain('belongs to an account already')
        expect(await browser.me()).toBeNull()
      })

      it('links that account to whoever is signed in, by a button of their page, and unlinks it', async () => {
        const { browser, id } = await somebody()
        const who = { id: `p${number()}` }
        const page = await browser.page('/auth/')
        expect(page.text).toContain('Link Elsewhere')
        const away = await browser.send(page, '/auth/link/elsewhere')
        const { searchParams } = new URL(away.location ?? '')
        const [state, nonce] = [searchParams.get('state') ?? '', searchParams.get('nonce') ?? '']
        const before = browser.cookies.get('sid')
        const done = await browser.page(back('elsewhere', state, codeFor(who, nonce)))
        expect([done.status, done.location]).toEqual([303, '/auth/'])
        expect([await browser.me(), browser.cookies.get('sid') === before]).toEqual([id, false])
        const stranger = open()
        const next = await begin(stranger)
        await stranger.page(back('elsewhere', next.state, codeFor(who, next.nonce)))
        expect(await stranger.me()).toBe(id)
        const account = await browser.page('/auth/')
        expect(account.text).toContain('You can sign in with this account from now on.')
        const unlinked = await browser.send(account, '/auth/unlink/elsewhere')
        expect([unlinked.status, unlinked.location]).toEqual([303, '/auth/'])
        expect([await browser.me(), await stranger.me()]).toEqual([id, null])
      })

      it('does not begin by a link', async () => {
        const browser = open()
        const answer = await browser.page('/auth/start/elsewhere')
        expect([answer.status, answer.location]).toEqual([303, '/auth/sign-in'])
      })
    })

    it('answers with nothing that may be kept, framed or run', async () => {
      const browser = open()
      const page = await browser.page('/auth/sign-in')
      const policy = String(page.headers['content-security-policy'])
      expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]+'; img-src 'self' data:; /)
      expect(policy).toContain(
        `form-action 'self' ${providerOrigin}; base-uri 'none'; frame-ancestors 'none'`,
      )
      expect(policy).not.toContain('unsafe')
      for (const answer of [page, await browser.ask('/auth'), await browser.json('/auth/sign-in', {})]) {
        expect(answer.headers['cache-control']).toBe('no-store')
        expect(answer.headers['x-content-type-options']).toBe('nosniff')
        expect(String(answer.headers['vary'])).toContain('Cookie')
      }
      expect(page.text).not.toMatch(/<script|\bon[a-z]+=|javascript:/i)
    })
  })
}
