// T20: whatever a target looks like, a guarded handler that it reaches has been guarded.
import { Router } from 'express'
import type { Express, Request, RequestHandler, RouterOptions } from 'express'
import { afterAll, describe, expect, it } from 'vitest'
import { serve } from './application.ts'
import type { Guards, TestApplication } from './application.ts'
import { stopAll } from './server.ts'
import { variants } from './variants.ts'

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

/** Every handler notes who reached it, by which target, and under which name. */
function application(options: RouterOptions, layout: string): Promise<TestApplication> {
  return serve((app, guards, ran) => {
    const handler =
      (what: string): RequestHandler =>
      (request, response) => {
        ran.push(
          JSON.stringify([
            request.get('x-roles') ?? null,
            what,
            named(request as Request),
            request.get('x-target'),
          ]),
        )
        response.send('inside')
      }
    const handlers = { secret: handler('secret'), report: handler('report'), file: handler('file') }
    app.get('/public', (_request, response) => void response.send('open'))
    layouts[layout]?.(app, Router(options), handlers, guards)
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
    expect(reached.length).toBeGreaterThanOrEqual(20)
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
    expect(reached.includes('/api/SECRET')).toBe(options.caseSensitive !== true)
    expect(reached.includes('/api/secret/')).toBe(options.strict !== true)
  })
})

describe.each(cases.filter(([layout]) => layout !== 'in front of the router'))(
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

it('There are enough variants', () => {
  expect(new Set(variants).size).toBe(variants.length)
  expect(variants.length).toBeGreaterThanOrEqual(90)
})
