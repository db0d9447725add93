// Who asks in Express, beside what test/enforcement holds all adapters to.
import express from 'express'
import type { ErrorRequestHandler, Request } from 'express'
import { afterEach, describe, expect, it } from 'vitest'
import { permissions, as, authorizer, serve, subjectOf } from './application.ts'
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
  it('that gives an id alone is told what a subject is', async () => {
    const seen: unknown[] = []
    const app = express()
    app.get('/', trilatch(authorizer, { subject: () => 'ann' as never }).requireSignedIn())
    app.use(problemDetails(), ((error, _request, response, _next) => {
      seen.push(error)
      response.status(500).send('mine')
    }) satisfies ErrorRequestHandler)
    expect(await (await start(app)).ask('/')).toMatchObject({ status: 500, text: 'mine' })
    expect(seen).toMatchObject([
      {
        name: 'TypeError',
        message:
          '`subject` of the guards must give { id, roles?, suspended?, epoch? }, or null when nobody is signed in; it gave a string. Write { id: … }',
      },
    ])
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

  it('may give any thenable, as database clients return them', async () => {
    const found = Promise.resolve({ id: 'ada', roles: ['creator'] })
    // oxlint-disable-next-line unicorn/no-thenable -- a thenable is what this is about
    const app = await asking(() => ({ then: found.then.bind(found) }))
    expect((await app.ask('/')).status).toBe(200)
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

describe('A caller who is exchanged while a request goes on', () => {
  const changes: readonly (readonly [
    string,
    (user: { id: string; roles: string[]; suspended?: boolean }) => void,
  ])[] = [
    ['loses the roles of the very object', (user) => void (user.roles.length = 0)],
    ['gets another list of roles in the very object', (user) => void (user.roles = [])],
    ['is suspended in the very object', (user) => void (user.suspended = true)],
  ]
  it.each(changes)('%s: the next guard sees it', async (_, change) => {
    const user = { id: 'ada', roles: ['creator'] }
    const app = await serve(
      (on, { requirePermission }, ran) => {
        const guard = requirePermission('project.create')
        on.get(
          '/',
          guard,
          (_request, _response, next) => {
            change(user)
            next()
          },
          guard,
          (_request, response) => {
            ran.push('handler')
            response.send('inside')
          },
        )
      },
      { subject: () => user },
    )
    expect((await app.ask('/')).status).toBe(403)
    expect(app.ran).toEqual([])
  })

  it('while a resolver or an access is waited for: the guard decides about who is there in the end', async () => {
    let user: { id: string; roles: string[] } = { id: 'root', roles: ['creator'] }
    const exchange = async (): Promise<string> => {
      await Promise.resolve()
      user = { id: 'eve', roles: [] }
      return 'x'
    }
    const app = await serve(
      (on, { requireAll }, ran) => {
        on.get(
          '/',
          requireAll({ permission: 'project.create', resource: exchange }),
          (_request, response) => {
            ran.push('handler')
            response.send('inside')
          },
        )
      },
      { subject: () => user },
    )
    expect((await app.ask('/')).status).toBe(403)
    expect(app.ran).toEqual([])
  })
})
