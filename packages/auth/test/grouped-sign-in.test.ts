// Groups of a sign-in are recorded before the session begins; accounts elsewhere are linked to whom they belong.
import { credentialKind } from '@trilatch/core'
import { createSignIn, linksOf, signInsOf, toPassport } from '@trilatch/auth'
import type { SignInOptions } from '@trilatch/auth'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startRedis } from '../../../test/services/redis.ts'
import type { RedisServer } from '../../../test/services/redis.ts'
import { ask, HeldSession, origin, post } from './support/ask.ts'
import { complete, grouped } from './support/grouped.ts'
import { codeFor, ownRedirect } from './support/own-redirect.ts'
import { ownPassword } from './support/own-password.ts'
import { worldIn } from './support/world.ts'
import type { Sessions, World } from './support/world.ts'

let redis: RedisServer
beforeAll(async () => {
  redis = await startRedis()
})
afterAll(() => redis.stop())

const kinds: readonly (readonly [string, () => Sessions])[] = [
  ['memory', () => ({ kind: 'memory' })],
  ['Redis', () => ({ kind: 'redis', port: redis.port })],
]

describe.each(kinds)('Signing in with groups, kept in %s', (_, sessions) => {
  const worlds: World[] = []
  afterAll(async () => {
    for (const world of worlds.splice(0)) await world.close()
  })

  async function make(options: Partial<SignInOptions> = {}) {
    const world = await worldIn(sessions())
    worlds.push(world)
    const { authorizer } = world
    const manager = authorizer.manage('tester')
    const row = { provider: 'ldap', group: 'ops', roles: ['runner'] }
    await manager.replaceMappings([row], { version: (await manager.mappings()).version })
    const directory = grouped([['ann', { groups: complete('ops') }]])
    const strategies = [ownPassword, ownRedirect(), directory.strategy]
    const browser = () => {
      const session = new HeldSession()
      const signIn = createSignIn({
        authorizer,
        strategies,
        baseUrl: origin,
        session: () => session,
        ...options,
      })
      const to = (path: string, init?: RequestInit) => ask(signIn, { authorizer, session }, path, init)
      const body = async (path: string, init?: RequestInit) => {
        const answer = await to(path, init)
        return [answer.status, ((await answer.json()) as { reason?: string }).reason] as const
      }
      /** Goes elsewhere and comes back as somebody. */
      const through = async (path: string, who: Parameters<typeof codeFor>[0]) => {
        const start = await to(path, post({}))
        if (start.status !== 200) return start
        const { redirectTo } = (await start.json()) as { redirectTo: string }
        const { searchParams } = new URL(redirectTo)
        const cookie = start.headers.getSetCookie()[0]?.split(';')[0] ?? ''
        const code = codeFor(who, searchParams.get('nonce') ?? '')
        return to(`/callback/elsewhere?state=${searchParams.get('state')}&code=${code}`, {
          headers: { cookie },
        })
      }
      return { session, to, body, through, signIn }
    }
    const users = async () => (await world.store.users({ limit: 200 })).items.map(({ user }) => user.id)
    const can = async (session: HeldSession) => {
      const { subject: id, epoch } = session.content ?? { subject: '', epoch: '' }
      return (await authorizer.access(id === '' ? null : { id, epoch })).can('job.run')
    }
    return { world, authorizer, manager, directory, browser, users, can }
  }
  const ann = post({ name: 'ann', strategy: 'ldap' })
  const local = { email: 'bea@x.org', password: 'long enough' }

  it('has the roles of what was said now, and none of what was said before', async () => {
    const { directory, browser, can } = await make()
    const { to, session } = browser()
    expect((await to('/sign-in', ann)).status).toBe(200)
    expect(await can(session)).toBe(true)
    directory.people.set('ann', { groups: complete() })
    await to('/sign-in', ann)
    expect(await can(session)).toBe(false)
  })

  it('is unavailable while groups are unknown, and makes nobody', async () => {
    const { directory, browser, users } = await make()
    directory.people.set('ann', { groups: { status: 'unknown', why: 'down' } })
    const { body, session } = browser()
    expect((await body('/sign-in', ann))[0]).toBe(503)
    expect([session.content, await users()]).toEqual([undefined, []])
  })

  it('begins no session whose groups could not be recorded, or are not accepted', async () => {
    vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
    const { directory, browser } = await make()
    const { body, session } = browser()
    directory.people.set('ann', { groups: complete(...Array.from({ length: 1_001 }, (_0, i) => `g${i}`)) })
    expect((await body('/sign-in', ann))[0]).toBe(503)
    directory.people.set('ann', { groups: { status: 'complete', groups: [{ name: 'a', access: 'god' }] } })
    expect((await body('/sign-in', ann))[0]).toBe(503)
    directory.people.set('ann', { groups: { status: 'half' } as never })
    expect((await body('/sign-in', ann))[0]).toBe(503)
    expect(session.content).toBeUndefined()
    vi.restoreAllMocks()
  })

  it('refuses who is gone, takes their roles and ends their sessions', async () => {
    const { directory, browser, can } = await make()
    const first = browser()
    await first.to('/sign-in', ann)
    expect(await can(first.session)).toBe(true)
    directory.people.set('ann', { groups: { status: 'gone' } })
    expect(await browser().body('/sign-in', ann)).toEqual([403, 'denied'])
    expect(await can(first.session)).toBe(false)
    expect(await (await first.to('')).json()).toMatchObject({ signedIn: false })
  })

  it('makes no user of who is gone, nor of anybody where that is not allowed', async () => {
    const { directory, browser, users } = await make({ createUsers: false })
    expect(await browser().body('/sign-in', ann)).toEqual([403, 'closed'])
    directory.people.set('ann', { groups: { status: 'gone' } })
    expect(await browser().body('/sign-in', ann)).toEqual([403, 'denied'])
    expect(await users()).toEqual([])
  })

  it('counts sign-ins and knows the last, without a line in the audit trail', async () => {
    const { world, authorizer, browser, users } = await make()
    const { to, session } = browser()
    await to('/sign-in', ann)
    const lines = (await world.store.audit({ limit: 200 })).items.length
    await to('/sign-in', ann)
    const [id = ''] = await users()
    const accounts = authorizer.accounts('tester')
    const { count, last = 0 } = await signInsOf(accounts, id)
    expect([session.content?.subject, count]).toEqual([id, 2])
    expect(Math.abs(Date.now() - last)).toBeLessThan(60_000)
    expect(await signInsOf(accounts, 'nobody')).toEqual({ count: 0 })
    expect((await world.store.audit({ limit: 200 })).items).toHaveLength(lines)
  })

  it('links an account to whoever is signed in and wants it, with its groups and a new session', async () => {
    const { authorizer, browser, users, can } = await make()
    const { to, session, body } = browser()
    await to('/register', post(local))
    const before = session.exchanged
    expect(await can(session)).toBe(false)
    expect((await body('/link/ldap', post({ name: 'ann' })))[0]).toBe(200)
    expect([session.content?.subject, session.exchanged]).toEqual(['user-bea@x.org', before + 1])
    expect(await can(session)).toBe(true)
    expect(await linksOf(authorizer.accounts('t'), 'user-bea@x.org')).toMatchObject({
      accounts: [{ provider: 'ldap', issuer: 'ldap://directory.test', id: 'ann' }],
    })
    const other = browser()
    expect((await other.body('/sign-in', ann))[0]).toBe(200)
    expect(other.session.content?.subject).toBe('user-bea@x.org')
    expect(await users()).toEqual(['user-bea@x.org'])
    // Again is no mistake.
    expect((await body('/link/ldap', post({ name: 'ann' })))[0]).toBe(200)
  })

  it('links through a redirect, only in the session that began it', async () => {
    const { authorizer, browser, users } = await make()
    const bea = browser()
    await bea.to('/register', post(local))
    expect((await bea.through('/link/elsewhere', { id: 'p1' })).status).toBe(200)
    expect((await linksOf(authorizer.accounts('t'), 'user-bea@x.org')).accounts).toHaveLength(1)
    const cem = browser()
    await cem.to('/register', post({ ...local, email: 'cem@x.org' }))
    // Ended meanwhile; and ended, with another one begun in its place.
    for (const again of [false, true]) {
      await cem.to('/sign-in', post({ ...local, email: 'cem@x.org', strategy: 'own' }))
      const start = await cem.to('/link/elsewhere', post({}))
      const { redirectTo } = (await start.json()) as { redirectTo: string }
      const { searchParams } = new URL(redirectTo)
      const cookie = start.headers.getSetCookie()[0]?.split(';')[0] ?? ''
      await authorizer.manage('cem').endSessions('user-cem@x.org')
      if (again) await cem.to('/sign-in', post({ ...local, email: 'cem@x.org', strategy: 'own' }))
      const code = codeFor({ id: 'p2' }, searchParams.get('nonce') ?? '')
      const path = `/callback/elsewhere?state=${searchParams.get('state')}&code=${code}`
      expect((await cem.to(path, { headers: { cookie } })).status).toBe(401)
    }
    expect((await linksOf(authorizer.accounts('t'), 'user-cem@x.org')).accounts).toEqual([])
    expect(await users()).toEqual(['user-bea@x.org', 'user-cem@x.org'])
  })

  it('links nothing for who is not signed in, has not just proved it, or does not ask from here', async () => {
    const { browser } = await make()
    const { to, body, session } = browser()
    expect((await body('/link/ldap', post({ name: 'ann' })))[0]).toBe(401)
    expect((await body('/link/elsewhere', post({})))[0]).toBe(401)
    await to('/register', post(local))
    const forged = {
      ...post({ name: 'ann' }),
      headers: { 'content-type': 'application/json', origin: 'https://evil.test' },
    }
    expect((await body('/link/ldap', forged))[0]).toBe(403)
    expect((await to('/link/ldap')).status).toBe(303)
    expect((await body('/link/nowhere', post({})))[0]).toBe(404)
    const { content } = session
    if (content !== undefined) session.content = { ...content, signedInAt: Date.now() - 11 * 60_000 }
    for (const path of ['/link/ldap', '/link/elsewhere', '/unlink/ldap'])
      expect(await body(path, post({ name: 'ann' }))).toEqual([401, 'sign-in-again'])
  })

  it('links no account of somebody else, none whose address is, no second one, none of its own, none that is gone', async () => {
    const { directory, browser, manager, authorizer } = await make()
    await browser().to('/sign-in', ann)
    const { to, body } = browser()
    await to('/register', post(local))
    expect(await body('/link/ldap', post({ name: 'ann' }))).toEqual([409, 'account-taken'])
    await manager.createUser({ id: 'dan', email: 'dan@x.org' })
    directory.people.set('dan', { groups: complete('ops'), email: 'DAN@x.org' })
    expect(await body('/link/ldap', post({ name: 'dan' }))).toEqual([409, 'email-taken'])
    expect(await body('/link/own', post(local))).toEqual([422, 'invalid'])
    expect(await body('/link/ldap', post({ name: 'zoe' }))).toEqual([401, 'credentials'])
    directory.people.set('eva', { groups: { status: 'gone' } })
    expect(await body('/link/ldap', post({ name: 'eva' }))).toEqual([403, 'denied'])
    directory.people.set('eva', { groups: { status: 'unknown', why: 'down' } })
    expect((await body('/link/ldap', post({ name: 'eva' })))[0]).toBe(503)
    expect((await linksOf(authorizer.accounts('t'), 'user-bea@x.org')).accounts).toEqual([])
    // The address is their own.
    directory.people.set('bea', { groups: complete('ops'), email: local.email })
    expect((await body('/link/ldap', post({ name: 'bea' })))[0]).toBe(200)
    directory.people.set('bea2', { groups: complete('ops') })
    expect(await body('/link/ldap', post({ name: 'bea2' }))).toEqual([409, 'account-taken'])
  })

  it('unlinks: roles go, other sessions end, and the account is nobody’s', async () => {
    const { authorizer, browser, can, users } = await make()
    const { to, body, session } = browser()
    await to('/register', post(local))
    await to('/link/ldap', post({ name: 'ann' }))
    const other = browser()
    await other.to('/sign-in', ann)
    expect([await can(session), await can(other.session)]).toEqual([true, true])
    expect((await body('/unlink/ldap', post({})))[0]).toBe(200)
    expect([await can(session), await can(other.session)]).toEqual([false, false])
    expect(await (await to('')).json()).toMatchObject({ signedIn: true })
    expect(await (await other.to('')).json()).toMatchObject({ signedIn: false })
    expect((await linksOf(authorizer.accounts('t'), 'user-bea@x.org')).accounts).toEqual([])
    expect(await body('/unlink/ldap', post({}))).toEqual([422, 'invalid'])
    await other.to('/sign-in', ann)
    expect(await users()).toHaveLength(2)
  })

  it('does not take away the only way in', async () => {
    const { browser, can } = await make()
    const { to, body, session } = browser()
    await to('/sign-in', ann)
    expect(await body('/unlink/ldap', post({}))).toEqual([422, 'invalid'])
    expect(await can(session)).toBe(true)
  })

  it('belongs to nobody who gets the id of a user that was deleted', async () => {
    const { manager, authorizer, world, browser } = await make()
    const { to, body, session } = browser()
    await to('/register', post(local))
    await to('/link/ldap', post({ name: 'ann' }))
    await manager.deleteUser('user-bea@x.org')
    await manager.createUser({ id: 'user-bea@x.org' })
    expect((await linksOf(authorizer.accounts('t'), 'user-bea@x.org')).accounts).toEqual([])
    expect(await world.store.vault.get({ kind: credentialKind, key: 'user-bea@x.org' })).toBeNull()
    session.content = undefined
    expect(await body('/sign-in', ann)).toEqual([403, 'denied'])
  })

  it('records groups through Passport too, before Passport hears of anybody', async () => {
    const { authorizer, directory } = await make()
    const passport = toPassport(directory.strategy, { authorizer })
    const verdict = () =>
      new Promise<unknown>((resolve) => {
        const verbs = { success: resolve, fail: resolve, error: resolve, redirect: resolve, pass: resolve }
        const headers = { 'sec-fetch-site': 'same-origin' }
        passport.authenticate.call(verbs, { method: 'POST', url: '/', headers, body: { name: 'ann' } })
      })
    const user = (await verdict()) as { readonly id: string; readonly epoch: string }
    expect((await authorizer.access(user)).can('job.run')).toBe(true)
    directory.people.set('ann', { groups: { status: 'unknown', why: 'down' } })
    expect(await verdict()).toMatchObject({ code: 'TRILATCH_UNAVAILABLE' })
  })
})
