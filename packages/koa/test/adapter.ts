// What the contracts of adapters ask of Koa.
import { Router } from '@koa/router'
import Koa from 'koa'
import type { Middleware } from 'koa'
import mount from 'koa-mount'
import { guardOf } from '../../../test/contracts/adapter-contract.ts'
import type { GuardMaker, SetUp, Start, Verbs } from '../../../test/contracts/adapter-contract.ts'
import { problemDetails, trilatch } from '../src/index.ts'
import { guardsWith, listener, subjectOf } from './application.ts'
import type { Guards } from './application.ts'
import { start as listen } from './server.ts'

export const setUp = trilatch as unknown as SetUp

const guardsOf = (subject: unknown): Guards & Verbs =>
  guardsWith({ subject: subject as typeof subjectOf }) as Guards & Verbs

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
  const app = new Koa()
  // With a listener of its own Koa writes nothing to the console.
  app.on('error', () => {})
  app.use(async (ctx, next) => {
    try {
      await next()
    } catch (error) {
      if (own === undefined) throw error
      const { status, headers, body } = own(error)
      ctx.status = status
      ctx.set(headers)
      ctx.body = body
    }
  })
  if (problems) app.use(problemDetails())
  const verbs = guardsOf(subject)
  if (mounted !== undefined) app.use(mount('/admin', verbs.mount({ fetch: mounted })))
  const router = new Router()
  const ran: string[] = []
  for (const { path, guard, handler = () => 'inside' } of [...routes, ...behind]) {
    router.get(path, guardOf(verbs, guard) as Middleware, (ctx) => {
      ran.push(path)
      ctx.body = handler(ctx)
    })
  }
  app.use(router.routes())
  return { ...(await listen(listener(app))), ran }
}
