// When nothing valid can answer: 503, never "no", never "yes".
import express from 'express'
import { afterEach, describe, expect, it } from 'vitest'
import { createAuthorizer, memoryStore, problemDetails, trilatch } from '../src/index.ts'
import type { Authorizer, Store } from '../src/index.ts'
import { bodies, headerNames, permissions, problem } from './application.ts'
import type { Name, TestApplication } from './application.ts'
import { start, stopAll } from './server.ts'

afterEach(stopAll)

type Shop = Authorizer<Name, 'design.view'>

/** A store that can be cut off: `down.view` or `down.ready` fails while it is set. */
function cuttable(): { store: Store; down: { view?: unknown; ready?: unknown } } {
  const down: { view?: unknown; ready?: unknown } = {}
  const store = memoryStore({
    roles: [{ id: 'admin', administrator: true, rules: [] }],
    assignments: [{ subject: 'ada', role: 'admin' }],
  })
  const view: Store['view'] = async (subject) => {
    if (down.view !== undefined) throw down.view
    return store.view(subject)
  }
  const ready = async (): Promise<void> => {
    if (down.ready !== undefined) throw down.ready
    await store.ready()
  }
  return { store: { ...store, view, ready }, down }
}

async function shop(authorizer: Shop, id: string | null = 'ada'): Promise<TestApplication> {
  const app = express()
  app.set('env', 'test')
  const ran: string[] = []
  const { requirePermission, requireSome, requireSignedIn, access } = trilatch(authorizer, {
    subject: () => (id === null ? null : { id }),
  })
  const run = (_request: express.Request, response: express.Response): void => {
    ran.push('handler')
    response.send('inside')
  }
  app.get('/create', requirePermission('project.create'), run)
  app.get('/some', requireSome('design.view'), run)
  app.get('/signed-in', requireSignedIn(), run)
  app.get('/access', (request, response, next) => {
    access(request).then(() => response.send('inside'), next)
  })
  app.use(problemDetails())
  return { ...(await start(app)), ran }
}

const paths = ['/create', '/some', '/signed-in', '/access']

describe('An unavailable store', () => {
  it.each([new Error('ECONNREFUSED 10.0.0.7:6379 user=trilatch'), 'a text', { status: 200 }, null])(
    'is 503 with Retry-After for everybody, and tells nothing of %s',
    async (fault) => {
      const { store, down } = cuttable()
      const authorizer = createAuthorizer({ permissions, store })
      await authorizer.ready()
      down.view = fault
      for (const id of ['ada', 'bob', null]) {
        const app = await shop(authorizer, id)
        for (const path of paths) {
          const answer = await app.ask(path)
          expect(answer).toMatchObject({ status: 503, text: bodies.unavailable })
          expect(answer.headers.get('retry-after')).toBe('1')
          expect(answer.headers.get('cache-control')).toBe('no-store')
          expect(headerNames(answer)).toEqual([
            'cache-control',
            'content-length',
            'content-type',
            'retry-after',
          ])
        }
        expect(app.ran).toEqual([])
      }
    },
  )

  it('is 503 as well when it was never there, and recovers by itself', async () => {
    const { store, down } = cuttable()
    down.ready = new Error('not yet')
    const app = await shop(createAuthorizer({ permissions, store }))
    for (const path of paths)
      expect(await app.ask(path)).toMatchObject({ status: 503, text: bodies.unavailable })
    delete down.ready
    for (const path of paths) expect((await app.ask(path)).status).toBe(200)
    down.view = new Error('gone again')
    expect((await app.ask('/create')).status).toBe(503)
    delete down.view
    expect((await app.ask('/create')).status).toBe(200)
  })

  it('is 503 for Express itself, without problemDetails()', async () => {
    const { store, down } = cuttable()
    down.view = new Error('ECONNREFUSED 10.0.0.7')
    const app = express()
    app.set('env', 'test')
    const { requirePermission } = trilatch(createAuthorizer({ permissions, store }), {
      subject: () => ({ id: 'ada' }),
    })
    app.get('/', requirePermission('project.create'))
    const answer = await (await start(app)).ask('/')
    expect(answer.status).toBe(503)
    expect(answer.headers.get('retry-after')).toBe('1')
    expect(answer.text).not.toContain('ECONNREFUSED')
  })
})

describe('An authorizer that was closed', () => {
  it('is 503 with Retry-After', async () => {
    const authorizer = createAuthorizer({ permissions, store: cuttable().store })
    const app = await shop(authorizer)
    expect((await app.ask('/create')).status).toBe(200)
    await authorizer.close()
    for (const path of paths) {
      const answer = await app.ask(path)
      expect(answer.text).toBe(
        problem(503, 'Service Unavailable', 'The authorizer has been closed', 'TRILATCH_CLOSED'),
      )
      expect(answer.status).toBe(503)
      expect(answer.headers.get('retry-after')).toBe('1')
    }
  })
})

describe('Switched off', () => {
  it('lets everybody through every guard, and still refuses improper questions', async () => {
    const authorizer = createAuthorizer({ permissions, enabled: false, roles: [] })
    const { requirePermission, requireSignedIn } = trilatch(authorizer, { subject: () => null })
    const app = express()
    app.get(
      '/',
      requireSignedIn(),
      requirePermission('project.create'),
      (_q, response) => void response.send('in'),
    )
    app.get(
      '/:name',
      requirePermission('design.view', { param: 'name' }),
      (_q, response) => void response.send('in'),
    )
    app.use(problemDetails())
    const server = await start(app)
    expect((await server.ask('/')).status).toBe(200)
    expect((await server.ask('/sales.eu')).status).toBe(200)
    expect(await server.ask('/a%2f')).toMatchObject({ status: 400, text: bodies.improper })
  })
})
