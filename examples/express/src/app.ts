import { randomBytes } from 'node:crypto'
import express from 'express'
import type { Express, Request } from 'express'
import session from 'express-session'
import { signedInAt, subjectWithin } from '@trilatch/auth'
import { createConsole } from '@trilatch/console'
import { problemDetails, trilatch } from '@trilatch/express'
import { pages } from './pages/pages.ts'
import { makeAuthorizer } from './policy.ts'
import { resources } from './resources.ts'
import type { Kind } from './resources.ts'
import { makeSignIn } from './sign-in.ts'
import type { ExampleSignIn } from './sign-in.ts'

/** The application, and how to get in. */
export interface Example extends ExampleSignIn {
  readonly app: Express
  readonly authorizer: ReturnType<typeof makeAuthorizer>
}

// For development: sessions are in this process, and end with it. In production, hand in a `store` and set
// `cookie.secure`; docs/sign-in.md has it whole.
const sessions = () =>
  session({
    name: 'sid',
    secret: randomBytes(32).toString('base64url'),
    resave: false,
    saveUninitialized: false,
    cookie: { httpOnly: true, sameSite: 'lax', maxAge: 8 * 3_600_000 },
  })

/** Who is signed in, for twelve hours at most: nothing prolongs that. Idle sessions end sooner, by `maxAge`. */
const signedInToday = subjectWithin(12 * 3_600_000)

/** Builds the example application: designs, reports, dashboards and projects behind guards. */
export async function makeApp(): Promise<Example> {
  const authorizer = makeAuthorizer()
  const made = await makeSignIn(authorizer)
  const guards = trilatch(authorizer, { subject: signedInToday, signIn: '/auth/sign-in' })
  const { requirePermission, requireSome, requireSignedIn, publicRoute, access, mount } = guards

  const app = express()
  app.disable('x-powered-by')
  app.use(sessions())
  app.use('/auth', publicRoute(), mount(made.signIn))

  app.get('/', publicRoute(), (_request, response) => {
    response.json({
      application: 'Trilatch example',
      try: ['/designs', '/reports', '/dashboards', '/me/permissions', '/auth'],
    })
  })
  app.get('/me/permissions', requireSignedIn(), async (request, response) => {
    response.json((await access(request)).permissions())
  })

  const list = (kind: Kind) => async (request: Request, response: express.Response) => {
    response.json((await access(request)).filter(`${kind}.view`, resources[kind]))
  }
  const show = (kind: Kind) => (request: Request, response: express.Response) => {
    response.json({ kind, name: request.params['name'] })
  }
  const done = (what: string) => (request: Request, response: express.Response) => {
    response.json({ done: what, name: request.params['name'] })
  }
  for (const kind of ['design', 'report', 'dashboard'] as const) {
    app.get(`/${kind}s`, requireSome(`${kind}.view`), list(kind))
    app.get(`/${kind}s/:name`, requirePermission(`${kind}.view`, { param: 'name' }), show(kind))
    app.delete(`/${kind}s/:name`, requirePermission(`${kind}.delete`, { param: 'name' }), done('deleted'))
  }
  app.put('/designs/:name', requirePermission('design.edit', { param: 'name' }), done('saved'))
  app.post('/reports/:name/run', requirePermission('report.run', { param: 'name' }), done('run'))
  app.post('/projects', requirePermission('project.create'), done('created'))
  app.delete('/projects/:name', requirePermission('project.delete'), done('deleted'))

  app.use(pages(authorizer, guards))
  // Who is not signed in is sent to the sign-in first, and back. What the console shows and does, it decides itself.
  const links = { signOutUrl: '/auth/', reauthenticateUrl: '/auth/sign-in' }
  app.use(
    '/admin',
    requireSignedIn(),
    mount(createConsole({ authorizer, reauthenticated: signedInAt, ...links })),
  )

  app.use(problemDetails())
  return { app, authorizer, ...made }
}
