// T20: whatever a target looks like, a guarded handler that it reaches has been guarded.
import { Router } from '@koa/router'
import type { RouterMiddleware, RouterOptions } from '@koa/router'
import type Koa from 'koa'
import type { Context } from 'koa'
import mount from 'koa-mount'
import { afterAll, describe, expect, it } from 'vitest'
import { serve } from './application.ts'
import type { Guards, TestApplication } from './application.ts'
import { stopAll } from './server.ts'
import { variants } from './variants.ts'

afterAll(stopAll)

const routers: Record<string, RouterOptions> = {
  default: {},
  sensitive: { sensitive: true },
  strict: { strict: true },
  'sensitive and strict': { sensitive: true, strict: true },
}

/** The name in the path. */
const named = ({ params }: Context): string =>
  (params as Record<string, string>)['name'] ?? (params as Record<string, string>)['path'] ?? ''

interface Three {
  readonly secret: RouterMiddleware
  readonly report: RouterMiddleware
  readonly file: RouterMiddleware
}

type Layout = (app: Koa, options: RouterOptions, handlers: Three, guards: Guards) => void

const open = (router: Router, { secret, report, file }: Three): Router =>
  router.get('/secret', secret).get('/reports/:name', report).get('/files/*path', file)

/** Where the guards stand: beside the handler, before it on a path, in front of the router, or of all that is mounted. */
const layouts: Record<string, Layout> = {
  beside: (app, options, handlers, { requirePermission }) => {
    const router = new Router({ ...options, prefix: '/api' })
    router.get('/secret', requirePermission('project.create'), handlers.secret)
    router.get('/reports/:name', requirePermission('design.view', { param: 'name' }), handlers.report)
    router.get('/files/*path', requirePermission('design.view', { resource: named }), handlers.file)
    app.use(router.routes())
  },
  'before, on a path': (app, options, handlers, { requirePermission }) => {
    const router = new Router({ ...options, prefix: '/api' })
    router.use('/secret', requirePermission('project.create'))
    router.use('/reports/:name', requirePermission('design.view', { param: 'name' }))
    router.all('/files/*path', requirePermission('design.view', { param: 'path' }))
    app.use(open(router, handlers).routes())
  },
  'in front of the router': (app, options, handlers, { requireAll }) => {
    const everywhere = { permission: 'design.view', resource: () => 'finance.all' } as const
    const outer = new Router(options)
    outer.use('/api', requireAll('project.create', everywhere), open(new Router(options), handlers).routes())
    app.use(outer.routes())
  },
  'in front of what is mounted': (app, options, handlers, { requireAll }) => {
    const everywhere = { permission: 'design.view', resource: () => 'finance.all' } as const
    app.use(requireAll('project.create', everywhere))
    app.use(mount('/api', open(new Router(options), handlers).routes()))
  },
}

/** Every handler notes who reached it, by which target, and under which name. */
function application(options: RouterOptions, layout: string): Promise<TestApplication> {
  return serve((on, guards, ran, app) => {
    const handler =
      (what: string): RouterMiddleware =>
      (ctx) => {
        const [roles, target] = [ctx.req.headers['x-roles'], ctx.get('x-target')]
        ran.push(JSON.stringify([roles ?? null, what, named(ctx), target]))
        ctx.body = 'inside'
      }
    const handlers = { secret: handler('secret'), report: handler('report'), file: handler('file') }
    on.get('/public', (ctx) => void (ctx.body = 'open'))
    layouts[layout]?.(app, options, handlers, guards)
  })
}

/** Sends every variant as one caller and gives what the handlers noted. */
async function tryAll(app: TestApplication, roles: string | undefined): Promise<string[][]> {
  app.ran.length = 0
  for (let from = 0; from < variants.length; from += 25) {
    const asked = variants.slice(from, from + 25).map((target, i) => {
      const who = roles === undefined ? {} : { 'x-roles': roles }
      return app.line(`GET ${target} HTTP/1.1`, { ...who, 'x-target': String(from + i) })
    })
    await Promise.all(asked)
  }
  return app.ran.map((line) => JSON.parse(line) as string[])
}

const targets = (ran: string[][]): string[] => ran.map((line) => variants[Number(line[3])] ?? '')
const cases = Object.keys(layouts).flatMap((layout) =>
  Object.keys(routers).map((router) => [layout, router] as const),
)

describe.each(cases)('Guards %s, with a %s router', (layout, router) => {
  const options = routers[router] ?? {}

  it('are passed by nobody and by none without the right, whatever the target', async () => {
    const app = await application(options, layout)
    expect(await tryAll(app, undefined)).toEqual([])
    expect(await tryAll(app, '')).toEqual([])
    expect(await tryAll(app, 'reader')).toEqual([])
  })

  it('let a caller with the right through, so that the targets do reach the handlers', async () => {
    const app = await application(options, layout)
    const reached = targets(await tryAll(app, 'lead,curator'))
    expect(reached.length).toBeGreaterThanOrEqual(15)
    expect(reached).toEqual(
      expect.arrayContaining([
        '/api/reports/finance.costs',
        '/api/secret',
        '/api/files/finance.costs',
        '/api/secret?name=sales.eu',
        '/api/reports/%66inance.costs',
        'http://evil.example/api/secret',
      ]),
    )
    expect(reached.includes('/api/SECRET')).toBe(options.sensitive !== true)
    expect(reached.includes('/api/secret/')).toBe(options.strict !== true)
  })
})

describe.each(cases.filter(([layout]) => !layout.startsWith('in front')))(
  'Guards %s with a resource, with a %s router',
  (layout, router) => {
    it('let a caller through whose right is limited to some names for those names only', async () => {
      const app = await application(routers[router] ?? {}, layout)
      const ran = await tryAll(app, 'analyst')
      expect(ran.length).toBeGreaterThanOrEqual(5)
      for (const [, what, name] of ran) {
        expect(what).not.toBe('secret')
        expect(name).toMatch(/^finance\.[^/]*$/)
      }
    })
  },
)
