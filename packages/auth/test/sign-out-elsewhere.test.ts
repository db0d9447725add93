// Signing out goes on to where somebody came from, where that strategy says where; here they are signed out by then.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RedirectStrategy } from '@trilatch/auth'
import { origin } from './support/ask.ts'
import { journey } from './support/journey.ts'
import { ownRedirect, providerOrigin } from './support/own-redirect.ts'

const there = `${providerOrigin}/sign-out`

/** @param says What the strategy says when it is asked where to sign out. */
function scene(says: () => Promise<string | undefined> = async () => there) {
  const asked: unknown[][] = []
  const strategy: RedirectStrategy = {
    ...ownRedirect(),
    signOutUrl: (...about) => {
      asked.push([...about, here.session.content])
      return says()
    },
  }
  const here = journey(strategy)
  const signOut = async (path = '/sign-out'): Promise<unknown> => (await here.to(path)).json()
  return { asked, signOut, ...here }
}

const warnings: string[] = []
beforeEach(() => {
  vi.spyOn(process, 'emitWarning').mockImplementation((warning) => void warnings.push(String(warning)))
})
afterEach(() => {
  vi.restoreAllMocks()
  warnings.length = 0
})

const elsewhere = { signedIn: false, redirectTo: there }
const local = { signedIn: false }
const ann = { email: 'ann@x.org', password: 'correct horse' }

describe('The strategy that somebody came by', () => {
  it.each(['/sign-out', '/sign-out-everywhere'])(
    'is asked at %s, when the session has ended',
    async (path) => {
      const { asked, enter, session, signOut, world } = scene()
      await enter()
      const { subject = '', epoch } = session.content ?? {}
      expect(session.content).toMatchObject({ strategy: 'elsewhere' })
      expect(await signOut(path)).toEqual(elsewhere)
      // The way back is made from `baseUrl`, and is the same for everybody.
      expect(asked).toEqual([[subject, { returnTo: `${origin}/auth/sign-in` }, undefined]])
      const { subjectId } = await world.authorizer.access({ id: subject, epoch: epoch ?? '' })
      expect(subjectId).toBe(path === '/sign-out' ? subject : null)
      // Nobody is signed in any more, so nobody is asked.
      expect(await signOut()).toEqual(local)
      expect(asked).toHaveLength(1)
    },
  )

  it('is asked also when another id of the session goes on: after linking, and after another password', async () => {
    const { asked, enter, through, to, session, signOut } = scene()
    expect((await to('/register', ann)).status).toBe(200)
    expect(await through('/link/elsewhere')).toBe(200)
    expect(session.content?.strategy).toBe('own')
    // They came by a password: signing out at a provider that they have linked is none of ours.
    expect(await signOut()).toEqual(local)
    expect(asked).toEqual([])
    await enter()
    const change = { current: ann.password, next: 'another horse' }
    expect((await to('/password', change)).status).toBe(200)
    expect(session.content?.strategy).toBe('elsewhere')
    expect(await signOut()).toEqual(elsewhere)
  })

  it.each([undefined, '', 'own', 'gone'])('is nobody for a session that names %j', async (strategy) => {
    const { asked, enter, session, signOut } = scene()
    await enter()
    const { subject = '', epoch = '' } = session.content ?? {}
    session.content = { subject, epoch, signedInAt: 1, ...(strategy === undefined ? {} : { strategy }) }
    expect(await signOut()).toEqual(local)
    expect([asked, session.content]).toEqual([[], undefined])
  })

  it('is not asked for what another site has sent, which ends no session either', async () => {
    const { asked, asking, enter, session } = scene()
    await enter()
    const forged = { 'content-type': 'application/json', origin: 'https://evil.test' }
    for (const path of ['/sign-out', '/sign-out-everywhere']) {
      const answer = await asking(path, { method: 'POST', headers: forged, body: '{}' })
      expect(answer.status).toBe(403)
      const opened = await asking(path, { headers: { accept: 'text/html' } })
      expect([opened.status, opened.headers.get('location')]).toEqual([303, '/auth/'])
    }
    expect([asked, session.content?.strategy]).toEqual([[], 'elsewhere'])
  })
})

describe('Somebody is signed out here alone, and operators are told, where the strategy', () => {
  it.each<readonly [string, () => Promise<string | undefined>, string]>([
    ['names another origin', async () => 'https://evil.test/', 'none of its `destinations`'],
    ['names one that begins alike', async () => `${providerOrigin}.evil.test/`, 'none of its `destinations`'],
    ['names a path', async () => '//evil.test', 'none of its `destinations`'],
    ['names a script', async () => 'javascript:alert(1)', 'none of its `destinations`'],
    ['names what is no text', async () => null as never, 'none of its `destinations`'],
    ['rejects', () => Promise.reject(new Error('it is down')), 'it is down'],
    [
      'throws',
      () => {
        throw new Error('it is broken')
      },
      'it is broken',
    ],
  ])('%s', async (_, says, why) => {
    const { enter, session, signOut } = scene(says)
    await enter()
    expect(await signOut()).toEqual(local)
    expect(session.content).toBeUndefined()
    expect(warnings.join()).toContain('could not sign somebody out elsewhere, but here alone: ')
    expect(warnings.join()).toContain(why)
  })

  it('never answers: they wait three seconds at most', async () => {
    const late = new AbortController()
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(late.signal)
    const { enter, session, signOut } = scene(() => {
      late.abort()
      return new Promise(() => {})
    })
    await enter()
    expect(await signOut()).toEqual(local)
    expect([timeout.mock.calls, session.content]).toEqual([[[3_000]], undefined])
    expect(warnings.join()).toContain('it did not say so in time')
  })

  it('throws at once: when the three seconds are over, nothing is left that could fail', async () => {
    const late = new AbortController()
    vi.spyOn(AbortSignal, 'timeout').mockReturnValue(late.signal)
    const unheard = vi.fn<(error: unknown) => void>()
    process.once('unhandledRejection', unheard)
    const { enter, signOut } = scene(() => {
      throw new Error('it is broken')
    })
    await enter()
    expect(await signOut()).toEqual(local)
    late.abort()
    await new Promise((resolve) => setImmediate(resolve))
    process.off('unhandledRejection', unheard)
    expect(unheard).not.toHaveBeenCalled()
  })
})

it('A strategy that has no such place says so, and nobody is warned', async () => {
  const { enter, signOut } = scene(async () => undefined)
  await enter()
  expect(await signOut()).toEqual(local)
  expect(warnings).toEqual([])
})
