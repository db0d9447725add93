// What changes something must come from the application's own pages, or from a program that names its origin.
import { beforeAll, describe, expect, it } from 'vitest'
import { operations } from '@trilatch/console'
import type { Declaration } from '@trilatch/console'
import { documented } from './as-declared.ts'
import { ask } from './ask.ts'
import type { Host } from './ask.ts'
import { direct } from './direct.ts'
import { caller, makeWorld, withUsers } from './world.ts'

const root = caller('root')
const forged = { status: 403, body: { code: 'TRILATCH_REQUEST_FORGED' } }
const create = (headers: Readonly<Record<string, string>>, id: string) => ({
  as: root,
  method: 'POST',
  body: { id },
  headers,
})

describe('A write', () => {
  let host: Host
  beforeAll(async () => {
    host = direct(await withUsers(makeWorld()))
  })

  it('from another site is refused, whichever it is', async () => {
    for (const { method, path, operationId } of documented) {
      const declared: Declaration = operations[operationId]
      if (!declared.writes) continue
      const asked = { as: root, method, headers: { 'sec-fetch-site': 'cross-site' } }
      const answer = await ask(host, path.replaceAll(/\{\w+\}/g, 'x'), asked)
      expect(answer, operationId).toMatchObject(forged)
    }
  })

  it.each([
    ['another host of the same site', { 'sec-fetch-site': 'same-site' }],
    ['a page without an origin', { 'sec-fetch-site': '', origin: 'null' }],
    ['another origin', { 'sec-fetch-site': '', origin: 'http://evil.example' }],
    ['another port', { 'sec-fetch-site': '', origin: 'http://localhost:81' }],
    ['another scheme', { 'sec-fetch-site': '', origin: 'ftp://localhost' }],
    ['nowhere', { 'sec-fetch-site': '' }],
    [
      'another site that says the right origin',
      { 'sec-fetch-site': 'cross-site', origin: 'http://localhost' },
    ],
  ])('from %s is refused', async (_, headers) => {
    expect(await ask(host, '/roles', create(headers, 'forged'))).toMatchObject(forged)
    expect((await ask(host, '/roles/forged', { as: root })).status).toBe(404)
  })

  it.each([
    ['a page of the application', { 'sec-fetch-site': 'same-origin' }],
    ['a person', { 'sec-fetch-site': 'none' }],
    ['a program that names the origin', { 'sec-fetch-site': '', origin: 'http://localhost' }],
  ])('from %s is done', async (from, headers) => {
    expect((await ask(host, '/roles', create(headers, from.replaceAll(' ', '-')))).status).toBe(201)
  })

  it('must come from where the application is, once that is said', async () => {
    const world = await withUsers(makeWorld({ baseUrl: 'https://app.example.org/below' }))
    const elsewhere = direct(world)
    const from = (origin: string) => create({ 'sec-fetch-site': '', origin }, 'new')
    expect(await ask(elsewhere, '/roles', from('http://localhost'))).toMatchObject(forged)
    expect((await ask(elsewhere, '/roles', from('https://app.example.org'))).status).toBe(201)
  })

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''])(
    'of the type %j, as a form of another site can send it, is not read',
    async (type) => {
      const answer = await ask(host, '/roles', {
        as: root,
        method: 'POST',
        body: '{"id":"typed"}',
        headers: { 'content-type': type === '' ? 'x' : type },
      })
      expect(answer).toMatchObject({ status: 415, body: { code: 'TRILATCH_REQUEST_INVALID' } })
    },
  )

  it('is not announced to other sites: OPTIONS is no method, and nothing is allowed to them', async () => {
    const headers = { origin: 'http://evil.example', 'access-control-request-method': 'POST' }
    const answer = await ask(host, '/roles', { as: root, method: 'OPTIONS', headers })
    expect(answer.status).toBe(405)
    expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
  })
})
