// What the contracts of adapters ask of Koa.
import { Router } from '@koa/router'
import Koa from 'koa'
import type { Middleware } from 'koa'
import type { GuardMaker, SetUp, Start, Verbs } from '../../../test/contracts/adapter-contract.ts'
import { problemDetails, trilatch } from '../src/index.ts'
import { guardsWith, listener } from './application.ts'
import { start as listen } from './server.ts'

export const setUp = trilatch as unknown as SetUp

const guards = guardsWith()
const verbs = guards as unknown as Verbs

export const maker: GuardMaker = { verbs, mount: (handler) => guards.mount(handler as never) }

export const start: Start = async ({ routes, problems = true, own }) => {
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
  const router = new Router()
  const ran: string[] = []
  for (const { path, guard, handler = () => 'inside' } of routes) {
    const [verb, ...all] = typeof guard === 'string' ? [guard] : guard
    const before = typeof guard === 'string' ? verbs[verb] : verbs[verb](...all)
    router.get(path, before as Middleware, (ctx) => {
      ran.push(path)
      ctx.body = handler(ctx)
    })
  }
  app.use(router.routes())
  return { ...(await listen(listener(app))), ran }
}
