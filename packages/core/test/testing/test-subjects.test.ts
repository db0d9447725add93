import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { testSubjects } from '@trilatch/core/testing'

const { subject, as } = testSubjects()
const ada = { id: 'ada', roles: ['lead', { role: 'analyst', scope: 'finance.*' }], suspended: false } as const

afterEach(() => vi.unstubAllEnvs())

/** What a real server makes of headers. */
async function received(headers: Record<string, string>): Promise<IncomingMessage> {
  const server = createServer((_request, response) => response.end()).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const asked = once(server, 'request') as Promise<[IncomingMessage]>
  await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { headers })
  const [request] = await asked
  server.close()
  server.closeAllConnections()
  return request
}

describe('testSubjects()', () => {
  it('hand a subject from a test to the application, through a real request', async () => {
    expect(subject(await received(as(ada)))).toEqual(ada)
    expect(subject(await received(as({ id: 'Zoë – 日本' })))).toEqual({ id: 'Zoë – 日本' })
  })

  it('say nobody for a request without their headers, and for null', async () => {
    expect(as(null)).toEqual({})
    expect(subject(await received({}))).toBeNull()
    expect(subject(new Request('http://localhost'))).toBeNull()
  })

  it('are read from whatever carries headers', async () => {
    const headers = as(ada)
    const request = await received(headers)
    for (const carrier of [
      new Request('http://localhost', { headers }),
      { headers },
      { req: request, request: { headers } },
      { req: request },
      { handshake: { headers } },
      { getArgs: () => [undefined, 'text', { req: request }, {}] },
      { getArgs: () => [request, {}] },
    ])
      expect(subject(carrier)).toEqual(ada)
    for (const carrier of [undefined, null, 'text', {}, { headers: 'x' }, { getArgs: () => [] }])
      expect(() => subject(carrier)).toThrow('was given nothing that has headers')
  })

  it('cannot be guessed, and are not those of another call', () => {
    const [name = '', value = ''] = Object.entries(as(ada))[0] ?? []
    const [secret = '', text = ''] = value.split('.')
    expect(Buffer.from(secret, 'base64url').length).toBeGreaterThanOrEqual(16)
    const forged = [
      text,
      `.${text}`,
      `${'A'.repeat(secret.length)}.${text}`,
      secret,
      `${value}.`,
      '',
      value + ' ',
    ]
    for (const header of forged.slice(0, -1))
      expect(() => subject({ headers: { [name]: header } })).toThrow('was not made by as() of these')
    expect(() => testSubjects().subject({ headers: as(ada) })).toThrow(TypeError)
    expect(Object.values(testSubjects().as(ada))).not.toEqual(Object.values(testSubjects().as(ada)))
  })

  it('refuse to run in production', () => {
    vi.stubEnv('NODE_ENV', 'production')
    expect(() => testSubjects()).toThrow(
      expect.objectContaining({
        code: 'TRILATCH_OPTION_INVALID',
        message: 'testSubjects() is for tests: it refuses to run with NODE_ENV=production.',
      }) as Error,
    )
  })

  it('hand on what is no subject, for tests of just that', async () => {
    expect(subject(await received(as({ id: 7 } as never)))).toEqual({ id: 7 })
  })
})
