import express from 'express'
import type { Express, Request } from 'express'
import { problemDetails, trilatch } from '@trilatch/express'
import type { Authorizer, NameOf } from '@trilatch/express'
import type { permissions } from './policy.ts'

/** What one of the processes serves. */
export interface AppOptions {
  readonly authorizer: Authorizer<NameOf<typeof permissions>>
  /** Who has which token. Stands in for a sign-in. */
  readonly tokens: Readonly<Record<string, string>>
  /** The number of this process; every answer names it. */
  readonly number: string
}

/** Milliseconds of a clock that all processes of a machine share. */
export const now = (): number => performance.timeOrigin + performance.now()

/** Reports behind guards, and routes by which roles are given and taken. */
export function makeApp({ authorizer, tokens, number }: AppOptions): Express {
  const byToken = new Map(Object.entries(tokens).map(([person, token]) => [token, person]))
  const { access, requirePermission } = trilatch(authorizer, {
    subject: (request) => {
      const id = byToken.get(/^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '')
      return id === undefined ? null : { id }
    },
  })

  const app = express()
  app.disable('x-powered-by')
  app.use((_request, response, next) => {
    response.set('x-process', number)
    next()
  })
  /** Who is written down as having done it. */
  const actorOf = async (request: Request): Promise<string> => (await access(request)).subjectId ?? ''

  app.post('/reports/:name/run', requirePermission('report.run'), (request, response) => {
    response.json({ done: 'run', name: request.params['name'] })
  })
  app.put('/people/:id/roles/:role', requirePermission('person.edit'), async (request, response) => {
    const { id: subject, role } = request.params
    await authorizer.manage(await actorOf(request)).assign({ subject, role })
    response.json({ at: now() })
  })
  app.delete('/people/:id/roles/:role', requirePermission('person.edit'), async (request, response) => {
    const { id: subject, role } = request.params
    await authorizer.manage(await actorOf(request)).unassign({ subject, role })
    response.json({ at: now() })
  })

  app.use(problemDetails())
  return app
}
