// T20: whatever a target looks like, a guarded handler that it reaches has been guarded.
import { Router } from '@koa/router'
import type { RouterMiddleware, RouterOptions } from '@koa/router'
import type Koa from 'koa'
import type { Context } from 'koa'
import mount from 'koa-mount'
import { afterAll } from 'vitest'
import { noted, targetContract } from '../../../test/contracts/adapter-targets.ts'
import { serve } from './application.ts'
import type { Guards } from './application.ts'
import { stopAll } from './server.ts'

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

targetContract({
  routers,
  layouts: Object.keys(layouts),
  start: (options, layout) =>
    serve((on, guards, ran, app) => {
      const handler =
        (what: 'secret' | 'report' | 'file'): RouterMiddleware =>
        (ctx) => {
          ran.push(noted(what, named(ctx), ctx.get('x-target')))
          ctx.body = 'inside'
        }
      const handlers = { secret: handler('secret'), report: handler('report'), file: handler('file') }
      on.get('/public', (ctx) => void (ctx.body = 'open'))
      layouts[layout]?.(app, options, handlers, guards)
    }),
  isCaseSensitive: ({ sensitive }) => sensitive === true,
  isStrict: ({ strict }) => strict === true,
  reached: 15,
})
