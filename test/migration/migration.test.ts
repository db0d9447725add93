// docs/from-casl-and-passport.md: its two programs are these files, and they answer alike, except where the page says.
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { RequestListener, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readPage, repository } from '../support/markdown.ts'
import { createApp as createAfter } from './after.ts'
import { createApp as createBefore } from './before.ts'

/** What both programs start from at every request. */
const seed = () => [
  { id: 1, team: 'finance', owner: 'ada', title: 'Cash' },
  { id: 2, team: 'finance', owner: 'bob', title: 'Ledger' },
  { id: 3, team: 'legal', owner: 'bob', title: 'Contracts' },
  { id: 4, team: 'legal', owner: 'dan', title: 'Leases' },
  { id: 5, team: 'hr', owner: 'eve', title: 'Pay' },
  { id: 6, team: 'drafts', owner: 'cy', title: 'Sketch' },
]

/** One answer, and the database when it had been given. */
interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: string
  readonly designs: ReturnType<typeof seed>
}

const page = readPage('docs/from-casl-and-passport.md')
const running: Server[] = []

/** Starts a program over a database of its own, which every request finds as it was in the beginning. */
async function start(createApp: (designs: ReturnType<typeof seed>) => RequestListener) {
  const designs = seed()
  const server = createServer(createApp(designs)).listen(0, '127.0.0.1')
  running.push(server)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return async (method: string, path: string, person: string): Promise<Answer> => {
    designs.splice(0, designs.length, ...seed())
    const headers = {
      'content-type': 'application/json',
      ...(person === 'nobody' ? {} : { authorization: `Bearer token-of-${person}` }),
    }
    const body = method === 'PUT' || method === 'POST' ? '{"title":"New"}' : null
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, headers, body })
    const { status } = response
    return {
      status,
      headers: response.headers,
      body: await response.text(),
      designs: structuredClone(designs),
    }
  }
}

/** The last one has a token that nobody knows. */
const people = ['root', 'ada', 'bob', 'cy', 'dan', 'eve', 'nobody', 'stranger'] as const
const ids = seed().map(({ id }) => id)
const routes = [
  'GET /health',
  'GET /me',
  'GET /designs',
  'POST /designs',
  ...['GET', 'HEAD', 'PUT', 'DELETE'].flatMap((method) => ids.map((id) => `${method} /designs/${id}`)),
  'GET /nowhere',
  'PATCH /designs/1',
]
/** Where a design does not exist, the two differ. */
const missing = ['GET /designs/99', 'PUT /designs/99', 'DELETE /designs/99', 'GET /designs/first']

const key = (route: string, person: string): string => `${route} by ${person}`
const answers = new Map<string, { readonly before: Answer; readonly after: Answer }>()

/** What both programs answered. */
function answered(route: string, person: string): { readonly before: Answer; readonly after: Answer } {
  const both = answers.get(key(route, person))
  if (both === undefined) throw new Error(`nobody asked ${key(route, person)}`)
  return both
}

beforeAll(async () => {
  const [before, after] = [await start(createBefore), await start(createAfter)]
  for (const person of people) {
    for (const route of [...routes, ...missing]) {
      const [method = '', path = ''] = route.split(' ')
      const both = { before: await before(method, path, person), after: await after(method, path, person) }
      answers.set(key(route, person), both)
    }
  }
})

afterAll(() => {
  for (const server of running) server.close()
})

const succeeded = ({ status }: Answer): boolean => status < 300
const refused = ({ status }: Answer): boolean => status === 401 || status === 403

describe('The page', () => {
  it.each(['before.ts', 'after.ts'])('shows %s as it is', (name) => {
    const text = readFileSync(`${repository}test/migration/${name}`, 'utf8').trimEnd()
    expect(page.blocks.map((block) => block.text)).toContain(text)
  })
})

describe('Before and after', () => {
  const cases = people.flatMap((person) => routes.map((route) => [route, person] as const))

  it.each(cases)('%s by %s has the same status, shows the same data and leaves the same data', (...asked) => {
    const { before, after } = answered(...asked)
    expect(after.status).toBe(before.status)
    expect(after.designs).toEqual(before.designs)
    if (!refused(before)) expect(after.body).toBe(before.body)
  })

  it.each(people)('let %s do what the page says', (person) => {
    const row = page.prose.find((line) => line.startsWith(`| ${person}: `)) ?? ''
    const told = row.split('|').map((cell) => cell.trim())
    for (const of of ['before', 'after'] as const) {
      const answer = (route: string): Answer => answered(route, person)[of]
      /** The designs that it works for, or the status when it works for none. */
      const reach = (method: string): string => {
        const reached = ids.filter((id) => succeeded(answer(`${method} /designs/${id}`)))
        return reached.length > 0 ? reached.join(' ') : `${answer(`${method} /designs/1`).status}`
      }
      const list = answer('GET /designs')
      const listed = succeeded(list)
        ? (JSON.parse(list.body) as readonly { readonly id: number }[]).map(({ id }) => id).join(' ')
        : `${list.status}`
      const made = answer('POST /designs')
      const creates = made.status === 201 ? 'yes' : `${made.status}`
      expect([listed, reach('GET'), reach('PUT'), reach('DELETE'), creates]).toEqual([
        told[2],
        ...told.slice(2, 6),
      ])
    }
  })
})

describe('What differs, as the page says', () => {
  it('a refusal is a problem document, with a code, and is not to be cached', () => {
    const refusals = [...answers].filter(([name, { before }]) => refused(before) && !name.startsWith('HEAD'))
    expect(refusals.length).toBeGreaterThan(50)
    for (const [, { before, after }] of refusals) {
      if (after.status !== before.status) continue
      expect(JSON.parse(before.body)).toEqual({ error: before.status === 401 ? 'Unauthorized' : 'Forbidden' })
      expect(after.headers.get('content-type')).toContain('application/problem+json')
      expect(after.headers.get('cache-control')).toBe('no-store')
      expect(before.headers.get('cache-control')).toBeNull()
      const { code } = JSON.parse(after.body) as { readonly code: string }
      expect(code).toBe(after.status === 401 ? 'TRILATCH_UNAUTHENTICATED' : 'TRILATCH_FORBIDDEN')
      expect(after.headers.get('www-authenticate')).toBe(before.headers.get('www-authenticate'))
    }
  })

  it('a refusal names the permission that is missing', () => {
    expect(JSON.parse(answered('DELETE /designs/3', 'ada').after.body)).toEqual({
      type: 'about:blank',
      title: 'Forbidden',
      status: 403,
      detail: 'Requires permission: Design › Delete Design',
      code: 'TRILATCH_FORBIDDEN',
      permissions: [{ id: 'design.delete', title: 'Design › Delete Design' }],
    })
  })

  it('whether a design exists is told only to those who have the permission for every name', () => {
    const statuses = (person: string, of: 'before' | 'after') =>
      missing.map((route) => answered(route, person)[of].status)
    for (const person of ['ada', 'bob', 'cy', 'dan', 'root'])
      expect([person, ...statuses(person, 'before')]).toEqual([person, 404, 404, 404, 404])
    for (const person of ['ada', 'dan'])
      expect([person, ...statuses(person, 'after')]).toEqual([person, 403, 403, 403, 403])
    for (const person of ['bob', 'cy'])
      expect([person, ...statuses(person, 'after')]).toEqual([person, 404, 403, 403, 404])
    expect(statuses('root', 'after')).toEqual([404, 404, 404, 404])
    const { before, after } = answered('GET /designs/99', 'root')
    expect(JSON.parse(before.body)).toEqual({ error: 'Not found' })
    expect(JSON.parse(after.body)).toMatchObject({ status: 404, code: 'TRILATCH_NOT_FOUND' })
    expect(after.headers.get('cache-control')).toBe('no-store')
    for (const person of ['nobody', 'stranger'])
      for (const of of ['before', 'after'] as const)
        expect(statuses(person, of)).toEqual([401, 401, 401, 401])
  })
})
