// The client in front of a real Express application and its real answers: what it asks, how often, and what it says.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createClient } from '@trilatch/client'
import type { Client, ClientOptions, PageDocument } from '@trilatch/client'
import { until } from '../../../test/services/until.ts'
import { permissions, startApplication } from './support/application.ts'
import type { Application } from './support/application.ts'

let application: Application
beforeAll(async () => {
  application = await startApplication()
})
afterAll(() => application?.close())
beforeEach(() => {
  application.arrivals.length = 0
  application.trouble.status = undefined
})

const stops: (() => void)[] = []
afterEach(() => stops.splice(0).forEach((stop) => stop()))

/** A client of somebody, as their browser has it. */
function clientOf(who: string, options: ClientOptions = {}, on = application): Client {
  const cookie = who === 'nobody' ? '' : `who=${who}`
  return createClient({
    url: `${on.origin}/api/me`,
    fetch: (url, init) => fetch(url, { ...init, headers: { ...(init.headers as object), cookie } }),
    ...options,
  })
}

/** A client that somebody listens to. */
function listening(client: Client): Client {
  stops.push(client.subscribe(() => {}))
  return client
}

const asked = (path: string) => application.at(`/api/me${path}`)
const names = permissions.names
const resources = [
  'finance.cash_flow',
  'finance.secret',
  'hr.salaries',
  'a b',
  '',
  'a/../b',
  '/',
  'x'.repeat(1_024),
]

describe('What it says', () => {
  const people = ['ada', 'alice', 'fred', 'nina', 'sue', 'nobody']
  it.each(['permission', 'generic', 'not-found'] as const)(
    'is the very text of the server’s refusal, whoever asks what and why (disclose: %s)',
    async (disclose) => {
      const on = disclose === 'permission' ? application : await startApplication({ disclose })
      const reasons = new Set<string>()
      for (const who of people) {
        const client = clientOf(who, {}, on)
        const cookie = `who=${who}`
        const refusal = async (path: string): Promise<string> => {
          const response = await fetch(on.origin + path, { headers: who === 'nobody' ? {} : { cookie } })
          const { detail = '', code } = (await response.json()) as { detail?: string; code?: string }
          return response.ok ? '' : `${detail} ${code}`
        }
        const said = ({ granted, text, code }: Awaited<ReturnType<Client['ask']>>): string =>
          granted ? text : `${text} ${code}`
        for (const name of names) {
          const decision = await client.ask(name)
          reasons.add(decision.reason)
          expect(said(decision), `${who} ${name}`).toBe(await refusal(`/guarded/${name}`))
          stops.push(client.subscribe(() => {}))
          expect(said(client.decideSome(name)), `${who} some ${name}`).toBe(await refusal(`/some/${name}`))
          for (const resource of resources) {
            const one = await client.ask(name, resource)
            reasons.add(one.reason)
            const path = `/guarded/${name}/on?name=${encodeURIComponent(resource)}`
            expect(said(one), `${who} ${name} ${resource}`).toBe(await refusal(path))
          }
        }
      }
      expect([...reasons].toSorted()).toEqual(
        [
          'administrator',
          'forbidden',
          'granted',
          'improper-resource',
          'nothing-granted',
          'suspended',
        ].toSorted(),
      )
      if (on !== application) await on.close()
    },
    120_000,
  )

  it('is no for a permission that there is not, and for what is no name, whatever is granted', async () => {
    const client = listening(clientOf('ada'))
    await client.refresh()
    expect(client.decide('project.creat')).toEqual({
      granted: false,
      reason: 'unknown-permission',
      text: 'Unknown permission "project.creat".',
      code: undefined,
    })
    expect(client.decide('project.creat')).toBe(client.decide('project.creat'))
    for (const odd of [undefined, null, 7, {}, 'x'.repeat(1_025)]) {
      const decision = await client.ask('project.create', odd as string)
      expect([decision.granted, decision.reason]).toEqual([false, 'improper-resource'])
    }
    expect(client.decide('__proto__').granted).toBe(false)
    expect(client.decide('constructor', 'toString').granted).toBe(false)
  })
})

describe('What it asks', () => {
  it('is nothing before somebody listens, and closed until it is answered', async () => {
    const client = clientOf('ada')
    expect(client.decide('project.create')).toMatchObject({ granted: false, reason: 'pending' })
    expect(client.decide('design.edit', 'a')).toMatchObject({ granted: false, reason: 'pending' })
    expect(asked('/permissions')).toEqual([])
    listening(client)
    await until('an answer', () => client.decide('project.create').granted)
    expect(asked('/permissions').length).toBe(1)
  })

  it('goes in one request for whatever is asked in one tick, 100 at most, and once', async () => {
    const client = listening(clientOf('fred'))
    await client.refresh()
    const all = Array.from({ length: 250 }, (_, i) => `finance.${i}`)
    const decide = (): boolean =>
      !all.map((name) => client.decide('design.edit', name).granted).includes(false)
    expect(decide()).toBe(false)
    expect(decide()).toBe(false)
    await until('all answers', decide)
    const bodies = asked('/decisions').map(({ body }) => (body as { questions: unknown[] }).questions.length)
    expect(bodies).toEqual([100, 100, 50])
    await client.ask('design.edit', 'finance.7')
    expect(asked('/decisions').length).toBe(3)
  })

  it('leaves out what follows from what is known', async () => {
    const client = listening(clientOf('alice'))
    await client.refresh()
    expect(client.decide('design.edit', 'finance.cash_flow').granted).toBe(true)
    expect(await client.ask('design.edit', 'a/../b')).toMatchObject({ reason: 'improper-resource' })
    expect(asked('/decisions').length).toBe(1)
  })

  it('is answered by 304 as long as nothing changes', async () => {
    const client = listening(clientOf('fred'))
    for (let i = 0; i < 4; i++) await client.refresh()
    expect(asked('/permissions').map(({ status }) => status)).toEqual([200, 304, 304, 304])
  })

  it('begins with what the page carries', async () => {
    const page = (await (
      await fetch(`${application.origin}/page-data`, { headers: { cookie: 'who=fred' } })
    ).json()) as PageDocument
    const client = listening(clientOf('fred', { page }))
    expect(client.decide('design.edit')).toMatchObject({
      granted: false,
      text: 'Requires permission: Design › Edit Design',
    })
    expect(client.decide('design.edit', 'finance.cash_flow').granted).toBe(true)
    await client.refresh()
    expect(asked('/permissions').map(({ status }) => status)).toEqual([304])
    expect(asked('/decisions')).toEqual([])
  })

  it.each([{}, { permissions: { version: 'x', permissions: 7 } }, { permissions: null }])(
    'begins anew with a page that carries %j',
    async (page) => {
      const client = listening(clientOf('ada', { page: page as never }))
      expect(client.decide('project.create').reason).toBe('pending')
      await until('an answer', () => client.decide('project.create').granted)
    },
  )
})

describe('When rights change', () => {
  const assignment = { subject: 'fred', role: 'finance-too' } as const
  afterEach(() => application.manage.unassign(assignment).catch(() => {}))

  it('every answer does, also about a name of which no list says anything', async () => {
    const client = listening(clientOf('fred', { pollMs: 250 }))
    expect((await client.ask('design.edit', 'finance.secret')).granted).toBe(false)
    let told = 0
    stops.push(client.subscribe(() => told++))
    await application.manage.assign(assignment)
    await until('it to come alive', () => client.decide('design.edit', 'finance.secret').granted)
    await application.manage.unassign(assignment)
    await until('it to go', () => !client.decide('design.edit', 'finance.secret').granted)
    expect(told).toBeGreaterThan(1)
  })

  it('answers stay as they were until they are given anew', async () => {
    const client = listening(clientOf('fred'))
    expect((await client.ask('design.edit', 'finance.cash_flow')).granted).toBe(true)
    await application.manage.assign(assignment)
    const seen = new Set<boolean>()
    stops.push(client.subscribe(() => seen.add(client.decide('design.edit', 'finance.cash_flow').granted)))
    await client.refresh()
    await until('another request', () => asked('/decisions').length === 2)
    expect([...seen]).toEqual([true])
  })

  it('an answer of another version than the known one counts as none, until that one is known', async () => {
    const client = listening(clientOf('fred', { pollMs: 60_000 }))
    await client.refresh()
    await application.manage.assign(assignment)
    expect((await client.ask('design.edit', 'finance.secret')).reason).toBe('unavailable')
    await until('the new version', () => client.decide('design.edit', 'finance.secret').granted)
    expect(asked('/permissions').map(({ status }) => status)).toEqual([200, 200])
  })
})

describe('When the server cannot be asked', () => {
  it('what was known counts for a while, and then nothing does, until it can', async () => {
    const client = listening(clientOf('ada', { pollMs: 250, keepMs: 1_000 }))
    await client.refresh()
    application.trouble.status = 503
    await client.refresh()
    expect(client.decide('project.create').granted).toBe(true)
    await until('it to be closed', () => !client.decide('project.create').granted)
    expect(client.decide('project.create')).toMatchObject({
      reason: 'unavailable',
      text: 'Your permissions cannot be checked now.',
    })
    application.trouble.status = undefined
    await until('it to come alive', () => client.decide('project.create').granted)
  })

  it.each([401, 403, 404, 500, 503])('%i is no answer', async (status) => {
    application.trouble.status = status
    const client = clientOf('ada', { unavailableText: 'Gerade nicht.' })
    expect(await client.ask('project.create')).toMatchObject({ granted: false, text: 'Gerade nicht.' })
  })

  it('asks less and less often', async () => {
    application.trouble.status = 503
    const times: number[] = []
    const client = clientOf('ada', { pollMs: 250 })
    stops.push(client.subscribe(() => times.push(performance.now())))
    await until('three attempts', () => times.length >= 3)
    // A wait is never shorter than twice the one that was meant before it; how much longer is the machine's.
    const waits = times.slice(1).map((time, i) => time - (times[i] as number))
    waits.forEach((wait, i) => expect(wait).toBeGreaterThan(250 * 2 ** (i + 1) - 20))
  })

  it('asks no more once nobody listens', async () => {
    const client = clientOf('ada', { pollMs: 250 })
    const stop = client.subscribe(() => {})
    await until('two requests', () => asked('/permissions').length >= 2)
    stop()
    stop()
    await client.refresh()
    const count = asked('/permissions').length
    await new Promise((later) => setTimeout(later, 600))
    expect(asked('/permissions').length).toBe(count)
  })
})

it.each([0, 249, Number.NaN, Infinity, 60_001])('pollMs: %d is refused', (pollMs) => {
  expect(() => createClient({ pollMs })).toThrow(new RangeError('pollMs must be 250 to 60000'))
})
