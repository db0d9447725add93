// T21: every method is guarded alike, and nothing but the request line says which one it is.
import { METHODS } from 'node:http'
import type { Response } from 'express'
import { afterEach, describe, expect, it } from 'vitest'
import { as, bodies, serve } from './application.ts'
import type { TestApplication } from './application.ts'
import { statusOf, stopAll } from './server.ts'

afterEach(stopAll)

/** GET /thing is for creators, DELETE /thing for leads, and /all is for creators by any method. */
function application(override = false): Promise<TestApplication> {
  return serve((app, { requirePermission }, ran) => {
    const run = (what: string) => (_request: unknown, response: Response) => {
      ran.push(what)
      response.send('inside')
    }
    if (override)
      app.use((request, _response, next) => {
        request.method = request.get('x-http-method-override')?.toUpperCase() ?? request.method
        next()
      })
    app.get('/thing', requirePermission('project.create'), run('get'))
    app.delete('/thing', requirePermission('project.delete'), run('delete'))
    app.all('/all', requirePermission('project.create'), run('all'))
    app.use('/used', requirePermission('project.create'), run('used'))
  })
}

const methods = METHODS.filter((method) => method !== 'CONNECT')

describe('Every method', () => {
  it('is refused without the right and lets through with it', async () => {
    const app = await application()
    for (const path of ['/all', '/used', '/used/below']) {
      for (const method of methods) {
        app.ran.length = 0
        expect(statusOf(await app.line(`${method} ${path} HTTP/1.1`))).toBe(401)
        expect(statusOf(await app.line(`${method} ${path} HTTP/1.1`, as('curator').headers))).toBe(403)
        expect(app.ran).toEqual([])
      }
    }
    let reached = 0
    for (const method of methods) {
      const status = statusOf(await app.line(`${method} /all HTTP/1.1`, as('creator').headers))
      if (status === 200) reached++
    }
    expect(reached).toBeGreaterThanOrEqual(30)
    expect(app.ran).toHaveLength(reached)
  })

  it('HEAD is guarded by the guard of GET, whose handler answers it', async () => {
    const app = await application()
    expect(await app.ask('/thing', { method: 'HEAD' })).toMatchObject({ status: 401, text: '' })
    const refused = await app.ask('/thing', { method: 'HEAD', ...as('curator') })
    expect(refused).toMatchObject({ status: 403, text: '' })
    expect(app.ran).toEqual([])
    expect((await app.ask('/thing', { method: 'HEAD', ...as('creator') })).status).toBe(200)
    expect(app.ran).toEqual(['get'])
  })

  it('OPTIONS runs no handler of another method', async () => {
    const app = await application()
    for (const roles of [{}, as('creator')]) await app.ask('/thing', { method: 'OPTIONS', ...roles })
    expect(app.ran).toEqual([])
    expect(await app.ask('/all', { method: 'OPTIONS' })).toMatchObject({
      status: 401,
      text: bodies.unauthenticated,
    })
    expect(statusOf(await app.line('OPTIONS * HTTP/1.1', as('creator').headers))).not.toBe(200)
    expect(app.ran).toEqual([])
  })
})

describe('A method is what the request line says', () => {
  const headers = [
    'x-http-method-override',
    'x-http-method',
    'x-method-override',
    'x-original-method',
    '_method',
  ]

  it('and no header, parameter or body', async () => {
    const app = await application()
    for (const name of headers) {
      const overriding = (method: string, as: string) => ({ [name]: method, 'x-roles': as })
      // A creator may GET and not DELETE: no header makes the one pass for the other.
      const asked = await app.ask('/thing', { method: 'DELETE', headers: overriding('GET', 'creator') })
      expect(asked.status).toBe(403)
      expect(
        (await app.ask('/thing', { method: 'POST', headers: overriding('GET', 'creator') })).status,
      ).toBe(404)
    }
    const body = { method: 'DELETE', body: '_method=GET', ...as('creator') }
    expect((await app.ask('/thing?_method=GET', body)).status).toBe(403)
    expect(app.ran).toEqual([])
  })

  it('and an application that overrides it meets the guard of the new one', async () => {
    const app = await application(true)
    const overridden = (method: string, roles: string) =>
      app.ask('/thing', { method: 'POST', headers: { 'x-http-method-override': method, 'x-roles': roles } })
    expect((await overridden('DELETE', 'creator')).status).toBe(403)
    expect((await overridden('get', 'curator')).status).toBe(403)
    expect(app.ran).toEqual([])
    expect((await overridden('delete', 'lead')).status).toBe(200)
    expect(app.ran).toEqual(['delete'])
  })

  it('in capitals: anything else is no HTTP', async () => {
    const app = await application()
    for (const method of ['get', 'Get', 'head', 'delete', 'all', 'GET\t', ' GET', 'G\u0130T']) {
      const answer = await app.line(`${method} /all HTTP/1.1`, as('creator').headers)
      expect([0, 400]).toContain(statusOf(answer))
    }
    expect(app.ran).toEqual([])
  })
})

describe('Requests on one connection', () => {
  const request = (path: string, roles: string | undefined, last = false): string =>
    `GET ${path} HTTP/1.1\r\nhost: x\r\n${roles === undefined ? '' : `x-roles: ${roles}\r\n`}` +
    `${last ? 'connection: close\r\n' : ''}\r\n`

  it('are decided each for itself when they are pipelined', async () => {
    const app = await application()
    const order = ['creator', 'analyst', 'creator', undefined, 'admin', 'analyst', undefined, 'creator']
    const bytes = order.map((roles, i) => request('/thing', roles, i === order.length - 1)).join('')
    const answers = [...(await app.raw(bytes)).matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => status)
    expect(answers).toEqual(['200', '403', '200', '401', '200', '403', '401', '200'])
    expect(app.ran).toEqual(['get', 'get', 'get', 'get'])
  })

  it('are not smuggled past a guard in the body of an allowed one', async () => {
    const app = await application()
    const hidden = 'DELETE /thing HTTP/1.1\r\nhost: x\r\nx-roles: admin\r\n\r\n'
    const head = `host: x\r\nx-roles: creator\r\nconnection: close\r\ncontent-length: ${hidden.length}`
    const outer = `POST /all HTTP/1.1\r\n${head}\r\n\r\n`
    await app.raw(outer + hidden)
    expect(app.ran).toEqual(['all'])
  })
})
