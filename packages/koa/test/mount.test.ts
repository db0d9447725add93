// mount(handler): a framework-free handler as Koa middleware, below koa-mount or a route.
import { Router } from '@koa/router'
import Koa from 'koa'
import type { Context } from 'koa'
import mountAt from 'koa-mount'
import { afterEach, describe, expect, it } from 'vitest'
import type { Answerer } from '../../../test/contracts/mounted-answers.ts'
import { Access } from '../src/index.ts'
import type { FetchContext, FetchHandler } from '../src/index.ts'
import { as, serve } from './application.ts'
import { mounted } from './mounted.ts'
import { statusOf, stopAll } from './server.ts'

afterEach(stopAll)

const handler = (fetch: Answerer): FetchHandler => ({ fetch })
/** Answers with the path it is mounted under and the path it was asked for. */
const echo = handler(({ url }, { basePath }) => Response.json([basePath, new URL(url).pathname]))

describe('A mounted handler is told', () => {
  it('who asks: the access, the subject and the session', async () => {
    const seen: FetchContext[] = []
    const session = { token: 'x' }
    const app = await serve((_on, { mount, requireSignedIn, access }, _ran, koa) => {
      let first: Access | undefined
      koa.use(async (ctx, next) => {
        ;(ctx as Context)['session'] = session
        await next()
      })
      const inner = new Koa()
      inner.use(requireSignedIn())
      inner.use(async (ctx, next) => {
        first = await access(ctx)
        await next()
      })
      const fetch: Answerer = (_request, context) => {
        seen.push(context)
        return Response.json([context.access === first, context.access.can('project.create')])
      }
      inner.use(mount(handler(fetch)))
      koa.use(mountAt('/admin', inner))
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

  it('the session of the option', async () => {
    const app = await serve(
      (on, { mount }) => on.get('/', mount(handler((_r, { session }) => new Response(String(session))))),
      { session: (ctx) => ctx.get('x-session') },
    )
    expect((await app.ask('/', { headers: { 'x-session': 'mine' } })).text).toBe('mine')
  })

  it('where it is mounted, below mounted applications and routes too', async () => {
    const app = await serve((_on, { mount }, _ran, koa) => {
      const [outer, inner] = [new Koa(), new Koa()]
      inner.use(mountAt('/console', mount(echo)))
      outer.use(mountAt('/admin', inner))
      koa.use(mountAt('/shop', outer))
      koa.use(mountAt('/slash/', mount(echo)))
      const router = new Router({ prefix: '/api' })
      router.all('/tools{/*rest}', mountAt('/api/tools', mount(echo)))
      router.all('/tenants/:tenant{/*rest}', async (ctx, next) =>
        mountAt(`/api/tenants/${ctx.params['tenant']}`, mount(echo))(ctx as never, next),
      )
      koa.use(router.routes())
      koa.use(mount(echo))
    })
    const told = async (path: string): Promise<unknown> => JSON.parse((await app.ask(path)).text)
    const base = '/shop/admin/console'
    expect(await told(`${base}/roles?q=1`)).toEqual([base, `${base}/roles`])
    expect(await told(base)).toEqual([base, base])
    expect(await told(`${base}/`)).toEqual([base, `${base}/`])
    expect(await told('/slash/roles')).toEqual(['/slash', '/slash/roles'])
    expect(await told('/api/tools/x')).toEqual(['/api/tools', '/api/tools/x'])
    expect(await told('/api/tools')).toEqual(['/api/tools', '/api/tools'])
    expect(await told('/api/tenants/acme/roles')).toEqual(['/api/tenants/acme', '/api/tenants/acme/roles'])
    expect(await told('/elsewhere')).toEqual(['', '/elsewhere'])
    expect(await told('/')).toEqual(['', '/'])
    expect(await told('//shop')).toEqual(['', '//shop'])
  })

  it('the path that an application has rewritten, as guards before it saw it', async () => {
    const app = await serve((_on, { mount }, _ran, koa) => {
      koa.use(async (ctx, next) => {
        if (ctx.path === '/old') ctx.path = '/new/place'
        await next()
      })
      koa.use(mount(echo))
    })
    expect((await app.ask('/old?x=1')).text).toBe('["","/new/place"]')
  })

  it('the path and query that were asked for, and never a host of the caller', async () => {
    const app = await mounted(({ url }, { basePath }) => new Response(`${url} ${basePath}`))
    const host = { host: 'evil.example', 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' }
    const targets = {
      '/admin/roles?q=a%20b': '/admin/roles?q=a%20b',
      'http://evil.example/admin/roles?q=1': '/admin/roles?q=1',
      'https://u:p@evil.example:8443/admin': '/admin',
      'ftp://evil.example/admin/x': '/admin/x',
      '/admin//evil.example/x': '/admin//evil.example/x',
      '/admin/@evil.example': '/admin/@evil.example',
      '/admin/x#y': '/admin/x',
      '/admin/x?/admin/y': '/admin/x?/admin/y',
    }
    for (const [target, path] of Object.entries(targets)) {
      const answer = await app.line(`GET ${target} HTTP/1.1`, host)
      const [, url, base] = /^(http:\/\/\S+) (\S+)$/m.exec(answer) ?? []
      expect([url, base]).toEqual([`http://localhost${path}`, '/admin'])
    }
  })

  it('the same path that guards before it were asked about', async () => {
    const app = await serve((_on, { mount, requirePermission }, ran, koa) => {
      koa.use(mountAt('/admin/secret', requirePermission('project.create')))
      const fetch: Answerer = ({ url }) => {
        const { pathname } = new URL(url)
        if (/^\/admin\/secret(?:\/|$)/.test(pathname)) ran.push('secret')
        return new Response(pathname)
      }
      koa.use(mountAt('/admin', mount(handler(fetch))))
    })
    expect(statusOf(await app.line('GET /admin/secret HTTP/1.1'))).toBe(401)
    const hidden = [
      '/admin/x/../secret',
      '/admin/./secret',
      '/admin/x/%2e%2e/secret',
      '/admin/.%2E/admin/secret',
    ]
    hidden.push('/admin/x/..\\secret', '/admin/\\../secret', '/admin\\secret', 'http://x/admin/x/../secret')
    hidden.push(
      'http://x/admin\\secret',
      'http://x/admin/x\\..\\secret',
      '/admin\\secret#x',
      '/admin/../admin/secret',
    )
    const through: string[] = []
    for (const target of hidden) {
      await app.line(`GET ${target} HTTP/1.1`)
      if (app.ran.pop() !== undefined) through.push(target)
    }
    expect(through).toEqual([])
  })
})
