// What cannot be answered is 503, and a caller who may do nothing by it.
import Koa from 'koa'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createAuthorizer, memoryStore, problemDetails, trilatch } from '../src/index.ts'
import type { Authorizer, Store } from '../src/index.ts'
import { bodies, headerNames, listener, permissions, problem } from './application.ts'
import type { Name } from './application.ts'
import { start, stopAll } from './server.ts'
import type { TestServer } from './server.ts'

afterEach(async () => {
  await stopAll()
  vi.restoreAllMocks()
})

/** A store that can be cut off: reading fails with `down.why` while it is set. */
function cuttable(): { store: Store; down: { why?: unknown } } {
  const down: { why?: unknown } = {}
  const store = memoryStore({
    roles: [{ id: 'admin', administrator: true, rules: [] }],
    assignments: [{ subject: 'ada', role: 'admin' }],
  })
  const view: Store['view'] = async (subject) => {
    if (down.why !== undefined) throw down.why
    return store.view(subject)
  }
  return { store: { ...store, view }, down }
}

async function shop(
  authorizer: Authorizer<Name, 'design.view'>,
  id: string | null,
  bare = false,
): Promise<TestServer & { readonly ran: string[] }> {
  const ran: string[] = []
  const app = new Koa()
  if (!bare) app.use(problemDetails())
  const { requirePermission, requireSome, requireSignedIn, access } = trilatch(authorizer, {
    subject: () => (id === null ? null : { id }),
  })
  const guards = {
    '/create': requirePermission('project.create'),
    '/some': requireSome('design.view'),
    '/signed-in': requireSignedIn(),
  } as const
  app.use(async (ctx, next) => guards[ctx.path as '/create']?.(ctx, next) ?? (await access(ctx), next()))
  app.use((ctx) => {
    ran.push('handler')
    ctx.body = 'inside'
  })
  return { ...(await start(listener(app))), ran }
}

const paths = ['/create', '/some', '/signed-in', '/access']

describe('An unavailable store', () => {
  it.each([new Error('ECONNREFUSED 10.0.0.7:6379 user=trilatch'), 'a text', { status: 200 }, null])(
    'is 503 with Retry-After for everybody, and tells nothing of %s',
    async (why) => {
      const { store, down } = cuttable()
      const authorizer = createAuthorizer({ permissions, store })
      await authorizer.ready()
      down.why = why
      for (const id of ['ada', 'bob', null]) {
        const app = await shop(authorizer, id)
        for (const path of paths) {
          const answer = await app.ask(path)
          expect(answer).toMatchObject({ status: 503, text: bodies.unavailable })
          expect(answer.headers.get('retry-after')).toBe('1')
          const names = ['cache-control', 'content-length', 'content-type', 'retry-after']
          expect(headerNames(answer)).toEqual(names)
        }
        expect(app.ran).toEqual([])
      }
      delete down.why
      expect((await (await shop(authorizer, 'ada')).ask('/create')).status).toBe(200)
    },
  )

  it('is 503 for Koa itself, without problemDetails(), which shows nothing of the reason', async () => {
    const console_ = vi.spyOn(console, 'error').mockReturnValue(undefined)
    const { store, down } = cuttable()
    down.why = new Error('ECONNREFUSED 10.0.0.7')
    const answer = await (await shop(createAuthorizer({ permissions, store }), 'ada', true)).ask('/create')
    expect(answer).toMatchObject({ status: 503, text: 'The policy cannot be read at the moment.' })
    expect(answer.headers.get('retry-after')).toBe('1')
    expect(console_).not.toHaveBeenCalled()
  })
})

it('An authorizer that was closed is 503 with Retry-After', async () => {
  const authorizer = createAuthorizer({ permissions, store: cuttable().store })
  const app = await shop(authorizer, 'ada')
  expect((await app.ask('/create')).status).toBe(200)
  await authorizer.close()
  for (const path of paths) {
    const answer = await app.ask(path)
    expect(answer.text).toBe(
      problem(503, 'Service Unavailable', 'The authorizer has been closed', 'TRILATCH_CLOSED'),
    )
    expect(answer.headers.get('retry-after')).toBe('1')
  }
})

it('Switched off lets everybody through every guard', async () => {
  const authorizer = createAuthorizer({ permissions, enabled: false, roles: [] })
  const app = await shop(authorizer, null)
  for (const path of paths) expect((await app.ask(path)).status).toBe(200)
})
