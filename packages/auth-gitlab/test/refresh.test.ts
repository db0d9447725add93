// Groups between sign-ins, by a refresh token that is replaced each time, sealed in the vault, and ended at sign-out.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Groups } from '@trilatch/auth'
import { startGitLab } from '../../../test/services/gitlab/gitlab.ts'
import type { GitLabServer } from '../../../test/services/gitlab/gitlab.ts'
import { person } from '../../../test/services/gitlab/people.ts'
import { Seal } from '../src/refresh/seal.ts'
import { gitlab } from '../src/index.ts'
import { application, callbackOf, endingOf, tab } from './kit/application.ts'
import type { Tab } from './kit/application.ts'
import { hushed } from './kit/hushed.ts'
import { body, lacking } from './kit/mutations.ts'

const told = hushed()
const secret = 'a secret of the tests, of 32 characters and more'
const acme = { groups: ['acme'], owner: ['acme'] }
let server: GitLabServer
beforeAll(async () => {
  server = await startGitLab({ people: [person('ann', 41, acme)], callbacks: [callbackOf('gitlab')] })
})
afterAll(() => server.close())
afterEach(() => {
  server.tamper.clear()
  server.down.clear()
  server.people.set('ann', person('ann', 41, acme))
})

const strategyOf = (refresh: { readonly secret: string | readonly string[] } | undefined = { secret }) => {
  const { issuer: url, clientId, clientSecret } = server
  return gitlab({
    url,
    clientId,
    clientSecret,
    timeoutMs: 20_000,
    ...(refresh === undefined ? {} : { refresh }),
  })
}

/** Somebody who has signed in, and the question that is asked between sign-ins. */
async function signedIn(refresh?: { readonly secret: string | readonly string[] }) {
  const strategy = strategyOf(refresh)
  const here = application(strategy)
  const at: Tab = tab()
  expect((await here.enter({ username: 'ann' }, at)).status).toBe(200)
  const subject = at.session.content?.subject ?? ''
  const account = { issuer: server.issuer, id: '41', subject }
  const ask = (other = strategy, about = account): Promise<Groups> | undefined =>
    other.groups?.groupsOf(about, here.ports, new AbortController().signal)
  return { here, at, account, strategy, ask }
}

const owned = (name: string): Groups => ({ status: 'complete', groups: [{ name, access: 'owner' }] })
const unknown = (why: string) => ({ status: 'unknown', why: expect.stringContaining(why) as string })

describe('Between sign-ins', () => {
  it('groups are what GitLab says now, again and again, with another token each time', async () => {
    const { ask } = await signedIn()
    expect(await ask()).toEqual(owned('acme'))
    server.people.set('ann', person('ann', 41, { groups: ['other'], owner: ['other'] }))
    expect(await ask()).toEqual(owned('other'))
    server.people.set('ann', person('ann', 41))
    expect(await ask()).toEqual({ status: 'complete', groups: [] })
  })

  it('nothing is kept, and nothing can be asked, unless it was wished for', async () => {
    const { issuer: url, clientId, clientSecret } = server
    const strategy = gitlab({ url, clientId, clientSecret })
    expect([strategy.groups, strategy.signedIn, strategy.signedOut]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })

  it('one process asks at a time: a token that is used twice would end the grant', async () => {
    const { ask } = await signedIn()
    const all = await Promise.all([ask(), ask(), ask(strategyOf())])
    expect(all.filter((groups) => groups?.status === 'complete')).toHaveLength(1)
    expect(all.filter((groups) => groups?.status === 'unknown')).toHaveLength(2)
    expect(await ask()).toEqual(owned('acme'))
  })

  it('a token that somebody is asking with is left alone until they are done', async () => {
    const { ask } = await signedIn()
    let letOn = (): void => {}
    const held = new Promise<void>((resolve) => (letOn = resolve))
    const arrived = new Promise<void>((resolve) => {
      server.tamper.set('token', async (answer) => {
        resolve()
        await held
        return answer
      })
    })
    server.calls.length = 0
    const first = ask()
    await arrived
    expect(await ask()).toEqual(unknown('no refresh token'))
    expect(server.calls.filter((call) => call === 'token')).toHaveLength(1)
    letOn()
    expect(await first).toEqual(owned('acme'))
  })

  it('what goes wrong is unknown, and can be asked again', async () => {
    const { ask } = await signedIn()
    server.down.add('token')
    expect(await ask()).toEqual(unknown('status 502'))
    server.down.clear()
    expect(await ask()).toEqual(owned('acme'))
    server.tamper.set('userinfo', body((b) => ({ ...b, sub: '1' }))())
    expect(await ask()).toEqual(unknown('somebody else'))
    server.tamper.set('userinfo', lacking('groups')())
    expect(await ask()).toEqual(unknown('no claim `groups`'))
    server.tamper.clear()
    expect(await ask()).toEqual(owned('acme'))
  })

  it('a token that GitLab no longer takes is unknown, and not asked with again', async () => {
    const { ask } = await signedIn()
    server.people.delete('ann')
    expect(await ask()).toEqual(unknown('invalid_grant'))
    server.calls.length = 0
    expect(await ask()).toEqual(unknown('no refresh token'))
    expect(server.calls).toEqual([])
  })

  it('an account that the token is not of is told nothing', async () => {
    const { ask, account, strategy } = await signedIn()
    expect(await ask(strategy, { ...account, id: '42' })).toEqual(unknown('another account'))
    expect(await ask(strategy, { ...account, issuer: 'https://gitlab.com' })).toEqual(
      unknown('another account'),
    )
    expect(await ask()).toEqual(owned('acme'))
  })
})

describe('At sign-out', () => {
  it('the token is taken away and revoked, and the sign-out is local: nobody is sent to GitLab', async () => {
    const { here, at, ask } = await signedIn()
    server.calls.length = 0
    const answer = await here.signOut(at)
    expect([answer.status, answer.headers.get('location')]).toEqual([200, null])
    expect(server.calls).toContain('revocation')
    expect(at.session.content).toBeUndefined()
    expect(await ask()).toEqual(unknown('no refresh token'))
  })

  it('they are signed out, whatever GitLab says to that', async () => {
    const { here, at, ask } = await signedIn()
    server.tamper.set('revocation', () => ({ status: 500, headers: {}, body: '' }))
    expect((await here.signOut(at)).status).toBe(200)
    expect(at.session.content).toBeUndefined()
    expect(told.join('\n')).toContain('could not end what it keeps for somebody who has signed out')
    expect(await ask()).toEqual(unknown('no refresh token'))
  })

  it('a refresh that is under way leaves nothing behind', async () => {
    const { here, at, ask } = await signedIn()
    server.tamper.set('token', async (answer) => {
      // The person signs out while the answer is on its way.
      server.tamper.clear()
      await here.signOut(at)
      return answer
    })
    expect(await ask()).toEqual(unknown('signed out meanwhile'))
    expect(await ask()).toEqual(unknown('no refresh token'))
    expect(server.calls.filter((call) => call === 'revocation').length).toBeGreaterThanOrEqual(2)
  })

  it('another sign-in replaces the token, and the one before is revoked', async () => {
    const { here, ask } = await signedIn()
    server.calls.length = 0
    expect((await here.enter({ username: 'ann' })).status).toBe(200)
    expect(server.calls).toContain('revocation')
    expect(await ask()).toEqual(owned('acme'))
  })
})

describe('A token at rest', () => {
  it('is sealed, and opens with a secret that is being replaced, in its own place alone', () => {
    const [next, old] = ['n'.repeat(32), 'o'.repeat(32)]
    const sealed = new Seal([old]).close('a token', 'here')
    expect(sealed).not.toContain('token')
    expect(new Seal([next, old]).open(sealed, 'here')).toBe('a token')
    expect(new Seal([next]).open(sealed, 'here')).toBeUndefined()
    expect(new Seal([old]).open(sealed, 'there')).toBeUndefined()
    const flipped = Buffer.from(sealed, 'base64url')
    flipped[flipped.length - 1] = (flipped.at(-1) ?? 0) ^ 1
    const odd: unknown[] = [flipped.toString('base64url'), sealed.slice(0, 20), '', undefined, 7, {}]
    expect(odd.map((one) => new Seal([old]).open(one, 'here'))).toEqual(odd.map(() => undefined))
  })

  it('that was sealed with a secret that is gone is unknown', async () => {
    const { ask } = await signedIn()
    expect(await ask(strategyOf({ secret: 'another secret, which has 32 characters too' }))).toEqual(
      unknown('no refresh token'),
    )
    expect(await ask(strategyOf({ secret: ['x'.repeat(40), secret] }))).toEqual(owned('acme'))
  })

  it('is not asked for by a sign-in that was refused', async () => {
    const { issuer: url, clientId, clientSecret } = server
    const here = application(
      gitlab({ url, clientId, clientSecret, allowedGroups: ['other'], refresh: { secret } }),
    )
    expect((await here.enter({ username: 'ann' })).status).toBe(403)
    expect([endingOf(here.last()), await here.users()]).toEqual(['denied', []])
  })
})
