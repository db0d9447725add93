// T20: whatever a target looks like, a guarded handler that it reaches has been guarded.
import { Router } from 'express'
import type { Express, Request, RequestHandler, RouterOptions } from 'express'
import { afterAll } from 'vitest'
import { noted, targetContract } from '../../../test/contracts/adapter-targets.ts'
import { serve } from './application.ts'
import type { Guards } from './application.ts'
import { stopAll } from './server.ts'

afterAll(stopAll)

const routers: Record<string, RouterOptions> = {
  default: {},
  caseSensitive: { caseSensitive: true },
  strict: { strict: true },
  mergeParams: { mergeParams: true },
  'case-sensitive and strict': { caseSensitive: true, strict: true },
}

const file = /^\/files\/(.+)$/
/** The name in the path, or what the pattern of `file` found. */
function named({ params }: Request): string {
  const all = params as Partial<Record<string, string>>
  return all['name'] ?? all['0'] ?? ''
}

interface Three {
  readonly secret: RequestHandler
  readonly report: RequestHandler
  readonly file: RequestHandler
}

/** Where the guards stand: beside the handler, before it on a path, or in front of the whole router. */
const layouts: Record<string, (app: Express, router: Router, handlers: Three, guards: Guards) => void> = {
  beside: (app, router, handlers, { requirePermission }) => {
    router.get('/secret', requirePermission('project.create'), handlers.secret)
    router.get('/reports/:name', requirePermission('design.view', { param: 'name' }), handlers.report)
    router.get(file, requirePermission('design.view', { resource: named }), handlers.file)
    app.use('/api', router)
  },
  'before, on a path': (app, router, handlers, { requirePermission }) => {
    router.use('/secret', requirePermission('project.create'))
    router.use('/reports/:name', requirePermission('design.view', { param: 'name' }))
    router.all(file, requirePermission('design.view', { resource: named }))
    router.get('/secret', handlers.secret)
    router.get('/reports/:name', handlers.report)
    router.get(file, handlers.file)
    app.use('/api', router)
  },
  'in front of the router': (app, router, handlers, { requireAll }) => {
    router.get('/secret', handlers.secret)
    router.get('/reports/:name', handlers.report)
    router.get(file, handlers.file)
    const everywhere = { permission: 'design.view', resource: () => 'finance.all' } as const
    app.use('/api', requireAll('project.create', everywhere), router)
  },
}

targetContract({
  routers,
  layouts: Object.keys(layouts),
  start: (options, layout) =>
    serve((app, guards, ran) => {
      const handler =
        (what: 'secret' | 'report' | 'file'): RequestHandler =>
        (request, response) => {
          ran.push(noted(what, named(request as Request), request.get('x-target')))
          response.send('inside')
        }
      const handlers = { secret: handler('secret'), report: handler('report'), file: handler('file') }
      app.get('/public', (_request, response) => void response.send('open'))
      layouts[layout]?.(app, Router(options), handlers, guards)
    }),
  isCaseSensitive: ({ caseSensitive }) => caseSensitive === true,
  isStrict: ({ strict }) => strict === true,
  reached: 20,
})
