import { randomUUID } from 'node:crypto'
import express from 'express'
import type { Express, Request } from 'express'
import { problemDetails, trilatch } from '@trilatch/express'
import { makeAuthorizer, people } from './policy.ts'
import { resources } from './resources.ts'
import type { Kind } from './resources.ts'

/** The application, and a fresh token for each of its people. */
export interface Example {
  readonly app: Express
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
    subject: (request) => {
      const id = byToken.get(/^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '')
      return id === undefined ? null : { id }
    },
  })

  const app = express()
  app.disable('x-powered-by')

  app.get('/', publicRoute(), (_request, response) => {
    response.json({
      application: 'Trilatch example',
      try: ['/designs', '/reports', '/dashboards', '/me/permissions'],
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

  app.use(problemDetails())
  return { app, authorizer, tokens }
}
