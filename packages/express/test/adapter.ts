// What the contracts of adapters ask of Express.
import express from 'express'
import type { ErrorRequestHandler, Request, RequestHandler } from 'express'
import { guardOf } from '../../../test/contracts/adapter-contract.ts'
import type { GuardMaker, SetUp, Start, Verbs } from '../../../test/contracts/adapter-contract.ts'
import { problemDetails, trilatch } from '../src/index.ts'
import { authorizer, subjectOf } from './application.ts'
import type { Guards } from './application.ts'
import { start as listen } from './server.ts'

export const setUp = trilatch as unknown as SetUp

const guardsOf = (subject: unknown): Guards & Verbs =>
  trilatch(authorizer, { subject: subject as typeof subjectOf }) as never

const guards = guardsOf(subjectOf)

export const maker: GuardMaker = { verbs: guards, mount: (handler) => guards.mount(handler as never) }

export const start: Start = async ({
  routes,
  behind = [],
  mounted,
  subject = subjectOf,
  problems = true,
  own,
}) => {
  const app = express()
  // Express writes errors to the console unless it is under test.
  app.set('env', 'test')
  const verbs = guardsOf(subject)
  if (mounted !== undefined) app.use('/admin', verbs.mount({ fetch: mounted }))
  const ran: string[] = []
  for (const { path, guard, handler = () => 'inside' } of [...routes, ...behind]) {
    app.get(path, guardOf(verbs, guard) as RequestHandler, (request: Request, response) => {
      ran.push(path)
      response.send(handler(request))
    })
  }
  if (problems) app.use(problemDetails())
  const keep: ErrorRequestHandler = (error, _request, response, next) => {
    if (own === undefined) return next(error)
    const { status, headers, body } = own(error)
    response.status(status).set(headers).send(body)
  }
  app.use(keep)
  return { ...(await listen(app)), ran }
}
