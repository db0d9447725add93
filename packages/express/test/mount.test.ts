// `mount(handler)`: a framework-free handler under a path of the application, told who asks.
import { Router } from 'express'
import type { ErrorRequestHandler, Request as ExpressRequest } from 'express'
import { afterEach, describe, expect, it } from 'vitest'
import type { Answerer } from '../../../test/contracts/mounted-answers.ts'
import { Access } from '../src/index.ts'
import type { FetchContext, FetchHandler, GuardOptions } from '../src/index.ts'
import { as, bodies, serve, subjectOf } from './application.ts'
import type { TestApplication } from './application.ts'
import { statusOf, stopAll } from './server.ts'

afterEach(stopAll)

const handler = (fetch: Answerer): FetchHandler => ({ fetch })

/** A handler under /admin. */
function mounted(
  fetch: Answerer,
  options: Partial<GuardOptions<ExpressRequest>> = {},
): Promise<TestApplication> {
  return serve((app, { mount }) => void app.use('/admin', mount(handler(fetch))), options)
}

describe('A mounted handler is told', () => {
  it('who asks: the access, the subject and the session', async () => {
    const seen: FetchContext[] = []
    const session = { token: 'x' }
    const app = await serve((on, { mount, requireSignedIn, access }) => {
      let first: Access | undefined
      on.use((request, _response, next) => {
        ;(request as { session?: unknown }).session = session
        next()
      })
      on.use('/admin', requireSignedIn(), (request, _response, next) => {
        access(request).then((held) => next(void (first = held)), next)
      })
      const fetch: Answerer = (_request, context) => {
        seen.push(context)
        return Response.json([context.access === first, context.access.can('project.create')])
      }
      on.use('/admin', mount(handler(fetch)))
    })
    expect(await app.ask('/admin', as('creator'))).toMatchObject({ status: 200, text: '[true,true]' })
    expect(seen[0]?.access).toBeInstanceOf(Access)
    expect(seen[0]?.subject).toEqual({ id: 'ada', roles: ['creator'] })
    expect(seen[0]?.session).toBe(session)
    expect(seen[0]?.basePath).toBe('/admin')
  })

  it('that nobody asks, and is reached all the same: it guards itself', async () => {
    const app = await mounted((_request, { access, subject, session }) =>
      Response.json({ signedIn: access.signedIn, subject, session: session ?? 'none' }),
    )
    expect((await app.ask('/admin')).text).toBe('{"signedIn":false,"subject":null,"session":"none"}')
  })

  it('where people sign in, as the guards have it', async () => {
    const told: Answerer = (_request, { signIn }) => Response.json({ signIn })
    expect((await (await mounted(told, { signIn: '/auth/sign-in' })).ask('/admin')).text).toBe(
      '{"signIn":"/auth/sign-in"}',
    )
    expect((await (await mounted(told)).ask('/admin')).text).toBe('{}')
  })

  it('the session of the option', async () => {
    const session = (request: ExpressRequest): unknown => request.get('x-session')
    const app = await mounted((_request, context) => new Response(String(context.session)), { session })
    expect((await app.ask('/admin', { headers: { 'x-session': 'mine' } })).text).toBe('mine')
  })

  it('where it is mounted, below nested routers too', async () => {
    const app = await serve((on, { mount }) => {
      const echo = handler(({ url }, { basePath }) => Response.json([basePath, new URL(url).pathname]))
      const [inner, outer] = [Router(), Router({ mergeParams: true })]
      inner.use('/console', mount(echo))
      outer.use('/admin', inner)
      on.use('/tenants/:tenant', outer)
      on.use('/', mount(echo))
    })
    const told = async (path: string): Promise<unknown> => JSON.parse((await app.ask(path)).text)
    const base = '/tenants/acme/admin/console'
    expect(await told(`${base}/roles?q=1`)).toEqual([base, `${base}/roles`])
    expect(await told(base)).toEqual([base, base])
    expect(await told(`${base}/`)).toEqual([base, `${base}/`])
    expect(await told('/elsewhere')).toEqual(['', '/elsewhere'])
    expect(await told('/')).toEqual(['', '/'])
  })

  it('the path and query that were asked for, and never a host of the caller', async () => {
    const app = await mounted(({ url }) => new Response(url))
    const host = { host: 'evil.example', 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' }
    const targets = {
      '/admin/roles?q=a%20b': '/admin/roles?q=a%20b',
      'http://evil.example/admin/roles?q=1': '/admin/roles?q=1',
      'https://u:p@evil.example:8443/admin': '/admin',
      'ftp://evil.example/admin/x': '/admin/x',
      '/admin//evil.example/x': '/admin//evil.example/x',
      '/admin/@evil.example': '/admin/@evil.example',
      '/admin/x#y': '/admin/x',
    }
    for (const [target, path] of Object.entries(targets)) {
      const answer = await app.line(`GET ${target} HTTP/1.1`, host)
      const [url = ''] = /^http:\/\/\S+$/m.exec(answer) ?? []
      expect(new URL(url).host).toBe('localhost')
      expect(url.replace(/#.*/, '')).toBe(`http://localhost${path}`)
    }
  })

  it('the same path that guards before it were asked about', async () => {
    const app = await serve((on, { mount, requirePermission }, ran) => {
      on.use('/admin/secret', requirePermission('project.create'))
      const fetch: Answerer = ({ url }) => {
        const { pathname } = new URL(url)
        if (/^\/admin\/secret(?:\/|$)/i.test(pathname)) ran.push('secret')
        return new Response(pathname)
      }
      on.use('/admin', mount(handler(fetch)))
    })
    expect(statusOf(await app.line('GET /admin/secret HTTP/1.1'))).toBe(401)
    const hidden = [
      '/admin/x/../secret',
      '/admin/./secret',
      '/admin/x/%2e%2e/secret',
      '/admin/.%2E/admin/secret',
    ]
    hidden.push('/admin/x/..\\secret', '/admin/\\../secret', '/admin\\secret', 'http://x/admin/x/../secret')
    const through: string[] = []
    for (const target of hidden) {
      await app.line(`GET ${target} HTTP/1.1`)
      if (app.ran.pop() !== undefined) through.push(target)
    }
    expect(through).toEqual([])
  })
})

describe('What goes wrong in a mounted handler', () => {
  it('goes to the error handler of the application', async () => {
    const boom = new Error('boom')
    const ways: Answerer[] = [
      () => {
        throw boom
      },
      () => Promise.reject(boom),
    ]
    for (const fetch of ways) {
      const seen: unknown[] = []
      const app = await serve((on, { mount }) => {
        on.use('/admin', mount(handler(fetch)))
        const see: ErrorRequestHandler = (error, _request, response, _next) => {
          seen.push(error)
          response.status(500).send('mine')
        }
        on.use(see)
      })
      expect(await app.ask('/admin')).toMatchObject({ status: 500, text: 'mine' })
      expect(seen).toEqual([boom])
    }
  })

  it('is a refusal where the handler asserts', async () => {
    const app = await mounted((_request, { access }) => {
      access.assert('project.create')
      return new Response('inside')
    })
    expect(await app.ask('/admin')).toMatchObject({ status: 401, text: bodies.unauthenticated })
    expect(await app.ask('/admin', as())).toMatchObject({ status: 403, text: bodies.createProject })
    expect(await app.ask('/admin', as('creator'))).toMatchObject({ status: 200, text: 'inside' })
  })

  it('ends in 500 before the handler when the subject cannot be told', async () => {
    let reached = 0
    const app = await mounted(() => new Response(String(++reached)), {
      subject: async () => Promise.reject(new Error('boom')),
    })
    expect((await app.ask('/admin')).status).toBe(500)
    expect(reached).toBe(0)
  })

  it('is no fault where a web Request cannot have the method', async () => {
    const app = await mounted(() => new Response('ok'))
    expect([400, 405, 501]).toContain(statusOf(await app.line('TRACE /admin HTTP/1.1')))
  })

  it('asks the subject once for access and subject together', async () => {
    for (const roles of [undefined, 'creator']) {
      let asked = 0
      const app = await mounted(() => new Response('ok'), {
        subject: (request) => (asked++, subjectOf(request)),
      })
      await app.ask('/admin', roles === undefined ? {} : as(roles))
      expect(asked).toBe(1)
    }
  })
})
