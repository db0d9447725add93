// What makes middleware, passed in the place of what it makes: Express would call it for every request, and wait for ever.
import express from 'express'
import type { ErrorRequestHandler, RequestHandler } from 'express'
import { afterEach, expect, it } from 'vitest'
import { problemDetails, trilatch } from '../src/index.ts'
import { authorizer, subjectOf } from './application.ts'
import { start, stopAll } from './server.ts'

afterEach(stopAll)

const guards = trilatch(authorizer, { subject: subjectOf })

it.each([
  ['problemDetails', problemDetails, 'problemDetails()'],
  ['mount', guards.mount, 'mount(handler)'],
])('%s that was passed and not called answers 500 and says so', async (name, passed, call) => {
  const seen: unknown[] = []
  const app = express()
  app.use('/nothing', passed as unknown as RequestHandler)
  const keep: ErrorRequestHandler = (error, _request, response, _next) => {
    seen.push(error)
    response.status(500).send('mine')
  }
  app.use(keep)
  expect(await (await start(app)).ask('/nothing')).toMatchObject({ status: 500, text: 'mine' })
  const message = `\`${name}\` was passed and not called: write \`${call}\``
  expect(seen).toMatchObject([{ code: 'TRILATCH_GUARD_INVALID', message }])
})

it('a function in the place of a resource is no guard that was not called', () => {
  const find = ((request: express.Request) => request.params['name']) as never
  expect(() => guards.requirePermission('report.view', find)).toThrow(
    'Cannot build a guard for "report.view": its resource must be { param: \'name\' } or { resource: (request) => … }',
  )
})

it('mount says where the path stands, and access what it takes', async () => {
  const handler = { fetch: () => new Response() }
  expect(() => guards.mount(...(['/auth', handler] as unknown as [typeof handler]))).toThrow(
    "mount() takes a handler and no path: write app.use('/auth', mount(handler))",
  )
  await expect(guards.access(undefined as never)).rejects.toThrow('access() takes the request')
})
