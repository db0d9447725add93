import { randomUUID } from 'node:crypto'
import { Router } from '@koa/router'
import type { RouterContext } from '@koa/router'
import Koa from 'koa'
import { problemDetails, trilatch } from '@trilatch/koa'
import { makeAuthorizer, people } from './policy.ts'
import { resources } from './resources.ts'
import type { Kind } from './resources.ts'

/** The application, and a fresh token for each of its people. */
export interface Example {
  readonly app: Koa
  readonly authorizer: ReturnType<typeof makeAuthorizer>
  readonly tokens: ReadonlyMap<string, string>
}

/** Builds the example application: designs, reports, dashboards and projects behind guards. */
export function makeApp(): Example {
  const authorizer = makeAuthorizer()
  // Stands in for a sign-in: random tokens that are worth something in this process only.
  const tokens = new Map(people.map((person) => [person, randomUUID() as string]))
  const byToken = new Map(Array.from(tokens, ([person, token]) => [token, person]))

  const { requirePermission, requireSome, requireSignedIn, publicRoute, access } = trilatch(authorizer, {
    subject: (ctx) => {
      const id = byToken.get(/^Bearer (.+)$/.exec(ctx.get('authorization'))?.[1] ?? '')
      return id === undefined ? null : { id }
    },
  })

  const router = new Router()
  router.get('/', publicRoute(), (ctx) => {
    ctx.body = {
      application: 'Trilatch example',
      try: ['/designs', '/reports', '/dashboards', '/me/permissions'],
    }
  })
  router.get('/me/permissions', requireSignedIn(), async (ctx) => {
    ctx.body = (await access(ctx)).permissions()
  })

  const list = (kind: Kind) => async (ctx: RouterContext) => {
    ctx.body = (await access(ctx)).filter(`${kind}.view`, resources[kind])
  }
  const show = (kind: Kind) => (ctx: RouterContext) => {
    ctx.body = { kind, name: ctx.params['name'] }
  }
  const done = (what: string) => (ctx: RouterContext) => {
    ctx.body = { done: what, name: ctx.params['name'] }
  }
  for (const kind of ['design', 'report', 'dashboard'] as const) {
    router.get(`/${kind}s`, requireSome(`${kind}.view`), list(kind))
    router.get(`/${kind}s/:name`, requirePermission(`${kind}.view`, { param: 'name' }), show(kind))
    router.delete(`/${kind}s/:name`, requirePermission(`${kind}.delete`, { param: 'name' }), done('deleted'))
  }
  router.put('/designs/:name', requirePermission('design.edit', { param: 'name' }), done('saved'))
  router.post('/reports/:name/run', requirePermission('report.run', { param: 'name' }), done('run'))
  router.post('/projects', requirePermission('project.create'), done('created'))
  router.delete('/projects/:name', requirePermission('project.delete'), done('deleted'))

  const app = new Koa()
  app.use(problemDetails()).use(router.routes()).use(router.allowedMethods())
  return { app, authorizer, tokens }
}
