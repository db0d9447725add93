// Groups are confirmed between sign-ins for those who are at work, and lapse for those whom nobody confirms.
import { createAuthorizer, memoryStore } from '@trilatch/core'
import type { Store } from '@trilatch/core'
import { createGroupRefresh, createSignIn } from '@trilatch/auth'
import type { GroupRefreshOptions } from '@trilatch/auth'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ask, HeldSession, origin, post } from './support/ask.ts'
import { eachFault, faultyStore } from './support/faulty.ts'
import type { Faults } from './support/faulty.ts'
import { complete, grouped } from './support/grouped.ts'
import { permissions, roles } from './support/world.ts'

const minute = 60_000

describe('Refreshing groups', () => {
  const open: { close(): Promise<void> }[] = []
  beforeEach(() => vi.spyOn(process, 'emitWarning').mockImplementation(() => {}))
  afterEach(async () => {
    vi.restoreAllMocks()
    for (const one of open.splice(0)) await one.close()
  })

  async function make(options: Partial<GroupRefreshOptions> = {}, wrap = (store: Store) => store) {
    // The clock that groups are verified by; moved back, what is recorded is old.
    const clock = { age: 0, ahead: 0 }
    const store = memoryStore(
      {
        roles,
        mappings: [
          { provider: 'ldap', group: 'ops', roles: ['runner'] },
          { provider: 'ldap', group: 'boss', roles: ['admin'] },
        ],
      },
      { now: () => performance.now() - clock.age },
    )
    const providers = { ldap: 'plain' } as const
    const authorizer = createAuthorizer({ permissions, store: wrap(store), providers })
    const directory = grouped([['ann', { groups: complete('ops') }]])
    const strategies = [directory.strategy]
    const now = (): number => performance.now() + clock.ahead
    const refresh = createGroupRefresh({ authorizer, strategies, now, ...options })
    open.push(refresh)
    const session = new HeldSession()
    const signIn = createSignIn({ authorizer, strategies, baseUrl: origin, session: () => session })
    const enter = (name: string) =>
      ask(signIn, { authorizer, session }, '/sign-in', post({ name, strategy: 'ldap' }))
    /** Signs in so long ago, in minutes. */
    const enterBefore = async (name: string, minutes: number): Promise<string> => {
      clock.age = minutes * minute
      expect((await enter(name)).status).toBe(200)
      clock.age = 0
      return String(session.content?.subject)
    }
    const access = async () =>
      authorizer.access({ id: session.content?.subject ?? '', epoch: session.content?.epoch ?? '' })
    const can = async () => (await access()).can('job.run')
    return { clock, store, authorizer, directory, refresh, session, enterBefore, access, can }
  }

  it('keeps the roles of who is at work, beyond the hour after which they lapse', async () => {
    const { directory, refresh, enterBefore, can, session } = await make()
    const id = await enterBefore('ann', 14)
    expect(refresh.subjectOf({ session: { trilatch: session.content } })).toMatchObject({ id })
    expect(await refresh.run()).toEqual({ looked: 1, asked: 1, complete: 1, unknown: 0, gone: 0 })
    expect([directory.asked, await can()]).toEqual([['ann'], true])
    // Fresh: nobody is asked again.
    expect(await refresh.run()).toMatchObject({ looked: 0 })
  })

  it('asks nobody whose groups are fresh, nor who was not seen', async () => {
    const { directory, refresh, enterBefore } = await make()
    const id = await enterBefore('ann', 5)
    expect(await refresh.run()).toMatchObject({ looked: 0 })
    refresh.seen(id)
    expect(await refresh.run()).toMatchObject({ looked: 1, asked: 0 })
    expect(directory.asked).toEqual([])
  })

  it('takes away at once what the provider no longer says, also all of it', async () => {
    const { directory, refresh, enterBefore, can } = await make()
    refresh.seen(await enterBefore('ann', 14))
    expect(await can()).toBe(true)
    directory.people.set('ann', { groups: complete() })
    expect(await refresh.run()).toMatchObject({ complete: 1 })
    expect(await can()).toBe(false)
  })

  it('changes nothing while the provider cannot say, tries again later and later, and lets it lapse', async () => {
    const { clock, directory, refresh, enterBefore, can } = await make()
    const id = await enterBefore('ann', 14)
    directory.people.set('ann', { groups: { status: 'unknown', why: 'down' } })
    refresh.seen(id)
    expect(await refresh.run()).toMatchObject({ asked: 1, unknown: 1 })
    expect(await can()).toBe(true)
    expect(await refresh.run()).toMatchObject({ looked: 0 })
    clock.ahead = 10_000
    expect(await refresh.run()).toMatchObject({ looked: 0 })
    clock.ahead = 31_000
    expect(await refresh.run()).toMatchObject({ looked: 1 })
    const lapsed = await make()
    await lapsed.enterBefore('ann', 61)
    const asked = await lapsed.access()
    expect(asked.can('job.run')).toBe(false)
    expect(() => asked.assert('job.run')).toThrow(
      expect.objectContaining({ code: 'TRILATCH_SIGN_IN_AGAIN', status: 401 }) as Error,
    )
    // What was confirmed again counts again.
    lapsed.refresh.seen(String(lapsed.session.content?.subject))
    await lapsed.refresh.run()
    expect(await lapsed.can()).toBe(true)
  })

  it('lets an administrator role lapse after one interval, and confirms it before', async () => {
    const { directory, refresh, enterBefore, can } = await make()
    directory.people.set('eve', { groups: complete('boss') })
    await enterBefore('eve', 16)
    expect(await can()).toBe(false)
    refresh.seen(await enterBefore('eve', 14))
    expect(await can()).toBe(true)
    await refresh.run()
    expect([directory.asked, await can()]).toEqual([['eve'], true])
  })

  it('ends the sessions of who is gone, and drops their roles', async () => {
    const { directory, refresh, enterBefore, access } = await make()
    refresh.seen(await enterBefore('ann', 14))
    directory.people.delete('ann')
    expect(await refresh.run()).toMatchObject({ gone: 1 })
    expect(await access()).toMatchObject({ signedIn: false })
  })

  it('takes what throws, takes too long or is no answer for unknown', async () => {
    const answers = [
      () => Promise.reject(new Error('boom')),
      (signal: AbortSignal) =>
        new Promise((resolve) => signal.addEventListener('abort', () => resolve(complete()))),
      () => Promise.resolve(undefined),
      () => Promise.resolve({ status: 'complete' }),
      () => Promise.resolve({ status: 'all' }),
    ]
    for (const answer of answers) {
      const made = await make({ timeoutMs: 100 })
      const subject = await made.enterBefore('ann', 14)
      made.directory.strategy.groups.groupsOf = (_account, _ports, signal) => answer(signal) as never
      made.refresh.seen(subject)
      expect(await made.refresh.run()).toMatchObject({ asked: 1, unknown: 1 })
      expect(await made.can()).toBe(true)
    }
  })

  it('asks once for each account, whoever else is refreshing over the same store', async () => {
    const made = await make()
    const { authorizer, directory, refresh, enterBefore } = made
    const id = await enterBefore('ann', 14)
    const other = createGroupRefresh({ authorizer, strategies: [directory.strategy] })
    open.push(other)
    for (const one of [refresh, other]) one.seen(id)
    await Promise.all([refresh.run(), other.run(), refresh.run(), other.run()])
    expect(directory.asked).toEqual(['ann'])
  })

  it('asks a few at a time, and keeps no more in mind than it may', async () => {
    const { directory, refresh, enterBefore } = await make({ maxAccounts: 5, concurrency: 2 })
    let [now, most] = [0, 0]
    const inner = directory.strategy.groups.groupsOf
    directory.strategy.groups.groupsOf = async (...args) => {
      most = Math.max(most, ++now)
      await new Promise((resolve) => setImmediate(resolve))
      now--
      return inner(...args)
    }
    for (let i = 0; i < 8; i++) {
      directory.people.set(`p${i}`, { groups: complete('ops') })
      refresh.seen(await enterBefore(`p${i}`, 14))
    }
    expect(await refresh.run()).toMatchObject({ looked: 5, asked: 5, complete: 5 })
    expect([most, directory.asked.toSorted()]).toEqual([2, ['p3', 'p4', 'p5', 'p6', 'p7']])
  })

  it('forgets who has not been seen for an hour', async () => {
    const { clock, directory, refresh, enterBefore } = await make()
    refresh.seen(await enterBefore('ann', 14))
    clock.ahead = 61 * minute
    expect(await refresh.run()).toMatchObject({ looked: 0 })
    expect(directory.asked).toEqual([])
  })

  it('asks for nobody after it was closed', async () => {
    const { refresh, enterBefore, directory } = await make()
    refresh.seen(await enterBefore('ann', 14))
    await refresh.close()
    expect(await refresh.run()).toMatchObject({ looked: 0 })
    expect(directory.asked).toEqual([])
  })

  it('leaves what was, or what was said, whatever fails in the middle', async () => {
    const asked = await eachFault(async (at) => {
      const faults: Faults & { at: number } = { asked: 0, at: Infinity }
      const made = await make({}, (store) => faultyStore(store, faults))
      const id = await made.enterBefore('ann', 14)
      made.directory.people.set('ann', { groups: complete('other') })
      made.refresh.seen(id)
      const before = (await made.store.view(id)).subject
      Object.assign(faults, { asked: 0, at })
      const { complete: done } = await made.refresh.run()
      const after = (await made.store.view(id)).subject
      if (done === 0) expect(after).toBe(before)
      else expect(after?.groups[0]?.groups).toEqual([{ name: 'other' }])
      return { ...faults }
    })
    expect(asked).toBeGreaterThan(4)
  })

  it.each([
    [{ maxAccounts: 0 }, '`maxAccounts` must be a whole number from 1 to 1000000.'],
    [{ concurrency: 101 }, '`concurrency` must be a whole number from 1 to 100.'],
    [{ timeoutMs: 99 }, '`timeoutMs` must be a whole number from 100 to 60000.'],
    [{ every: 1 }, 'unknown option "every".'],
    [{ authorizer: {} }, '`authorizer` must be what createAuthorizer() gives.'],
  ])('refuses %j', async (options, message) => {
    const { authorizer, directory } = await make()
    const given = { authorizer, strategies: [directory.strategy], ...options } as GroupRefreshOptions
    expect(() => createGroupRefresh(given)).toThrow(message)
  })
})
