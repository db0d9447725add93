import { randomBytes } from 'node:crypto'
import { Router } from '@koa/router'
import type { RouterContext } from '@koa/router'
import Koa from 'koa'
import mountAt from 'koa-mount'
import session from 'koa-session'
import { subjectWithin } from '@trilatch/auth'
import { problemDetails, trilatch } from '@trilatch/koa'
import { makeAuthorizer } from './policy.ts'
import { resources } from './resources.ts'
import type { Kind } from './resources.ts'
import { memorySessions } from './sessions.ts'
import { makeSignIn } from './sign-in.ts'
import type { ExampleSignIn } from './sign-in.ts'

/** The application, and how to get in. */
export interface Example extends ExampleSignIn {
  readonly app: Koa
  readonly authorizer: ReturnType<typeof makeAuthorizer>
}

/** Who is signed in, for twelve hours at most: nothing prolongs that. Idle sessions end sooner, by `maxAge`. */
const signedInToday = subjectWithin(12 * 3_600_000)

/** Builds the example application: designs, reports, dashboards and projects behind guards. */
export async function makeApp(): Promise<Example> {
  const authorizer = makeAuthorizer()
  const made = await makeSignIn(authorizer)
  const { requirePermission, requireSome, requireSignedIn, publicRoute, access, mount } = trilatch(
    authorizer,
    { subject: signedInToday, signIn: '/auth/sign-in' },
  )

  const router = new Router()
  router.get('/', publicRoute(), (ctx) => {
    ctx.body = {
      application: 'Trilatch example',
      try: ['/designs', '/reports', '/dashboards', '/me/permissions', '/auth'],
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
  app.keys = [randomBytes(32).toString('base64url')]
  app.use(problemDetails())
  // In production, add `secure` and a store that all processes share; docs/sign-in.md has it whole.
  app.use(session({ key: 'sid', sameSite: 'lax', maxAge: 8 * 3_600_000, store: memorySessions() }, app))
  app.use(mountAt('/auth', mount(made.signIn)))
  app.use(router.routes()).use(router.allowedMethods())
  return { app, authorizer, ...made }
}
