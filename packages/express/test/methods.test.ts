// T21 in Express: middleware, overriding and smuggling, beside what test/enforcement holds all adapters to.
import { METHODS } from 'node:http'
import type { Response } from 'express'
import { afterEach, describe, expect, it } from 'vitest'
import { as, serve } from './application.ts'
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
})

describe('A method is what the request line says', () => {
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
})

describe('Requests on one connection', () => {
  it('are not smuggled past a guard in the body of an allowed one', async () => {
    const app = await application()
    const hidden = 'DELETE /thing HTTP/1.1\r\nhost: x\r\nx-roles: admin\r\n\r\n'
    const head = `host: x\r\nx-roles: creator\r\nconnection: close\r\ncontent-length: ${hidden.length}`
    const outer = `POST /all HTTP/1.1\r\n${head}\r\n\r\n`
    await app.raw(outer + hidden)
    expect(app.ran).toEqual(['all'])
  })
})
