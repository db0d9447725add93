// What makes middleware, passed in the place of what it makes: Koa would answer 404 to every request and say nothing.
import Koa from 'koa'
import { afterEach, expect, it } from 'vitest'
import { problemDetails } from '../src/index.ts'
import type { KoaMiddleware } from '../src/trilatch.ts'
import { guardsWith } from './application.ts'
import { start, stopAll } from './server.ts'

afterEach(stopAll)

const guards = guardsWith()

it.each([
  ['problemDetails', problemDetails, 'problemDetails()'],
  ['mount', guards.mount, 'mount(handler)'],
])('%s that was passed and not called answers 500 and says so', async (name, passed, call) => {
  const seen: unknown[] = []
  const app = new Koa()
  app.use(passed as unknown as KoaMiddleware)
  app.use((ctx) => void (ctx.body = 'inside'))
  app.on('error', (error) => seen.push(error))
  expect(await (await start(app.callback())).ask('/')).toMatchObject({ status: 500 })
  const message = `\`${name}\` was passed and not called: write \`${call}\``
  expect(seen).toMatchObject([{ code: 'TRILATCH_GUARD_INVALID', message }])
})

it('a function in the place of a resource is no guard that was not called', () => {
  const find = ((ctx: Koa.Context) => ctx['params'].name) as never
  expect(() => guards.requirePermission('report.view', find)).toThrow(
    'Cannot build a guard for "report.view": its resource must be { param: \'name\' } or { resource: (request) => … }',
  )
})

it('mount says where the path stands, and access what it takes', async () => {
  const handler = { fetch: () => new Response() }
  expect(() => guards.mount(...(['/auth', handler] as unknown as [typeof handler]))).toThrow(
    "mount() takes a handler and no path: write mountAt('/auth', mount(handler)) of koa-mount",
  )
  await expect(guards.access(undefined as never)).rejects.toThrow(
    "access() takes the request, or Koa's context",
  )
})
