// The k-th thing that is waited for fails, for each k: a call to the store (limits and transactions are in it), to a strategy,
// to the session. Nobody comes in, nobody is lost, and no user is half there.
import { createAuthorizer, credentialKind, memoryStore } from '@trilatch/core'
import type { Store } from '@trilatch/core'
import { createSignIn } from '@trilatch/auth'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { identityPlace } from '../src/account/links.ts'
import { ask, HeldSession, origin, post } from './support/ask.ts'
import { eachFault, faultyStore, faultyStrategy } from './support/faulty.ts'
import type { Faults } from './support/faulty.ts'
import { codeFor, ownRedirect, providerOrigin } from './support/own-redirect.ts'
import { ownPassword } from './support/own-password.ts'
import { permissions, roles } from './support/world.ts'

const ann = { email: 'ann@x.org', password: 'correct horse' }
const id = 'user-ann@x.org'
const usersOf = async (store: Store): Promise<string[]> =>
  (await store.users({ limit: 200 })).items.map(({ user }) => user.id)

class FaultySession extends HeldSession {
  readonly #faults: Faults
  constructor(faults: Faults) {
    super()
    this.#faults = faults
  }
  override async regenerate(content: Parameters<HeldSession['regenerate']>[0]): Promise<void> {
    if (++this.#faults.asked === this.#faults.at) throw new Error('the sessions are down')
    return super.regenerate(content)
  }
  override async destroy(): Promise<void> {
    if (++this.#faults.asked === this.#faults.at) throw new Error('the sessions are down')
    return super.destroy()
  }
}

interface Side {
  readonly store: Store
  readonly session: FaultySession
  to(path: string, init?: RequestInit): Promise<Response | undefined>
}

/** One sign-in over a store of its own; the fault counts from when it is armed. */
async function side(at: number): Promise<Side & { arm(): Faults }> {
  const store = memoryStore({ roles })
  let armed: Faults = { asked: 0, at: Infinity }
  const faults: Faults = {
    get asked() {
      return armed.asked
    },
    set asked(count) {
      armed.asked = count
    },
    get at() {
      return armed.at
    },
  }
  const authorizer = createAuthorizer({ permissions, store: faultyStore(store, faults) })
  await authorizer.ready()
  const session = new FaultySession(faults)
  const strategies = [ownPassword, ownRedirect()].map((strategy) => faultyStrategy(strategy, faults))
  const signIn = createSignIn({ authorizer, strategies, baseUrl: origin, session: () => session })
  // Who is calling is asked before the handler, of an authorizer that works.
  const caller = { authorizer: createAuthorizer({ permissions, store }), session }
  const to = (path: string, init?: RequestInit) => ask(signIn, caller, path, init).catch(() => undefined)
  return { store, session, to, arm: () => (armed = { asked: 0, at }) }
}

describe('Whatever fails in the middle', () => {
  beforeEach(() => vi.spyOn(process, 'emitWarning').mockImplementation(() => {}))
  afterEach(() => vi.restoreAllMocks())

  it('of a sign-in lets nobody in who is not told so, and removes nobody', async () => {
    const asked = await eachFault(async (at) => {
      const { to, store, session, arm } = await side(at)
      await to('/register', post(ann))
      await to('/sign-out', post({}))
      const faults = arm()
      const wrong = await to('/sign-in', post({ ...ann, password: 'wrong' }))
      expect([401, 503]).toContain(wrong?.status)
      expect(session.content).toBeUndefined()
      const answer = await to('/sign-in', post(ann))
      expect(session.content !== undefined).toBe(answer?.status === 200)
      if (answer?.status !== 200) expect([undefined, 503]).toContain(answer?.status)
      expect(await usersOf(store)).toEqual([id])
      return faults
    })
    expect(asked).toBeGreaterThan(5)
  })

  it('of a registration leaves a user with what they sign in with, or none', async () => {
    const asked = await eachFault(async (at) => {
      const { to, store, session, arm } = await side(at)
      const faults = arm()
      const answer = await to('/register', post(ann))
      expect(session.content !== undefined).toBe(answer?.status === 200)
      const hasCredential = (await store.vault.get({ kind: credentialKind, key: id })) !== null
      expect(await usersOf(store)).toEqual(hasCredential ? [id] : [])
      return faults
    })
    expect(asked).toBeGreaterThan(4)
  })

  it('of a first sign-in through somebody else leaves a user with their link, or none', async () => {
    const asked = await eachFault(async (at) => {
      const { to, store, session, arm } = await side(at)
      const faults = arm()
      const start = await to('/start/elsewhere', post({}))
      if (start?.status === 200) {
        const { redirectTo } = (await start.json()) as { redirectTo: string }
        const { searchParams } = new URL(redirectTo)
        const code = codeFor({ id: 'pat' }, searchParams.get('nonce') ?? '')
        const cookie = start.headers.getSetCookie()[0]?.split(';')[0] ?? ''
        const path = `/callback/elsewhere?state=${searchParams.get('state')}&code=${code}`
        const answer = await to(path, { headers: { cookie } })
        expect(session.content !== undefined).toBe(answer?.status === 200)
      }
      const link = await store.vault.get(identityPlace({ issuer: providerOrigin, id: 'pat' }))
      expect(await usersOf(store)).toEqual(link === null ? [] : [(link.value as { user: string }).user])
      return faults
    })
    expect(asked).toBeGreaterThan(6)
  })

  it('of a change of password leaves the old one with its sessions, or the new one without them', async () => {
    const asked = await eachFault(async (at) => {
      const { to, store, session, arm } = await side(at)
      await to('/register', post(ann))
      const before = await store.vault.get({ kind: credentialKind, key: id })
      const epoch = session.content?.epoch
      const faults = arm()
      const answer = await to('/password', post({ current: ann.password, next: 'another one' }))
      const changed = (await store.vault.get({ kind: credentialKind, key: id }))?.version !== before?.version
      const { subject } = await store.view(id)
      expect(subject?.epoch === epoch).toBe(!changed)
      if (answer?.status === 200) expect([changed, session.content?.epoch]).toEqual([true, subject?.epoch])
      else expect(session.content?.epoch).toBe(epoch)
      return faults
    })
    expect(asked).toBeGreaterThan(4)
  })

  it('of a sign-out everywhere says so', async () => {
    await eachFault(async (at) => {
      const { to, store, session, arm } = await side(at)
      await to('/register', post(ann))
      const { epoch } = session.content ?? {}
      const faults = arm()
      const answer = await to('/sign-out-everywhere', post({}))
      const { subject } = await store.view(id)
      if (answer?.status === 200)
        expect([subject?.epoch === epoch, session.content]).toEqual([false, undefined])
      else expect(session.content).toBeDefined()
      return faults
    })
  })
})
