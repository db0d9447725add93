// T21: every method is guarded alike, and nothing but the request line says which one it is.
import { METHODS } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { as, bodies, inside, serve } from './application.ts'
import type { TestApplication } from './application.ts'
import { statusOf, stopAll } from './server.ts'

afterEach(stopAll)

/** GET /thing is for creators, DELETE /thing for leads, and /all is for creators by any method. */
function application(): Promise<TestApplication> {
  return serve((on, { requirePermission }, ran, app) => {
    on.get('/thing', requirePermission('project.create'), inside(ran, 'get'))
    on.delete('/thing', requirePermission('project.delete'), inside(ran, 'delete'))
    on.all('/all', requirePermission('project.create'), inside(ran, 'all'))
    app.use(on.allowedMethods())
  })
}

const methods = METHODS.filter((method) => method !== 'CONNECT')

describe('Every method', () => {
  it('is refused without the right and lets through with it', async () => {
    const app = await application()
    for (const method of methods) {
      expect(statusOf(await app.line(`${method} /all HTTP/1.1`))).toBe(401)
      expect(statusOf(await app.line(`${method} /all HTTP/1.1`, as('curator').headers))).toBe(403)
    }
    expect(app.ran).toEqual([])
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
    const all = await app.ask('/all', { method: 'OPTIONS' })
    expect(all).toMatchObject({ status: 401, text: bodies.unauthenticated })
    expect(statusOf(await app.line('OPTIONS * HTTP/1.1', as('creator').headers))).not.toBe(200)
    expect(app.ran).toEqual([])
  })

  it('is what the request line says, and no header, parameter or body', async () => {
    const app = await application()
    for (const name of ['x-http-method-override', 'x-http-method', 'x-method-override', '_method']) {
      const headers = { [name]: 'GET', 'x-roles': 'creator' }
      expect((await app.ask('/thing?_method=GET', { method: 'DELETE', headers })).status).toBe(403)
      expect((await app.ask('/thing', { method: 'POST', headers })).status).toBe(405)
    }
    expect(app.ran).toEqual([])
  })
})

describe('Requests on one connection', () => {
  it('are decided each for itself when they are pipelined', async () => {
    const app = await application()
    const order = ['creator', 'analyst', 'creator', undefined, 'admin', 'analyst', undefined, 'creator']
    const bytes = order.map((roles, i) => {
      const who = roles === undefined ? '' : `x-roles: ${roles}\r\n`
      const last = i === order.length - 1 ? 'connection: close\r\n' : ''
      return `GET /thing HTTP/1.1\r\nhost: x\r\n${who}${last}\r\n`
    })
    const answers = [...(await app.raw(bytes.join(''))).matchAll(/HTTP\/1\.1 (\d{3})/g)]
    expect(answers.map(([, status]) => status)).toEqual([
      '200',
      '403',
      '200',
      '401',
      '200',
      '403',
      '401',
      '200',
    ])
    expect(app.ran).toEqual(['get', 'get', 'get', 'get'])
  })
})
