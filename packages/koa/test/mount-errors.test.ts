// What goes wrong in a mounted handler is an error of Koa, or a refusal.
import { afterEach, describe, expect, it } from 'vitest'
import type { Answerer } from '../../../test/contracts/mounted-answers.ts'
import { as, bodies, inside, serve, subjectOf } from './application.ts'
import { mounted } from './mounted.ts'
import { statusOf, stopAll } from './server.ts'

afterEach(stopAll)

describe('What goes wrong in a mounted handler', () => {
  it('goes the way of every error of Koa', async () => {
    const boom = new Error('boom')
    const ways: Answerer[] = [
      () => {
        throw boom
      },
      () => Promise.reject(boom),
    ]
    for (const fetch of ways) {
      const app = await mounted(fetch)
      expect(await app.ask('/admin')).toMatchObject({ status: 500, text: 'Internal Server Error' })
      expect(app.faults).toEqual([boom])
      expect(app.faults[0]).toBe(boom)
    }
  })

  it('is a refusal where the handler asserts', async () => {
    const app = await mounted((_request, { access }) => {
      access.assert('project.create')
      return new Response('inside')
    })
    expect(await app.ask('/admin')).toMatchObject({ status: 401, text: bodies.unauthenticated })
    expect(await app.ask('/admin', as())).toMatchObject({ status: 403, text: bodies.createProject })
    expect(await app.ask('/admin', as('creator'))).toMatchObject({ status: 200, text: 'inside' })
  })

  it('is no fault where a web Request cannot have the method', async () => {
    const app = await mounted(() => new Response('ok'))
    expect([400, 405, 501]).toContain(statusOf(await app.line('TRACE /admin HTTP/1.1')))
  })

  it('asks the subject once for access and subject together', async () => {
    for (const roles of [undefined, 'creator']) {
      let asked = 0
      const app = await mounted(
        () => new Response('ok'),
        (ctx) => (asked++, subjectOf(ctx)),
      )
      await app.ask('/admin', roles === undefined ? {} : as(roles))
      expect(asked).toBe(1)
    }
  })
})

it('What somebody else answers meanwhile stays as it is', async () => {
  const app = await serve((_on, { mount }, ran, koa) => {
    koa.use(async (ctx, next) => {
      ctx.respond = false
      await next()
      ctx.res.end('mine')
    })
    koa.use(mount({ fetch: () => (ran.push('handler'), new Response('other', { status: 201 })) }))
    koa.use(inside(ran, 'behind'))
  })
  expect(await app.ask('/')).toMatchObject({ status: 404, text: 'mine' })
  expect(app.ran).not.toContain('behind')
})
