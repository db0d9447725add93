// coverage(app) lets pass middleware that is said to be plain, and nothing that only looks like it.
import { bodyParser } from '@koa/bodyparser'
import cors from '@koa/cors'
import { Router } from '@koa/router'
import Koa from 'koa'
import type { Context, Next } from 'koa'
import koaBodyParser from 'koa-bodyparser'
import session from 'koa-session'
import { describe, expect, it } from 'vitest'
import { problemDetails } from '../src/index.ts'
import { guardsWith, inside } from './application.ts'
import { faultOf, linesOf, using } from './listed.ts'

const create = guardsWith().requirePermission('project.create')
const answer = inside([])

describe('plain', () => {
  it('lets pass what answers nothing, by name or as the function itself', () => {
    const app = new Koa()
    const stamp = async (ctx: Context, next: Next): Promise<void> => {
      await next()
      ctx.set('x-own', '1')
    }
    const nameless = (
      () => async (_ctx: Context, next: Next) =>
        next()
    )()
    for (const one of [cors(), session(app), bodyParser(), stamp, nameless]) app.use(one as never)
    const router = new Router().use(koaBodyParser() as never).get('/', create, answer)
    app.use(router.routes())
    const plain = ['cors', 'session', 'bodyParser', stamp, nameless]
    expect(linesOf(app, { plain })).toEqual(['GET / → project.create'])
    for (const others of [plain.slice(0, -1), [...plain.slice(0, -1), '']])
      expect(faultOf(app, { plain: others })).toMatchObject([
        'TRILATCH_ROUTES_HIDDEN',
        expect.stringContaining('- number 5, which has no name: async (_ctx, next) => next()'),
      ])
  })

  it('need not name problemDetails() and the allowedMethods() of a router', () => {
    const router = new Router().get('/', create, answer)
    const nested = new Router().use('/x', router.routes(), router.allowedMethods())
    const app = using(problemDetails(), router.allowedMethods(), nested.routes(), nested.allowedMethods())
    expect(linesOf(app)).toEqual(['GET /x → project.create'])
  })

  it('takes no code for known because it says nothing of what it does', () => {
    const hides = async function (this: unknown, _ctx: Context, next: Next): Promise<void> {
      await next()
    }
    const router = Object.assign(new Router().get('/', create, answer), {
      allowedMethods: () => hides.bind(undefined),
    })
    expect(faultOf(using(router.routes(), hides.bind(undefined)))).toMatchObject([
      'TRILATCH_ROUTES_HIDDEN',
      expect.stringContaining('number 2, bound hides'),
    ])
  })

  it('names nothing that is not used: something else could come to bear the name', () => {
    const stray = [
      'TRILATCH_OPTION_INVALID',
      'Cannot read the routes: `plain` names "cors", "", and no such middleware is used.',
    ]
    expect(faultOf(using(bodyParser()), { plain: ['bodyParser', 'cors', ''] })).toEqual(stray)
  })

  it('opens no router and hides no handler that was named in it', () => {
    const named = async function health(ctx: Context): Promise<void> {
      ctx.body = 'up'
    }
    const app = using(named, new Router().get('/', answer).routes())
    expect(faultOf(app, { plain: ['bound '] })).toMatchObject(['TRILATCH_OPTION_INVALID', expect.any(String)])
    expect(linesOf(app)).toEqual(['* /* → UNPROTECTED', 'GET / → UNPROTECTED'])
  })
})
