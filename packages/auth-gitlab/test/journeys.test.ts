// The whole way by forms and cookies, without JavaScript, on each framework and with Passport.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Browser } from '../../auth/test/support/browser.ts'
import { signOutThere, walkThrough } from '../../../test/services/gitlab/walk.ts'
import type { Walk } from '../../../test/services/gitlab/walk.ts'
import { mounted, startEndingSessions, startMounted, startWithPassport, withPassport } from './kit/running.ts'
import type { Beside } from './kit/running.ts'

/** Through the pages of the provider; gives what to ask the application for. */
async function through(away: string | undefined, walk: Walk): Promise<string> {
  const { pathname, search } = await walkThrough(away ?? '', walk)
  return pathname + search
}

const idOf = async ({ world }: Beside): Promise<readonly string[]> =>
  (await world.store.users({ limit: 10 })).items.map(({ user }) => user.id)

describe.each(mounted)('Somebody, on %s', (_, start) => {
  let beside: Beside
  beforeAll(async () => {
    beside = await startMounted(start)
  })
  afterAll(() => beside.close())

  it('signs in with GitLab by a button, goes on to where they wanted, and signs out', async () => {
    const browser = new Browser(beside.port)
    const page = await browser.page('/auth/sign-in?returnTo=%2Fme')
    expect(page.text).toContain('GitLab')
    const away = await browser.send(page, '/auth/start/gitlab')
    expect([away.status, new URL(away.location ?? '').origin]).toEqual([303, beside.server.issuer])
    const back = await through(away.location, { username: 'ann' })
    const answer = await browser.page(back)
    expect([answer.status, answer.location]).toEqual([303, '/me'])
    expect([await browser.me()]).toEqual(await idOf(beside))
    const account = await browser.page('/auth/')
    expect(account.text).toContain('Ann of GitLab')
    // The same callback again ends no session, and begins none.
    expect((await new Browser(beside.port).page(back)).status).toBe(401)
    expect((await browser.send(account, '/auth/sign-out')).status).toBe(303)
    expect(await browser.me()).toBeNull()
  })

  it('says no at GitLab, and is told that they are not signed in', async () => {
    const browser = new Browser(beside.port)
    const away = await browser.send(await browser.page('/auth/sign-in'), '/auth/start/gitlab')
    const answer = await browser.page(await through(away.location, { username: 'bob', answer: 'no' }))
    expect(answer.status).toBe(403)
    expect(answer.text).toContain('You were not signed in.')
    expect(await browser.me()).toBeNull()
  })
})

describe.each(mounted)('Somebody whose provider ends its own session, on %s', (_, start) => {
  let beside: Beside
  beforeAll(async () => {
    beside = await startEndingSessions(start)
  })
  afterAll(() => beside.close())

  it('signs out here and there by two buttons, and comes back to be told so', async () => {
    const [browser, cookies] = [new Browser(beside.port), new Map<string, string>()]
    const begin = async () =>
      (await browser.send(await browser.page('/auth/sign-in'), '/auth/start/oidc')).location
    await browser.page(await through(await begin(), { username: 'ann', cookies }))
    const id = await browser.me()
    const away = await browser.send(await browser.page('/auth/'), '/auth/sign-out')
    // Signed out here already, whether they go on or not.
    expect([away.status, await browser.me()]).toEqual([303, null])
    const url = new URL(away.location ?? '')
    expect(url.origin + url.pathname).toBe(`${beside.server.issuer}/oauth/logout`)
    const { href, pathname } = await signOutThere(url.href, cookies)
    expect(href).toBe(`${beside.origin}/auth/sign-in`)
    expect((await browser.page(pathname)).text).toContain('You have signed out.')
    await browser.page(await through(await begin(), { username: 'bob', cookies }))
    expect([null, id]).not.toContain(await browser.me())
  })
})

describe.each(withPassport)('Somebody, with %s', (_, start) => {
  let beside: Beside
  beforeAll(async () => {
    beside = await startWithPassport(start)
  })
  afterAll(() => beside.close())

  it('signs in with GitLab, once and in their own browser', async () => {
    const [browser, stranger] = [new Browser(beside.port), new Browser(beside.port)]
    const begin = async () => (await browser.json('/away', {})).location
    await stranger.json('/away', {})
    expect((await stranger.ask(await through(await begin(), { username: 'ann' }))).status).toBe(401)
    const back = await through(await begin(), { username: 'ann' })
    expect((await browser.ask(back)).status).toBeLessThan(400)
    expect([await browser.me()]).toEqual(await idOf(beside))
    expect((await browser.ask(back)).status).toBe(401)
    await beside.world.authorizer.manage('boss').endSessions((await idOf(beside))[0] ?? '')
    expect(await browser.me()).toBeNull()
  })
})
