// Who asks: one function of the application's, asked once, believed in nothing that is no subject.
import { setTimeout as pause } from 'node:timers/promises'
import express from 'express'
import type { Request } from 'express'
import { afterEach, describe, expect, it } from 'vitest'
import { permissions, as, bodies, serve, subjectOf } from './application.ts'
import type { TestApplication } from './application.ts'
import { createAuthorizer, problemDetails, trilatch } from '../src/index.ts'
import type { GuardOptions, Subject } from '../src/index.ts'
import { start, stopAll } from './server.ts'

afterEach(stopAll)

/** Two guards, a handler that asks for the access, and a subject function of the test's. */
function asking(subject: (request: Request) => unknown): Promise<TestApplication> {
  return serve(
    (app, { requirePermission, requireSignedIn, publicRoute, access }, ran) => {
      app.get('/public', publicRoute(), (_request, response) => void response.send('open'))
      app.get('/', requireSignedIn(), requirePermission('project.create'), (request, response, next) => {
        ran.push('handler')
        access(request).then((held) => response.send(held.can('project.create')), next)
      })
    },
    { subject: subject as GuardOptions<Request>['subject'] },
  )
}

describe('The subject function', () => {
  it('is asked once for a request with two guards and access(req) when it has to be waited for', async () => {
    let asked = 0
    const app = await asking((request) => {
      asked++
      return pause(1, subjectOf(request))
    })
    expect(await app.ask('/', as('creator'))).toMatchObject({ status: 200, text: 'true' })
    expect(asked).toBe(1)
    await app.ask('/', as('creator'))
    expect(asked).toBe(2)
  })

  it('is asked by every guard when it answers at once, so that an exchange of the caller is seen', async () => {
    let caller = 'creator'
    const app = await serve(
      (on, { requireSignedIn, requirePermission }) => {
        on.get('/', requireSignedIn(), (_request, _response, next) => {
          caller = 'analyst'
          next()
        })
        on.get('/', requirePermission('project.create'), (_request, response) => void response.send('inside'))
      },
      { subject: () => ({ id: caller, roles: [caller] }) },
    )
    expect((await app.ask('/')).status).toBe(403)
  })

  it('is asked once when a handler asks for the access twice at the same time', async () => {
    let asked = 0
    const app = await serve(
      (on, { access }) => {
        on.get('/', (request, response, next) => {
          Promise.all([access(request), access(request)]).then(([a, b]) => response.send(a === b), next)
        })
      },
      { subject: async (request) => (asked++, subjectOf(request)) },
    )
    expect(await app.ask('/', as('creator'))).toMatchObject({ status: 200, text: 'true' })
    expect(asked).toBe(1)
  })

  it('is not asked for a public route', async () => {
    const app = await asking(() => {
      throw new Error('never')
    })
    expect(await app.ask('/public')).toMatchObject({ status: 200, text: 'open' })
  })

  it('may say undefined for nobody', async () => {
    for (const nobody of [undefined, null, Promise.resolve(undefined), Promise.resolve(null)])
      expect(await (await asking(() => nobody)).ask('/')).toMatchObject({
        status: 401,
        text: bodies.unauthenticated,
      })
  })

  it('may give any thenable, as database clients return them', async () => {
    const found = Promise.resolve({ id: 'ada', roles: ['creator'] })
    // oxlint-disable-next-line unicorn/no-thenable -- a thenable is what this is about
    const app = await asking(() => ({ then: found.then.bind(found) }))
    expect((await app.ask('/')).status).toBe(200)
  })

  it('ends in 500 when it throws or rejects, and the handler does not run', async () => {
    const boom = new Error('the session store is on fire')
    const ways = [
      () => {
        throw boom
      },
      () => Promise.reject(boom),
      async () => (await pause(1), Promise.reject(boom)),
    ]
    for (const way of ways) {
      const app = await asking(way)
      expect((await app.ask('/', as('admin'))).status).toBe(500)
      expect(app.ran).toEqual([])
    }
  })

  it('ends in 500 when it gives what is no subject, and the handler does not run', async () => {
    const junk: unknown[] = [{ id: 7, roles: ['admin'] }, { roles: ['admin'] }, 'ada', 7, true, false, '', []]
    junk.push(
      { id: ['ada'] },
      { id: null },
      { id: '' },
      { id: 'a\nb' },
      { id: 'x'.repeat(513) },
      { id: 'trilatch:off' },
    )
    junk.push({ id: 'ada', roles: 'admin' }, { id: 'ada', roles: [7] }, { id: 'ada', roles: { 0: 'admin' } })
    junk.push({ id: 'ada', roles: Array.from({ length: 1_001 }, () => 'admin') }, () => ({ id: 'ada' }))
    for (const value of junk) {
      for (const way of [() => value, async () => value]) {
        const app = await asking(way)
        expect((await app.ask('/')).status).toBe(500)
        expect(app.ran).toEqual([])
      }
    }
  })

  it('is asked again once somebody signs in during the request', async () => {
    const app = await serve(
      (on, { requireSignedIn, requirePermission, access }, ran) => {
        on.get('/', (request, response, next) => {
          access(request)
            .then((before) => {
              response.setHeader('x-before', String(before.signedIn))
              ;(request as { user?: Subject }).user = { id: 'ada', roles: ['creator'] }
              next()
            })
            .catch(next)
        })
        on.get('/', requireSignedIn(), requirePermission('project.create'), (_request, response) => {
          ran.push('handler')
          response.send('inside')
        })
      },
      { subject: (request) => (request as { user?: Subject }).user },
    )
    const answer = await app.ask('/')
    expect(answer.status).toBe(200)
    expect(answer.headers.get('x-before')).toBe('false')
    expect(app.ran).toEqual(['handler'])
  })
})

describe('A suspended subject', () => {
  it('is refused whatever its roles, administrators included', async () => {
    for (const suspended of [true, 1, 'no'] as unknown as boolean[]) {
      const app = await asking((request) => ({ ...subjectOf(request), suspended }))
      for (const role of ['creator', 'lead', 'admin'])
        expect(await app.ask('/', as(role))).toMatchObject({ status: 403 })
      expect(app.ran).toEqual([])
    }
    const trusted = await asking((request) => ({ ...subjectOf(request), suspended: false }))
    expect((await trusted.ask('/', as('creator'))).status).toBe(200)
  })

  it('is named the missing permission like others', async () => {
    const app = await serve(
      (on, { requirePermission }) => void on.get('/', requirePermission('project.create')),
      { subject: () => ({ id: 'ada', roles: ['admin'], suspended: true }) },
    )
    expect(await app.ask('/')).toMatchObject({ status: 403, text: bodies.createProject })
  })

  it('does not pass requireSignedIn either: suspended forbids everything', async () => {
    const app = await serve(
      (on, { requireSignedIn }) =>
        void on.get('/', requireSignedIn(), (_q, response) => void response.send('in')),
      { subject: () => ({ id: 'ada', roles: ['admin'], suspended: true }) },
    )
    expect((await app.ask('/')).status).toBe(403)
  })
})

describe('Two sets of guards', () => {
  it('never share what they know of a request', async () => {
    const other = createAuthorizer({ permissions, roles: [] })
    const first = trilatch(
      createAuthorizer({ permissions, roles: [{ id: 'r', rules: [{ permission: '*', state: 'granted' }] }] }),
      {
        subject: () => ({ id: 'ada', roles: ['r'] }),
      },
    )
    const second = trilatch(other, { subject: () => ({ id: 'ada', roles: ['r'] }) })
    const app = express()
    app.get('/', first.requirePermission('project.create'), second.requirePermission('project.create'))
    app.use(problemDetails())
    expect((await (await start(app)).ask('/')).status).toBe(403)
  })
})
