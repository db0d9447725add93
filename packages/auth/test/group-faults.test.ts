// The k-th thing that is waited for fails, for each k: no grant, no removal and no user beyond what was completed.
import { createAuthorizer, credentialKind, memoryStore } from '@trilatch/core'
import type { Store } from '@trilatch/core'
import { createSignIn, linksOf, userOfAccount } from '@trilatch/auth'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ask, HeldSession, origin, post } from './support/ask.ts'
import { eachFault, faultyStore } from './support/faulty.ts'
import type { Faults } from './support/faulty.ts'
import { complete, directory as issuer, grouped } from './support/grouped.ts'
import { ownPassword } from './support/own-password.ts'
import { permissions, roles } from './support/world.ts'

const local = { email: 'bea@x.org', password: 'long enough' }
const bea = 'user-bea@x.org'
const usersOf = async (store: Store): Promise<string[]> =>
  (await store.users({ limit: 200 })).items.map(({ user }) => user.id)

/** A sign-in over a store that fails when it is armed, and what the store itself says. */
async function side(at: number, mode: 'sync' | 'additive') {
  const store = memoryStore({
    roles: [...roles, { id: 'viewer', rules: [] }],
    mappings: [
      { provider: 'ldap', group: 'ops', roles: ['runner'] },
      { provider: 'ldap', group: 'ops', roles: ['viewer'], ...(mode === 'additive' ? { mode } : {}) },
    ],
  })
  const faults: Faults & { at: number } = { asked: 0, at: Infinity }
  const providers = { ldap: 'plain' } as const
  const authorizer = createAuthorizer({ permissions, store: faultyStore(store, faults), providers })
  await authorizer.ready()
  const session = new HeldSession()
  const directory = grouped([['ann', { groups: complete('ops') }]])
  const strategies = [ownPassword, directory.strategy]
  const signIn = createSignIn({ authorizer, strategies, baseUrl: origin, session: () => session })
  const sound = createAuthorizer({ permissions, store, providers })
  const to = (path: string, fields: object) =>
    ask(signIn, { authorizer: sound, session }, path, post(fields)).catch(() => undefined)
  const arm = (): Faults => Object.assign(faults, { asked: 0, at })
  const can = async (id: string) => (await sound.access({ id })).can('job.run')
  return { store, authorizer, sound, session, directory, to, arm, can }
}

const ann = { name: 'ann', strategy: 'ldap' }

describe.each(['sync', 'additive'] as const)(
  'Whatever fails in the middle, with a row that is %s,',
  (mode) => {
    beforeEach(() => vi.spyOn(process, 'emitWarning').mockImplementation(() => {}))
    afterEach(() => vi.restoreAllMocks())

    it('of a first sign-in with groups leaves no session without them, and no user without a link', async () => {
      const asked = await eachFault(async (at) => {
        const { store, sound, session, to, arm, can } = await side(at, mode)
        const faults = arm()
        const answer = await to('/sign-in', ann)
        expect(session.content !== undefined).toBe(answer?.status === 200)
        if (answer?.status !== 200) expect([undefined, 503]).toContain(answer?.status)
        const owner = await userOfAccount(store, { issuer, id: 'ann' })
        expect(await usersOf(store)).toEqual(owner === undefined ? [] : [owner])
        if (session.content !== undefined) expect(await can(session.content.subject)).toBe(true)
        if (owner) expect((await linksOf(sound.accounts('t'), owner)).accounts).toHaveLength(1)
        return faults
      })
      expect(asked).toBeGreaterThan(8)
    })

    it('of a sign-in whose groups have gone leaves what was, or nothing, and lets in only with nothing', async () => {
      await eachFault(async (at) => {
        const { store, session, directory, to, arm, can } = await side(at, mode)
        await to('/sign-in', ann)
        await session.destroy()
        directory.people.set('ann', { groups: complete() })
        const users = await usersOf(store)
        const faults = arm()
        const answer = await to('/sign-in', ann)
        expect(session.content !== undefined).toBe(answer?.status === 200)
        if (session.content !== undefined) expect(await can(String(users[0]))).toBe(false)
        expect(await usersOf(store)).toEqual(users)
        return faults
      })
    })

    it('of the sign-in of somebody who is gone lets nobody in, and never half suspends', async () => {
      await eachFault(async (at) => {
        const { store, session, directory, to, arm, can } = await side(at, mode)
        await to('/sign-in', ann)
        await session.destroy()
        const [id = ''] = await usersOf(store)
        directory.people.set('ann', { groups: { status: 'gone' } })
        const before = (await store.view(id)).subject
        const faults = arm()
        const answer = await to('/sign-in', ann)
        expect([403, 503]).toContain(answer?.status)
        expect(session.content).toBeUndefined()
        const after = (await store.view(id)).subject
        const whole = after?.groups.length === 0 && after.epoch !== before?.epoch
        expect(after === before || whole).toBe(true)
        expect(after?.suspended).toBe(mode === 'additive' && whole)
        expect(await can(id)).toBe(!whole)
        return faults
      })
    })

    it('of linking leaves the account with its user from both sides, or with nobody', async () => {
      const asked = await eachFault(async (at) => {
        const { store, sound, session, to, arm, can } = await side(at, mode)
        await to('/register', local)
        const before = session.content
        const faults = arm()
        const answer = await to('/link/ldap', { name: 'ann' })
        const owner = await userOfAccount(store, { issuer, id: 'ann' })
        const { accounts } = await linksOf(sound.accounts('t'), bea)
        expect([owner, accounts.length]).toEqual(owner === undefined ? [undefined, 0] : [bea, 1])
        if (answer?.status === 200) expect([owner, await can(bea)]).toEqual([bea, true])
        else expect(session.content).toBe(before)
        // No groups of an account that is not theirs.
        if (owner === undefined) expect(await can(bea)).toBe(false)
        expect(await usersOf(store)).toEqual([bea])
        return faults
      })
      expect(asked).toBeGreaterThan(7)
    })

    it('of unlinking leaves no groups of an account that is theirs no more', async () => {
      const asked = await eachFault(async (at) => {
        const { store, session, to, arm, can } = await side(at, mode)
        await to('/register', local)
        await to('/link/ldap', { name: 'ann' })
        const faults = arm()
        const answer = await to('/unlink/ldap', {})
        const owner = await userOfAccount(store, { issuer, id: 'ann' })
        if (owner === undefined) expect(await can(bea)).toBe(false)
        if (answer?.status === 200) expect([owner, session.content?.subject]).toEqual([undefined, bea])
        expect(await store.vault.get({ kind: credentialKind, key: bea })).not.toBeNull()
        expect((await store.user(bea))?.user.suspended).toBe(false)
        return faults
      })
      expect(asked).toBeGreaterThan(7)
    })

    it('of recording leaves the record as it was, or as it was to be', async () => {
      for (const groups of [['more', 'ops'], [], undefined]) {
        const outcome = groups === undefined ? ({ status: 'gone' } as const) : complete(...groups)
        await eachFault(async (at) => {
          const { store, authorizer, sound, arm } = await side(at, mode)
          await sound.manage('t').createUser({ id: 'eva' })
          await sound
            .manage('t')
            .recordGroups('eva', 'ldap', { status: 'complete', groups: [{ name: 'ops' }] })
          const before = (await store.view('eva')).subject
          const faults = arm()
          const done = await authorizer
            .manage('t')
            .recordGroups('eva', 'ldap', outcome as never)
            .catch(() => undefined)
          const after = (await store.view('eva')).subject
          const names = after?.groups[0]?.groups.map(({ name }) => name)
          if (done === undefined) expect(after).toBe(before)
          else expect(names).toEqual(groups)
          expect(after?.assignments).toEqual(mode === 'additive' ? [{ role: 'viewer' }] : [])
          return faults
        })
      }
    })
  },
)
