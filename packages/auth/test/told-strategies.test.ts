// Strategies are told who has been signed in and out, to keep and to end what they need between sign-ins.
import { expect, it, vi } from 'vitest'
import type { RedirectStrategy } from '@trilatch/auth'
import { journey } from './support/journey.ts'
import { ownRedirect } from './support/own-redirect.ts'

function scene(fails: 'signedIn' | 'signedOut' | undefined) {
  const told: string[] = []
  const tell = async (what: 'signedIn' | 'signedOut', subject: string): Promise<void> => {
    told.push(`${what} ${subject}`)
    if (what === fails) throw new Error('it cannot be kept')
  }
  const strategy: RedirectStrategy = {
    ...ownRedirect(),
    signedIn: (subject, { id }) => tell('signedIn', `${subject} ${id}`),
    signedOut: (subject) => tell('signedOut', subject),
  }
  return { told, ...journey(strategy) }
}

it('whoever signs in is told of with their user and identity, and whoever signs out, here or everywhere', async () => {
  const { told, session, enter, to } = scene(undefined)
  expect(await enter()).toBe(200)
  const subject = session.content?.subject ?? ''
  expect((await to('/sign-out')).status).toBe(200)
  expect(await enter()).toBe(200)
  expect((await to('/sign-out-everywhere')).status).toBe(200)
  const came = `signedIn ${subject} pat`
  expect(told).toEqual([came, `signedOut ${subject}`, came, `signedOut ${subject}`])
  // Nobody is signed in any more, so nobody signs out.
  expect((await to('/sign-out')).status).toBe(200)
  expect(told).toHaveLength(4)
})

it('whoever links an account is told of, and whoever is linked no more', async () => {
  const { told, session, through, to } = scene(undefined)
  expect((await to('/register', { email: 'ann@x.org', password: 'correct horse' })).status).toBe(200)
  const subject = session.content?.subject ?? ''
  expect(await through('/link/elsewhere')).toBe(200)
  expect((await to('/unlink/elsewhere')).status).toBe(200)
  expect(told).toEqual([`signedIn ${subject} pat`, `signedOut ${subject}`])
})

it('what cannot be kept refuses the sign-in with 503; what cannot be ended does not keep anybody in', async () => {
  const warnings = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
  const failing = scene('signedIn')
  expect(await failing.enter()).toBe(503)
  expect(failing.session.content).toBeUndefined()
  const lasting = scene('signedOut')
  expect(await lasting.enter()).toBe(200)
  expect((await lasting.to('/sign-out')).status).toBe(200)
  expect(lasting.session.content).toBeUndefined()
  expect(warnings.mock.calls.map(([warning]) => warning).join()).toContain(
    'could not end what it keeps for somebody who has signed out',
  )
  vi.restoreAllMocks()
})
