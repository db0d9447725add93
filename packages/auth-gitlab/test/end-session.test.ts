// Signing out at the provider, too: OpenID Connect RP-Initiated Logout 1.0. Here it has happened whatever comes of that.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { origin } from '../../auth/test/support/ask.ts'
import { startGitLab } from '../../../test/services/gitlab/gitlab.ts'
import type { GitLabServer } from '../../../test/services/gitlab/gitlab.ts'
import { person } from '../../../test/services/gitlab/people.ts'
import { freePort } from '../../../test/services/ports.ts'
import { signOutThere, walkThrough } from '../../../test/services/gitlab/walk.ts'
import { gitlab, oidc } from '../src/index.ts'
import type { OidcOptions } from '../src/index.ts'
import { application, callbackOf, tab } from './kit/application.ts'
import type { Application, Tab } from './kit/application.ts'
import { hushed } from './kit/hushed.ts'
import { body, lacking } from './kit/mutations.ts'

const told = hushed()
const people = [person('ann', 41, { groups: ['acme'] }), person('bob', 42, { groups: ['acme'] })]
const callbacks = [callbackOf('oidc'), callbackOf('gitlab')]
const signInPage = `${origin}/auth/sign-in`
let server: GitLabServer
beforeAll(async () => {
  server = await startGitLab({ people, callbacks, afterSignOut: [signInPage] })
})
afterAll(() => server.close())
afterEach(() => {
  server.tamper.clear()
  server.down.clear()
})

const place = (options: Partial<OidcOptions> = {}): Application => {
  const { issuer, clientId, clientSecret } = server
  return application(oidc({ issuer, clientId, clientSecret, timeoutMs: 20_000, ...options }))
}

/** Somebody who has signed in, with what their browser remembers of the provider. */
async function signedIn(
  here: Application,
): Promise<{ readonly at: Tab; readonly cookies: Map<string, string> }> {
  const [at, cookies] = [tab(), new Map<string, string>()]
  expect((await here.enter({ username: 'ann', cookies }, at)).status).toBe(200)
  expect(at.session.content?.strategy).toBeDefined()
  return { at, cookies }
}

const nameOf = (here: Application): unknown => {
  const last = here.last()
  return last?.outcome === 'success' ? last.identity.title : last
}

describe.each([undefined, 'everywhere'] as const)('Whoever signs out (%s)', (everywhere) => {
  it('is sent to the page that ends the provider’s session, ends it there, and comes back', async () => {
    const here = place()
    const { at, cookies } = await signedIn(here)
    const answer = await here.signOut(at, everywhere)
    expect([answer.status, at.session.content]).toEqual([200, undefined])
    const said = (await answer.json()) as { readonly signedIn: unknown; readonly redirectTo: string }
    const url = new URL(said.redirectTo)
    expect([said.signedIn, url.origin + url.pathname]).toEqual([false, `${server.issuer}/oauth/logout`])
    // Neither a token nor a name: only what the provider has to know to send the browser back.
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: server.clientId,
      post_logout_redirect_uri: signInPage,
    })
    // Until the page there has been answered, the button signs the same person in again.
    await here.back(at, await walkThrough(await here.begin(at), { username: 'bob', cookies }))
    expect(nameOf(here)).toBe('Ann of GitLab')
    expect((await signOutThere(url.href, cookies)).href).toBe(signInPage)
    await here.back(at, await walkThrough(await here.begin(at), { username: 'bob', cookies }))
    expect(nameOf(here)).toBe('Bob of GitLab')
  })
})

describe('Signing out is local', () => {
  const localAt = async (here: Application, at: Tab): Promise<void> => {
    const answer = await here.signOut(at)
    expect([answer.status, await answer.json()]).toEqual([200, { signedIn: false }])
    expect(at.session.content).toBeUndefined()
  }
  const local = async (here: Application): Promise<void> => localAt(here, (await signedIn(here)).at)

  it('where the provider publishes no such page, and nobody is warned', async () => {
    server.tamper.set('discovery', lacking('end_session_endpoint')())
    const before = told.length
    await local(place())
    expect(told.slice(before)).toEqual([])
  })

  it('with `endSession: false`, and with gitlab(), whatever is published', async () => {
    await local(place({ endSession: false }))
    const { issuer: url, clientId, clientSecret } = server
    await local(application(gitlab({ url, clientId, clientSecret, timeoutMs: 20_000 })))
  })

  it.each([
    ['https://evil.example/logout', 'it names an origin that is none of its `destinations`'],
    ['http://gitlab.example/logout', 'it names an origin that is none of its `destinations`'],
    ['javascript:alert(1)', 'The provider publishes an endpoint that is not https'],
    ['nowhere', ''],
    [{ url: 'https://evil.example' }, ''],
  ])('where the page that is published is %j, and operators are told', async (endpoint, why) => {
    server.tamper.set('discovery', body((b) => ({ ...b, end_session_endpoint: endpoint }))())
    const before = told.length
    await local(place())
    const warned = told.slice(before).join('\n')
    expect(warned).toContain(`could not sign somebody out elsewhere, but here alone: ${why}`)
  })

  it('where the page is at an origin that `destinations` does not name, and not where it does', async () => {
    const endpoint = 'https://id.example/logout?tenant=1'
    server.tamper.set('discovery', body((b) => ({ ...b, end_session_endpoint: endpoint }))())
    await local(place())
    const here = place({ destinations: [server.issuer, 'https://id.example'] })
    const { at } = await signedIn(here)
    const { redirectTo } = (await (await here.signOut(at)).json()) as { readonly redirectTo: string }
    expect(redirectTo).toMatch(
      /^https:\/\/id\.example\/logout\?tenant=1&client_id=app&post_logout_redirect_uri=/,
    )
  })

  it('where the provider is down, fails or never answers, and it has not been asked before', async () => {
    const { at } = await signedIn(place())
    const content = at.session.content
    const again = async (options: Partial<OidcOptions>, reason: string): Promise<void> => {
      at.session.content = content
      const before = told.length
      await localAt(place(options), at)
      expect(told.slice(before).join('\n')).toContain(reason)
    }
    server.down.add('discovery')
    await again({}, '502')
    server.down.clear()
    server.tamper.set('discovery', () => 'hang')
    await again({ timeoutMs: 100 }, 'did not answer within 100 ms')
    await again({ issuer: `http://127.0.0.1:${await freePort()}` }, 'ECONNREFUSED')
  })
})
