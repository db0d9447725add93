// What another site could have sent, and where it would have people go, over one framework.
import { describe, expect, it } from 'vitest'
import type { Answer, Asking } from './support/browser.ts'
import { stage } from './support/stage.ts'
import type { Start } from './support/world.ts'

const bodyOf = (answer: Answer): Record<string, unknown> => JSON.parse(answer.text) as Record<string, unknown>

export function crossSite(name: string, start: Start): void {
  describe(`Signing in on ${name}`, () => {
    const here = stage(start, () => ({ kind: 'memory' }))
    const { open, somebody } = here

    describe('refuses what another site could have sent', () => {
      const mutations: readonly [string, (asking: Asking) => Asking][] = [
        ['from another site', (asked) => with_(asked, { 'sec-fetch-site': 'cross-site' })],
        ['from another host of the same site', (asked) => with_(asked, { 'sec-fetch-site': 'same-site' })],
        [
          'from another origin',
          (asked) => with_(asked, { 'sec-fetch-site': undefined, origin: 'http://evil.test' }),
        ],
        ['from an opaque origin', (asked) => with_(asked, { 'sec-fetch-site': undefined, origin: 'null' })],
        [
          'from the same host by another scheme',
          (asked) => with_(asked, { 'sec-fetch-site': undefined, origin: `https://127.0.0.1:${here.port}` }),
        ],
        [
          'without saying from where',
          (asked) => with_(asked, { 'sec-fetch-site': undefined, origin: undefined }),
        ],
      ]
      const with_ = (asked: Asking, headers: Record<string, string | undefined>): Asking => ({
        ...asked,
        headers: { ...asked.headers, ...headers },
      })

      it.each(mutations)('%s', async (_, mutate) => {
        const { email, password } = await somebody()
        const browser = open()
        const json = browser.jsonOf({ email, password })
        const refused = await browser.ask('/auth/sign-in', mutate(json))
        expect([refused.status, bodyOf(refused)['code']]).toEqual([403, 'TRILATCH_REQUEST_FORGED'])
        expect(await browser.me()).toBeNull()
        expect((await browser.ask('/auth/sign-in', json)).status).toBe(200)
        expect((await browser.ask('/auth/sign-out', mutate(browser.jsonOf({})))).status).toBe(403)
        expect(await browser.me()).toBe(`user-${email}`)
      })

      it.each(['text/plain', 'multipart/form-data; boundary=x', undefined])('as %s', async (type) => {
        const { email, password } = await somebody()
        const browser = open()
        const json = browser.jsonOf({ email, password })
        expect((await browser.ask('/auth/sign-in', with_(json, { 'content-type': type }))).status).toBe(415)
        expect(await browser.me()).toBeNull()
      })

      it('as a form without what its page gave it, in the same browser and session', async () => {
        const { browser: owner, email, password } = await somebody()
        const browser = open()
        const page = await browser.page('/auth/sign-in')
        const stranger = open()
        const other = await stranger.page('/auth/sign-in')
        const csrf = /name="csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? ''
        const theirs = /name="csrf" value="([^"]+)"/.exec(other.text)?.[1] ?? ''
        expect(csrf).not.toBe(theirs)
        for (const token of [undefined, '', theirs, `${csrf}x`]) {
          const fields = { email, password, ...(token === undefined ? {} : { csrf: token }) }
          const refused = await browser.ask('/auth/sign-in', browser.formOf(fields))
          expect(refused.status).toBe(403)
          expect(refused.text).toContain('This form has expired.')
        }
        const bare = open()
        expect((await bare.ask('/auth/sign-in', bare.formOf({ email, password, csrf }))).status).toBe(403)
        // A token of before the sign-in is none after it.
        expect((await browser.ask('/auth/sign-in', browser.formOf({ email, password, csrf }))).status).toBe(
          303,
        )
        expect((await browser.ask('/auth/sign-out', browser.formOf({ csrf }))).status).toBe(403)
        expect(await browser.me()).toBe(`user-${email}`)
        expect(await owner.me()).toBe(`user-${email}`)
      })
    })

    it.each([
      '//evil.test',
      '/\\evil.test',
      'https://evil.test/',
      'javascript:alert(1)',
      '/me\nSet-Cookie: a=b',
      '/.//evil.test',
      '/\t/evil.test',
      'me',
      `/${'a'.repeat(2_048)}`,
    ])('goes home instead of to %j', async (returnTo) => {
      const { email, password } = await somebody()
      const browser = open()
      const page = await browser.page(`/auth/sign-in?returnTo=${encodeURIComponent(returnTo)}`)
      const done = await browser.send(page, '/auth/sign-in', { email, password, returnTo })
      expect([done.status, done.location]).toEqual([303, '/'])
    })
  })
}
