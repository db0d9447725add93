// What pages say, and where they lead on to.
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { challengeText, createSignIn, fail, success } from '@trilatch/auth'
import type { PasswordStrategy } from '@trilatch/auth'
import { describe, expect, it, vi } from 'vitest'
import { ask, HeldSession, origin, post } from './support/ask.ts'
import { attribute, elements, textOf } from './support/browser.ts'
import { ownPassword } from './support/own-password.ts'
import { worldOf } from './support/world.ts'

function pagesOf(strategy: PasswordStrategy = ownPassword, application?: string) {
  const { authorizer } = worldOf()
  const session = new HeldSession()
  const named = application === undefined ? {} : { application }
  const strategies = [strategy]
  const baseUrl = `${origin}/app`
  const signIn = createSignIn({ authorizer, strategies, baseUrl, session: () => session, ...named })
  const caller = { authorizer, session }
  const asked = { headers: { accept: 'text/html' } }
  return {
    get: (path: string) => ask(signIn, caller, path, asked),
    post: (path: string, fields: object) => ask(signIn, caller, path, post(fields)),
    sendForm: (path: string) => {
      const headers = { ...asked.headers, origin, 'content-type': 'application/x-www-form-urlencoded' }
      return ask(signIn, caller, path, { method: 'POST', headers, body: 'email=a&password=b' })
    },
  }
}

/** The links of a page, in order. */
const linksOf = async (page: Response): Promise<(string | undefined)[][]> =>
  elements(await page.text(), 'a').map((link) => [textOf(link), attribute(link, 'href')])

describe('A page', () => {
  it('of an account is shown to nobody who is not signed in: they sign in first, and come back', async () => {
    const { get, post: send } = pagesOf()
    const away = await get('/password')
    expect([away.status, away.headers.get('location')]).toEqual([
      303,
      '/app/auth/sign-in?returnTo=%2Fapp%2Fauth%2Fpassword',
    ])
    await send('/register', { email: 'ann@x.org', password: 'long enough' })
    expect((await get('/password')).status).toBe(200)
  })

  it('of an error leads back to the form that it is about, or into the application', async () => {
    const { get, sendForm } = pagesOf(ownPassword, 'Acme')
    const expired = await sendForm('/register')
    expect(expired.status).toBe(403)
    expect(await linksOf(expired)).toEqual([
      ['Try again', '/app/auth/register'],
      ['Sign in', '/app/auth/sign-in'],
      ['Back to Acme', '/app/'],
    ])
    expect(await linksOf(await sendForm('/sign-out'))).toEqual([
      ['Sign in', '/app/auth/sign-in'],
      ['Back to Acme', '/app/'],
    ])
    expect(await linksOf(await get('/nothing'))).toEqual([
      ['Back to Acme', '/app/'],
      ['Sign in', '/app/auth/sign-in'],
    ])
  })

  it('shows no name where the application has said none', async () => {
    const [named, unnamed] = [pagesOf(ownPassword, 'Acme'), pagesOf()]
    expect(await (await named.get('/sign-in')).text()).toMatch(/<title>Sign in – Acme<[^]*<span>Acme</)
    const text = await (await unnamed.get('/sign-in')).text()
    expect(text).toContain('<title>Sign in</title>')
    expect(text).not.toContain('this application')
    expect(await linksOf(await unnamed.get('/nothing'))).toContainEqual(['Back to the application', '/app/'])
  })

  it('says how long to wait in seconds, and from two minutes on in minutes', () => {
    const say = (retryAfterSeconds: number) => challengeText({ code: 'too-many', retryAfterSeconds })
    expect(
      [0.2, 1, 1.1, 119, 120, 121, 900].map((seconds) => /in (\d.*)\.$/.exec(say(seconds))?.[1]),
    ).toEqual(['1 second', '1 second', '2 seconds', '119 seconds', '2 minutes', '3 minutes', '15 minutes'])
    expect(challengeText({ code: 'too-many' })).toBe('Too many tries. Please wait a moment and try again.')
    expect(challengeText({ code: 'too-many', retryAfterSeconds: 9, text: 'Later.' })).toBe('Later.')
  })

  it('of a registration tells who it was by the id of the user, and of nobody by that of an account elsewhere', async () => {
    const told: unknown[] = []
    const listen = (event: unknown): void => void told.push(event)
    const elsewhere: PasswordStrategy = {
      ...ownPassword,
      registration: {
        fields: ownPassword.fields,
        register: async () => success({ provider: 'own', issuer: 'https://idp.test', id: 'pat' }),
      },
    }
    subscribe('trilatch:sign-in', listen)
    const person = { email: 'ann@x.org', password: 'long enough' }
    for (const strategy of [ownPassword, elsewhere]) await pagesOf(strategy).post('/register', person)
    unsubscribe('trilatch:sign-in', listen)
    expect(told).toEqual([
      { action: 'register', outcome: 'success', strategy: 'own', subject: 'user-ann@x.org' },
      { action: 'sign-in', outcome: 'success', strategy: 'own', subject: 'user-ann@x.org' },
      { action: 'register', outcome: 'success', strategy: 'own' },
      {
        action: 'sign-in',
        outcome: 'success',
        strategy: 'own',
        subject: expect.stringMatching(/^[\w-]{36}$/),
      },
    ])
  })

  it('with several forms has each named by its heading', async () => {
    const { authorizer } = worldOf()
    const session = new HeldSession()
    const { registration: _, ...other } = ownPassword
    const strategies = [
      ownPassword,
      { ...other, id: 'other', title: 'Other', authenticate: vi.fn(async () => fail('credentials')) },
    ]
    const signIn = createSignIn({ authorizer, strategies, session: () => session })
    const text = await (await ask(signIn, { authorizer, session }, '/sign-in')).text()
    const named = elements(text, 'form').map((form) => attribute(form, 'aria-labelledby'))
    const headings = elements(text, 'h2').map((heading) => attribute(heading, 'id'))
    expect(named).toEqual(headings)
    expect(new Set(headings).size).toBe(2)
  })
})
