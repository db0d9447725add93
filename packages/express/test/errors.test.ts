// What goes wrong goes the way of Express, beside what the contract of adapters and test/enforcement hold all to.
import express from 'express'
import type { ErrorRequestHandler } from 'express'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { problemDetails, Refusal, trilatch } from '../src/index.ts'
import { as, authorizer, subjectOf } from './application.ts'
import { start, stopAll } from './server.ts'

afterEach(async () => {
  await stopAll()
  vi.restoreAllMocks()
})

describe('Without problemDetails()', () => {
  it("Express's own final handler answers with status and headers", async () => {
    // In production the body is the status's phrase; Express writes the error to the console.
    vi.spyOn(console, 'error').mockReturnValue(undefined)
    const app = express()
    app.set('env', 'production')
    const { requirePermission } = trilatch(authorizer, { subject: subjectOf })
    app.get('/', requirePermission('project.create'), (_request, response) => void response.send('inside'))
    const server = await start(app)
    const anonymous = await server.ask('/')
    expect(anonymous.status).toBe(401)
    expect(anonymous.headers.get('www-authenticate')).toBe('Bearer realm="trilatch"')
    expect(anonymous.headers.get('cache-control')).toBe('no-store')
    expect(anonymous.text).toContain('<pre>Unauthorized</pre>')
    const refused = await server.ask('/', as())
    expect(refused.status).toBe(403)
    expect(refused.headers.get('cache-control')).toBe('no-store')
    expect(refused.text).toContain('<pre>Forbidden</pre>')
    expect((await server.ask('/', as('creator'))).text).toBe('inside')
  })
})

describe('problemDetails()', () => {
  it('does not answer a second time', async () => {
    const seen: unknown[] = []
    const app = express()
    const refusal = new Refusal('TRILATCH_FORBIDDEN', 403, 'no')
    app.get('/', (_request, response, next) => {
      response.send('first')
      next(refusal)
    })
    const keep: ErrorRequestHandler = (error, _request, _response, _next) => void seen.push(error)
    app.use(problemDetails(), keep)
    expect(await (await start(app)).ask('/')).toMatchObject({ status: 200, text: 'first' })
    expect(seen).toEqual([refusal])
  })
})
