// A provider that does one thing wrong, and is otherwise the one that somebody signs in with in the same test.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hushed } from './kit/hushed.ts'
import { startGitLab } from '../../../test/services/gitlab/gitlab.ts'
import type { GitLabServer } from '../../../test/services/gitlab/gitlab.ts'
import { person } from '../../../test/services/gitlab/people.ts'
import { publicPart, reissue, signingKey } from '../../../test/services/gitlab/tokens.ts'
import { walkThrough } from '../../../test/services/gitlab/walk.ts'
import { gitlab } from '../src/index.ts'
import { application, callbackOf, endingOf, tab } from './kit/application.ts'
import { body, mutations } from './kit/mutations.ts'

hushed()
const people = [person('ann', 41, { groups: ['acme'] }), person('eve', 66, { groups: ['acme'] })]
let server: GitLabServer
beforeAll(async () => {
  server = await startGitLab({ people, callbacks: [callbackOf('gitlab')] })
})
afterAll(() => server.close())

const placeAt = ({ issuer: url, clientId, clientSecret }: GitLabServer, timeoutMs = 20_000) =>
  application(gitlab({ url, clientId, clientSecret, timeoutMs }))
const place = () => placeAt(server)

describe('A provider that answers with', () => {
  it.each(mutations.map((one) => [`${one.what} (${one.at})`, one] as const))(
    '%s is refused',
    async (_, mutation) => {
      const { at, change, query, ending, status } = mutation
      const here = place()
      const [ann, eve] = [tab(), tab()]
      expect((await here.enter({ username: 'ann' }, ann)).status).toBe(200)
      const known = await here.users()

      const url = await walkThrough(await here.begin(eve), { username: 'eve' })
      query?.(url.searchParams)
      const before = here.last()
      if (change !== undefined && at !== 'callback') server.tamper.set(at, change(server))
      try {
        const answer = await here.back(eve, url)
        expect(answer.status).toBe(status)
      } finally {
        server.tamper.clear()
      }
      // A callback that is of no sign-in at all does not reach the strategy.
      expect(here.last() === before ? 'none' : endingOf(here.last())).toBe(ending)
      // Nobody came in, nobody was made, and who was in stays.
      expect(eve.session.content).toBeUndefined()
      expect(await here.users()).toEqual(known)

      // And without the change it succeeds, in the same browser.
      expect((await here.enter({ username: 'eve' }, eve)).status).toBe(200)
    },
  )

  it('nothing, ever, is refused when its time is over', async () => {
    const never = async (at: 'token' | 'keys' | 'userinfo'): Promise<readonly unknown[]> => {
      const own = await startGitLab({ people, callbacks: [callbackOf('gitlab')] })
      try {
        const here = placeAt(own, 2_000)
        const eve = tab()
        expect((await here.enter({ username: 'ann' })).status).toBe(200)
        own.tamper.set(at, () => 'hang')
        const { status } = await here.enter({ username: 'eve' }, eve)
        const ended = endingOf(here.last())
        own.tamper.clear()
        const after = (await here.enter({ username: 'eve' }, tab())).status
        return [at, status, ended, eve.session.content, after]
      } finally {
        await own.close()
      }
    }
    expect(await Promise.all([never('token'), never('keys'), never('userinfo')])).toEqual([
      ['token', 503, 'too-slow', undefined, 200],
      ['keys', 503, 'too-slow', undefined, 200],
      ['userinfo', 503, 'too-slow', undefined, 200],
    ])
  })

  it('each refusal is told apart by its code, and there are more than twenty', () => {
    expect(new Set(mutations.map(({ ending }) => ending)).size).toBeGreaterThan(20)
  })

  it('a code that was used already is refused, and ends no session', async () => {
    const here = place()
    const [first, second] = [tab(), tab()]
    const url = await walkThrough(await here.begin(first), { username: 'ann' })
    expect((await here.back(first, url)).status).toBe(200)
    // The same URL again: the sign-in is over.
    expect((await here.back(first, url)).status).toBe(401)
    // The same code in a sign-in of somebody else.
    const other = await walkThrough(await here.begin(second), { username: 'eve' })
    other.searchParams.set('code', url.searchParams.get('code') ?? '')
    expect((await here.back(second, other)).status).toBe(401)
    expect([endingOf(here.last()), second.session.content]).toEqual(['sign-in-again', undefined])
    expect(first.session.content).toBeDefined()
  })

  it('a key that is new since the sign-in began is a sign-in like any other', async () => {
    const here = place()
    const at = tab()
    expect((await here.enter({ username: 'ann' }, tab())).status).toBe(200)
    const url = await walkThrough(await here.begin(at), { username: 'ann' })
    const next = signingKey('next')
    server.tamper.set('keys', body(() => ({ keys: [publicPart(server.key), publicPart(next)] }))())
    server.tamper.set('token', async (answer) => {
      const given = JSON.parse(answer.body) as { readonly id_token: string }
      const header = { kid: 'next' }
      const idToken = await reissue(given.id_token, { header, key: next.privateKey })
      return { ...answer, body: JSON.stringify({ ...given, id_token: idToken }) }
    })
    try {
      expect((await here.back(at, url)).status).toBe(200)
      // And one that was withdrawn is none, at once.
      server.tamper.delete('token')
      server.tamper.set('keys', body(() => ({ keys: [publicPart(next)] }))())
      expect((await here.enter({ username: 'eve' })).status).toBe(503)
      expect(endingOf(here.last())).toBe('key-unknown')
    } finally {
      server.tamper.clear()
    }
  })

  it('a clock that is a minute off at most is let pass', async () => {
    for (const seconds of [-50, 50]) {
      const here = place()
      server.tamper.set('token', async (answer) => {
        const given = JSON.parse(answer.body) as { readonly id_token: string }
        const moved = (claims: Record<string, unknown>) => ({
          ...claims,
          iat: Number(claims['iat']) + seconds,
          exp: Math.floor(Date.now() / 1_000) + seconds,
        })
        const idToken = await reissue(given.id_token, { claims: moved, key: server.key.privateKey })
        return { ...answer, body: JSON.stringify({ ...given, id_token: idToken }) }
      })
      try {
        expect([seconds, (await here.enter({ username: 'ann' })).status]).toEqual([seconds, 200])
      } finally {
        server.tamper.clear()
      }
    }
  })
})
