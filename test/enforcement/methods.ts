// Every method is guarded alike, and nothing but the request line says which one it is.
import { METHODS } from 'node:http'
import { expect, it } from 'vitest'
import { nameOf } from './answers.ts'
import { inside, starter } from './application.ts'
import type { Routes } from './application.ts'
import { ask, line, raw, statusOf } from './client.ts'
import { as } from './policy.ts'
import type { Setup } from './setup.ts'

const methods = METHODS.filter((method) => method !== 'CONNECT')

/** What frameworks say themselves to a method that they do not route. */
const unrouted = [400, 404, 405, 501]

const routes: Routes = (ran) => [
  { path: '/thing', guards: [['requirePermission', 'project.create']], handler: inside(ran, 'get') },
  {
    method: 'delete',
    path: '/thing',
    guards: [['requirePermission', 'project.delete']],
    handler: inside(ran, 'delete'),
  },
  {
    method: 'all',
    path: '/all',
    guards: [['requirePermission', 'project.create']],
    handler: inside(ran, 'all'),
  },
]

export function everyMethod(setup: Setup): void {
  const start = starter(setup)

  it('is refused without the right, and gets through with it', async () => {
    const app = await start(routes)
    for (const method of methods) {
      expect([401, ...unrouted]).toContain(statusOf(await line(app, `${method} /all HTTP/1.1`)))
      const refused = statusOf(await line(app, `${method} /all HTTP/1.1`, as('analyst')))
      expect([403, ...unrouted]).toContain(refused)
    }
    expect(app.ran).toEqual([])
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
      expect(statusOf(await line(app, `${method} /all HTTP/1.1`, as('creator')))).toBe(200)
    expect(app.ran).toHaveLength(7)
  })

  it('HEAD is guarded by the guard of GET, whose handler answers it', async () => {
    const app = await start(routes)
    for (const [person, expected] of [
      ['nobody', '401'],
      ['analyst', 'create'],
      ['creator', 'ok'],
    ] as const) {
      expect(app.ran).toEqual([])
      expect(nameOf(await ask(app, '/thing', as(person), 'HEAD'), setup, expected)).toBe(expected)
    }
    expect(app.ran).toEqual(['get'])
  })

  it('OPTIONS runs no handler of another method', async () => {
    const app = await start(routes)
    for (const person of ['nobody', 'creator', 'admin']) await ask(app, '/thing', as(person), 'OPTIONS')
    expect(nameOf(await ask(app, '/all', {}, 'OPTIONS'), setup)).toBe('401')
    await line(app, 'OPTIONS * HTTP/1.1', as('admin'))
    expect(app.ran).toEqual([])
  })

  it('is what the request line says, and no header or parameter', async () => {
    const app = await start(routes)
    for (const name of ['x-http-method-override', 'x-http-method', 'x-method-override', '_method']) {
      const answer = await ask(app, '/thing', { ...as('creator'), [name]: 'GET' }, 'DELETE')
      expect(nameOf(answer, setup)).toBe('delete')
    }
    expect(nameOf(await ask(app, '/thing?_method=GET', as('creator'), 'DELETE'), setup)).toBe('delete')
    expect(app.ran).toEqual([])
  })

  it('in small letters is no HTTP', async () => {
    const app = await start(routes)
    for (const method of ['get', 'Get', 'delete', 'all', 'GET\t', ' GET'])
      expect([0, 400]).toContain(statusOf(await line(app, `${method} /all HTTP/1.1`, as('admin'))))
    expect(app.ran).toEqual([])
  })

  it('Requests on one connection are decided each for itself', async () => {
    const app = await start(routes)
    const order = ['creator', 'analyst', 'creator', 'nobody', 'admin', 'analyst', 'nobody', 'creator']
    const bytes = order.map((person, i) => {
      const headers = { host: 'x', ...as(person), ...(i === order.length - 1 ? { connection: 'close' } : {}) }
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
      return `GET /thing HTTP/1.1\r\n${lines.join('')}\r\n`
    })
    const answers = await raw(app, bytes.join(''))
    const statuses = [...answers.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => status)
    expect(statuses).toEqual(['200', '403', '200', '401', '200', '403', '401', '200'])
    expect(app.ran).toEqual(['get', 'get', 'get', 'get'])
  })
}
