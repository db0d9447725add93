// What T60 to T71 ask of local accounts, over real sessions of each framework, with sessions and accounts in memory and in Redis.
import { createSignIn } from '@trilatch/auth'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startExpress } from '../../auth/test/setups/express.ts'
import { startKoa } from '../../auth/test/setups/koa.ts'
import { startNestExpress } from '../../auth/test/setups/nest.ts'
import { Browser } from '../../auth/test/support/browser.ts'
import type { Answer, Asking } from '../../auth/test/support/browser.ts'
import { worldIn } from '../../auth/test/support/world.ts'
import type { Running, Sessions, Start, World } from '../../auth/test/support/world.ts'
import { freePort } from '../../../test/services/ports.ts'
import { startRedis } from '../../../test/services/redis.ts'
import type { RedisServer } from '../../../test/services/redis.ts'
import { localAccounts } from '../src/index.ts'
import type { LocalAccounts, LocalAccountsOptions, RegistrationMail } from '../src/index.ts'
import { holdHashing } from './kit/hold-hashing.ts'
import { cheap, good } from './kit/place.ts'

let redis: RedisServer
beforeAll(async () => {
  redis = await startRedis()
})
afterAll(() => redis.stop())

const bodyOf = (answer: Answer): Record<string, unknown> => JSON.parse(answer.text) as Record<string, unknown>
const reasonOf = (answer: Answer): unknown => [answer.status, bodyOf(answer)['reason']]

/** What a caller can see of an answer; the clock of the server apart. */
const visible = ({ status, headers, text }: Answer): unknown => {
  const { date, ...others } = headers
  return { status, headers: others, text, date: typeof date }
}

interface Site {
  readonly local: LocalAccounts
  readonly world: World
  readonly printed: readonly string[]
  open(): Browser
  close(): Promise<void>
}

async function siteOf(
  start: Start,
  sessions: Sessions,
  options: LocalAccountsOptions = {},
  baseUrl?: string,
): Promise<Site> {
  const world = await worldIn(sessions)
  const port = await freePort()
  const printed: string[] = []
  const local = localAccounts({
    hashing: cheap,
    registration: 'open',
    administratorRole: 'admin',
    print: (text) => printed.push(text),
    limits: { perAddress: 10_000, registrationsPerAddress: 10_000, firstDelaySeconds: 600 },
    ...options,
  })
  const open = (): Browser => new Browser(port)
  const signIn = createSignIn({
    authorizer: world.authorizer,
    strategies: [local],
    application: 'Acme',
    baseUrl: baseUrl ?? open().origin,
  })
  await signIn.ready()
  const running: Running = await start(world, signIn, sessions, port)
  const close = async (): Promise<void> => {
    await running.close()
    await world.close()
  }
  return { local, world, printed, open, close }
}

const setups: readonly [string, Start, () => Sessions][] = [
  ['Express, in memory', startExpress, () => ({ kind: 'memory' })],
  ['Express, in Redis', startExpress, () => ({ kind: 'redis', port: redis.port })],
  ['Koa, in memory', startKoa, () => ({ kind: 'memory' })],
  ['Koa, in Redis', startKoa, () => ({ kind: 'redis', port: redis.port })],
  ['Nest, in memory', startNestExpress, () => ({ kind: 'memory' })],
  ['Nest, in Redis', startNestExpress, () => ({ kind: 'redis', port: redis.port })],
]

describe.each(setups)('Local accounts on %s', (_name, start, sessionsOf) => {
  let site: Site
  let people = 0
  beforeAll(async () => {
    site = await siteOf(start, sessionsOf())
  })
  afterAll(() => site.close())

  const enter = (browser: Browser, email: string, password: string = good): Promise<Answer> =>
    browser.json('/auth/sign-in', { email, password })

  /** Somebody who has registered and is signed in. */
  const somebody = async (): Promise<{ browser: Browser; email: string; id: string }> => {
    const browser = site.open()
    const email = `p${++people}@example.org`
    const answer = await browser.json('/auth/register', { email, password: good })
    expect(answer.status).toBe(200)
    return { browser, email, id: String(bodyOf(answer)['subject']) }
  }

  it('T60, T61: a password is kept hashed, as it came, and one that is too long is 400', async () => {
    const { email, id } = await somebody()
    const entry = await site.world.store.vault.get({ kind: 'credential', key: id })
    expect(entry?.value).toEqual({ hash: expect.stringMatching(/^\$argon2id\$v=19\$/) })
    expect((await enter(site.open(), email)).status).toBe(200)
    expect(reasonOf(await enter(site.open(), email, ` ${good}`))).toEqual([401, 'credentials'])
    expect(reasonOf(await enter(site.open(), email, good.padEnd(1_025)))).toEqual([400, 'improper'])
    const short = await site.open().json('/auth/register', { email: 'x@example.org', password: 'short' })
    expect([short.status, bodyOf(short)['field']]).toEqual([422, 'password'])
    expect(await site.world.store.userByEmail('x@example.org')).toBeNull()
  })

  it('T62: known and unknown addresses get the same answer, headers and body, as JSON and as a page', async () => {
    const { email } = await somebody()
    const known = await enter(site.open(), email, 'not the password')
    const unknown = await enter(site.open(), `un${email}`, 'not the password')
    expect(visible(unknown)).toEqual(visible(known))
    expect(reasonOf(known)).toEqual([401, 'credentials'])
    const byPage = async (typed: string): Promise<string> => {
      const browser = site.open()
      const page = await browser.page('/auth/sign-in')
      const answer = await browser.send(page, '/auth/sign-in', { email: typed, password: 'not the password' })
      expect(answer.status).toBe(401)
      return answer.text.replaceAll(typed, '').replaceAll(/name="csrf" value="[^"]+"/g, '')
    }
    expect(await byPage(`un${email}`)).toBe(await byPage(email))
  })

  it('T63: tries are delayed with 429 and Retry-After, and not for a device that was used before', async () => {
    const { browser, email } = await somebody()
    expect((await enter(browser, email)).status).toBe(200)
    expect(browser.cookies.has('trilatch-device')).toBe(true)
    for (let i = 0; i < 5; i++)
      expect(reasonOf(await enter(site.open(), email, 'not the password'))).toEqual([401, 'credentials'])
    const right = await enter(site.open(), email.toUpperCase())
    const wrong = await enter(site.open(), email, 'not the password')
    // The clock apart, which may have moved on between the two.
    const still = (answer: Answer): unknown => ({
      ...(visible(answer) as object),
      headers: undefined,
      names: Object.keys(answer.headers),
    })
    expect(still(right)).toEqual(still(wrong))
    expect(reasonOf(right)).toEqual([429, 'too-many'])
    for (const { headers } of [right, wrong]) {
      expect(Number(headers['retry-after'])).toBeLessThanOrEqual(600)
      expect(Number(headers['retry-after'])).toBeGreaterThan(500)
    }
    expect(reasonOf(await enter(browser, email))).toEqual([200, undefined])
  })

  it('T65, T70: registers an address once, with no role', async () => {
    const { email, id } = await somebody()
    const again = await site.open().json('/auth/register', { email: email.toUpperCase(), password: good })
    expect(reasonOf(again)).toEqual([409, 'email-taken'])
    const alike = await site.open().json('/auth/register', { email: email.replace('p', 'р'), password: good })
    expect(reasonOf(alike)).toEqual([422, 'invalid'])
    expect((await site.world.store.view(id)).subject?.assignments).toEqual([])
    const access = await site.world.authorizer.access({ id })
    expect(access.can('job.run')).toBe(false)
  })

  it('T66: gives a new session id at registration, sign-in, password change and sign-out; the old one is dead', async () => {
    const { browser, email, id } = await somebody()
    const seen = [browser.cookies.get('sid')]
    const step = async (path: string, fields: object): Promise<Browser> => {
      const before = browser.twin()
      expect(await before.me()).toBe(id)
      expect((await browser.json(path, fields)).status).toBe(200)
      seen.push(browser.cookies.get('sid'))
      return before
    }
    const next = 'another good sentence'
    expect(await (await step('/auth/sign-in', { email, password: good })).me()).toBeNull()
    const old = await step('/auth/password', { currentPassword: good, newPassword: next })
    expect([await old.me(), await browser.me()]).toEqual([null, id])
    expect(await (await step('/auth/sign-out', {})).me()).toBeNull()
    expect(await browser.me()).toBeNull()
    expect(new Set(seen.slice(0, 3)).size).toBe(3)
    expect(reasonOf(await enter(site.open(), email))).toEqual([401, 'credentials'])
    expect((await enter(site.open(), email, next)).status).toBe(200)
  })

  it('T66, T69: a change of password needs the current one, and ends all other sessions', async () => {
    const { browser, email, id } = await somebody()
    const elsewhere = site.open()
    expect((await enter(elsewhere, email)).status).toBe(200)
    const change = (currentPassword: string, newPassword: string) =>
      browser.json('/auth/password', { currentPassword, newPassword })
    expect(reasonOf(await change('not the password', 'another good sentence'))).toEqual([401, 'credentials'])
    expect(reasonOf(await change(good, 'password1'))).toEqual([422, 'invalid'])
    expect(reasonOf(await change(good, good))).toEqual([422, 'invalid'])
    expect(await elsewhere.me()).toBe(id)
    const nobody = await site
      .open()
      .json('/auth/password', { currentPassword: good, newPassword: 'a good sentence' })
    expect(nobody.status).toBe(401)
    expect((await change(good, 'another good sentence')).status).toBe(200)
    expect([await browser.me(), await elsewhere.me()]).toEqual([id, null])
  })

  it('T68: nothing is done that another site could have sent', async () => {
    const { email } = await somebody()
    const browser = site.open()
    const asked = (fields: object): readonly Asking[] => {
      const json = browser.jsonOf(fields)
      const headers = (changed: object): Asking => ({ ...json, headers: { ...json.headers, ...changed } })
      return [
        headers({ 'sec-fetch-site': 'cross-site' }),
        headers({ origin: 'http://evil.test' }),
        headers({ origin: undefined }),
        headers({ 'content-type': 'text/plain' }),
        browser.formOf(fields as Record<string, string>),
      ]
    }
    const strange = `strange${email}`
    for (const asking of asked({ email: strange, password: good }))
      expect([403, 415]).toContain((await browser.ask('/auth/register', asking)).status)
    expect(await site.world.store.userByEmail(strange)).toBeNull()
    const { verified } = site.local.load()
    for (const asking of asked({ email, password: good }))
      expect([403, 415]).toContain((await browser.ask('/auth/sign-in', asking)).status)
    expect([site.local.load().verified, await browser.me()]).toEqual([verified, null])
    expect((await browser.json('/auth/register', { email: strange, password: good })).status).toBe(200)
  })

  it('T69: who is suspended, deleted, or given another password, keeps no session', async () => {
    const [suspended, deleted, reset] = [await somebody(), await somebody(), await somebody()]
    for (const { browser, id } of [suspended, deleted, reset]) expect(await browser.me()).toBe(id)
    const manager = site.world.authorizer.manage('boss')
    await manager.suspendUser(suspended.id)
    await manager.deleteUser(deleted.id)
    const accounts = site.world.authorizer.accounts('boss')
    await site.local.setPassword(reset.id, 'set by the boss', { accounts, application: 'Acme' })
    for (const { browser } of [suspended, deleted, reset]) expect(await browser.me()).toBeNull()
    expect(reasonOf(await enter(site.open(), suspended.email))).toEqual([403, 'suspended'])
    expect(reasonOf(await enter(site.open(), deleted.email))).toEqual([401, 'credentials'])
    expect(reasonOf(await enter(site.open(), reset.email))).toEqual([401, 'credentials'])
    expect((await enter(site.open(), reset.email, 'set by the boss')).status).toBe(200)
  })

  it('T62: with mails, registering answers the same for known and unknown addresses, and goes on from the mail', async () => {
    const mails: RegistrationMail[] = []
    const byMail = await siteOf(start, sessionsOf(), { sendMail: async (mail) => void mails.push(mail) })
    try {
      const accounts = byMail.world.authorizer.accounts('boss')
      await accounts.create({ id: 'ann', email: 'ann@example.org', origin: 'created' })
      await accounts.create({ id: 'boss', origin: 'created' })
      await byMail.world.authorizer.manage('boss').assign({ subject: 'boss', role: 'admin' })
      const answers: Answer[] = []
      for (const email of ['ann@example.org', 'eve@example.org'])
        answers.push(await byMail.open().json('/auth/register', { email }))
      expect(answers[0]?.status).toBe(202)
      expect(visible(answers[1] as Answer)).toEqual(visible(answers[0] as Answer))
      const [taken, free] = mails
      expect([taken?.about, free?.about]).toEqual(['taken', 'confirm'])
      const browser = byMail.open()
      const page = await browser.page(`/auth/register?confirmation=${free?.token}`)
      const short = await browser.send(page, '/auth/register', { password: 'short' })
      expect(short.status).toBe(422)
      expect(short.text).not.toContain('name="email"')
      const done = await browser.send(short, '/auth/register', { password: good })
      expect(done.status).toBe(303)
      const id = (await byMail.world.store.userByEmail('eve@example.org'))?.user.id
      expect(await browser.me()).toBe(id)
    } finally {
      await byMail.close()
    }
  })

  it('T71: the first administrator registers by a page, and then there is no registration', async () => {
    const closed = await siteOf(start, sessionsOf(), { registration: 'closed' })
    try {
      const secret = / ([A-Za-z0-9_-]{22})$/.exec(closed.printed.join('\n'))?.[1] ?? ''
      const browser = closed.open()
      const page = await browser.page(`/auth/register?invitation=${secret}`)
      expect(page.text).toContain(`value="${secret}"`)
      const wrong = { email: 'boss@example.org', password: good, invitation: 'A'.repeat(22) }
      expect((await browser.send(page, '/auth/register', wrong)).status).toBe(403)
      const done = await browser.send(page, '/auth/register', { email: 'boss@example.org', password: good })
      expect(done.status).toBe(303)
      const id = await browser.me()
      expect((await closed.world.store.members('admin', { limit: 5 })).items).toEqual([id])
      expect((await closed.open().page('/auth/register')).status).toBe(404)
      const again = { email: 'eve@example.org', password: good, invitation: secret }
      expect((await closed.open().json('/auth/register', again)).status).toBe(404)
      expect(await closed.world.store.userByEmail('eve@example.org')).toBeNull()
    } finally {
      await closed.close()
    }
  })

  it('T64: what finds no place in the queue is 429 with Retry-After, and all are answered', async () => {
    const busy = await siteOf(start, sessionsOf(), { queue: { concurrent: 1, waiting: 2 } })
    try {
      const ann = { email: 'ann@example.org', password: good }
      expect((await busy.open().json('/auth/register', ann)).status).toBe(200)
      // Nobody's turn ends before everybody has asked, however slowly they come.
      const open = holdHashing()
      let refused = 0
      const asked = Array.from({ length: 30 }, async (_, i) => {
        const answer = await enter(busy.open(), `p${i}@example.org`)
        if (answer.status === 429 && ++refused === 27) open()
        return answer
      })
      const answers = await Promise.all(asked)
      const statuses = answers.map(({ status }) => status).toSorted()
      expect(statuses).toEqual([...Array<number>(3).fill(401), ...Array<number>(27).fill(429)])
      expect(answers.find(({ status }) => status === 429)?.headers['retry-after']).toBe('2')
      expect(busy.local.load()).toMatchObject({ running: 0, waiting: 0 })
      expect((await enter(busy.open(), ann.email)).status).toBe(200)
    } finally {
      await busy.close()
    }
  })

  it('T67: every cookie is as safe as a cookie can be, and that of a device is no session', async () => {
    const origin = 'https://app.example.org'
    const cookie = { httpOnly: true, secure: true, sameSite: 'lax' } as const
    const safe = await siteOf(start, { ...sessionsOf(), name: '__Host-sid', cookie }, {}, origin)
    try {
      const asking = (browser: Browser, fields: object): Asking => {
        const json = browser.jsonOf(fields)
        return { ...json, headers: { ...json.headers, origin, 'x-forwarded-proto': 'https' } }
      }
      const typed = { email: 'ann@example.org', password: good }
      const browser = safe.open()
      expect((await browser.ask('/auth/register', asking(browser, typed))).status).toBe(200)
      await browser.ask('/auth/sign-in', { headers: { accept: 'text/html', 'x-forwarded-proto': 'https' } })
      const other = safe.open()
      const page = await other.ask('/auth/sign-in', {
        headers: { accept: 'text/html', 'x-forwarded-proto': 'https' },
      })
      const answer = await other.ask('/auth/sign-in', asking(other, typed))
      expect(answer.status).toBe(200)
      const lines = [page, answer]
        .flatMap(({ headers }) => [headers['set-cookie'] ?? []].flat())
        // koa-session signs its cookie with another one beside it.
        .filter((line) => !line.startsWith('__Host-sid.sig='))
      expect(new Set(lines.map((line) => line.split('=')[0]))).toEqual(
        new Set(['__Host-sid', '__Host-trilatch-form', '__Host-trilatch-device']),
      )
      for (const line of lines) {
        expect(line).toMatch(/^__Host-[\w-]+=[^;]{22,};/)
        for (const flag of ['path=/', 'httponly', 'secure', 'samesite=lax'])
          expect(line.toLowerCase().split('; ')).toContain(flag)
        expect(line).not.toMatch(/domain=/i)
      }
      const thief = safe.open()
      thief.cookies.set('__Host-trilatch-device', other.cookies.get('__Host-trilatch-device') ?? '')
      expect(await thief.me()).toBeNull()
      const guess = asking(thief, { ...typed, password: 'not the password' })
      expect((await thief.ask('/auth/sign-in', guess)).status).toBe(401)
    } finally {
      await safe.close()
    }
  })
})
