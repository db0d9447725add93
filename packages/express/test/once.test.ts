// A handler runs at most once, only after it was allowed, and no failure leaves a caller waiting.
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import type { ErrorRequestHandler, Request, Response } from 'express'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { trilatch } from '../src/index.ts'
import { as, authorizer, serve, subjectOf } from './application.ts'
import { start, statusOf, stopAll } from './server.ts'

const unhandled: unknown[] = []
const keep = (reason: unknown): void => void unhandled.push(reason)

beforeEach(() => {
  unhandled.length = 0
  process.on('unhandledRejection', keep)
})
afterEach(async () => {
  await stopAll()
  await pause(5)
  process.off('unhandledRejection', keep)
})

describe('Behind a guard', () => {
  it('a handler that throws runs once and ends in 500', async () => {
    for (const subject of [subjectOf, async (request: Request) => subjectOf(request)]) {
      const app = await serve(
        (on, { requirePermission, requireSignedIn }, ran) => {
          on.get('/', requireSignedIn(), requirePermission('project.create'), () => {
            ran.push('handler')
            throw new Error('boom')
          })
        },
        { subject },
      )
      expect((await app.ask('/', as('creator'))).status).toBe(500)
      expect(app.ran).toEqual(['handler'])
    }
    expect(unhandled).toEqual([])
  })

  it('a second guard takes no promise, even where the subject had to be waited for', async () => {
    const order: string[] = []
    const app = await serve(
      (on, { requireSignedIn, requirePermission }) => {
        const second = requirePermission('project.create')
        on.get(
          '/',
          requireSignedIn(),
          (request, response, next) => {
            order.push('before')
            second(request, response, () => order.push('went on'))
            order.push('after')
            next()
          },
          (_request, response) => void response.send('ok'),
        )
      },
      { subject: async (request: Request) => subjectOf(request) },
    )
    expect((await app.ask('/', as('creator'))).status).toBe(200)
    expect(order).toEqual(['before', 'went on', 'after'])
  })

  it('the access that is asked for again is the same promise, and another one for another caller', async () => {
    const same: boolean[] = []
    const app = await serve(
      (on, { requireSignedIn, access }) => {
        on.get('/', requireSignedIn(), async (request, response) => {
          const first = access(request)
          same.push(first === access(request))
          const held = await first
          request.headers['x-roles'] = 'deleter'
          const other = access(request)
          same.push(other === first, (await other) === held)
          response.send('ok')
        })
      },
      { subject: subjectOf },
    )
    await app.ask('/', as('creator'))
    expect(same).toEqual([true, false, false])
  })

  it('a handler that throws does not come back into the guard as a refusal', async () => {
    const seen: unknown[] = []
    const boom = new Error('boom')
    const app = await serve((on, { requireSignedIn }) => {
      const guard = requireSignedIn()
      on.get('/', guard, guard, () => {
        throw boom
      })
      const see: ErrorRequestHandler = (error, _request, response, _next) => {
        seen.push(error)
        response.sendStatus(500)
      }
      on.use(see)
    })
    await app.ask('/', as())
    expect(seen).toEqual([boom])
  })

  it('what next() throws is never a reason to call it again', async () => {
    const boom = new Error('boom')
    let calls = 0
    const guard = trilatch(authorizer, { subject: async () => ({ id: 'ada' }) }).requireSignedIn()
    const server = await start((request, response) => {
      guard(request, response, () => {
        calls++
        response.end('inside')
        throw boom
      })
    })
    await server.ask('/')
    await pause(5)
    expect(calls).toBe(1)
    expect(unhandled).toEqual([boom])
  })

  it('nothing runs that was not allowed, however often and at once it is asked', async () => {
    const app = await serve(
      (on, { requirePermission }, ran) => {
        on.get('/', requirePermission('project.create'), (request: Request, response: Response) => {
          ran.push(String(request.get('x-roles')))
          response.send('inside')
        })
      },
      { subject: async (request) => (await pause(Math.random() * 5), subjectOf(request)) },
    )
    const asked = Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? 'creator' : 'analyst'))
    const answers = await Promise.all(asked.map((role) => app.ask('/', as(role))))
    expect(answers.map(({ status }) => status)).toEqual(asked.map((role) => (role === 'creator' ? 200 : 403)))
    expect(app.ran).toEqual(Array.from({ length: 100 }, () => 'creator'))
  })

  it('a caller who hangs up while the guard still works does no harm', async () => {
    let asked = 0
    const app = await serve(
      (on, { requirePermission }, ran) => {
        on.get('/', requirePermission('project.create'), (_request, response) => {
          ran.push('handler')
          response.send('inside')
        })
      },
      { subject: async (request) => (asked++, await pause(30), subjectOf(request)) },
    )
    for (const role of ['creator', 'analyst']) {
      const socket = await app.dial()
      socket.write(`GET / HTTP/1.1\r\nhost: x\r\nx-roles: ${role}\r\n\r\n`)
      await pause(10)
      socket.destroy()
      await once(socket, 'close')
    }
    await pause(80)
    expect(asked).toBe(2)
    expect(app.ran.length).toBeLessThanOrEqual(1)
    expect(unhandled).toEqual([])
    expect(statusOf(await app.line('GET / HTTP/1.1', { 'x-roles': 'creator' }))).toBe(200)
  })

  it('all that fails in several resolvers is one error of the request and none of the process', async () => {
    const seen: unknown[] = []
    const [later, now] = [new Error('later'), new Error('now')]
    const app = await serve((on, { requireAll }, ran) => {
      const rejects = async (): Promise<never> => {
        await pause(5)
        throw later
      }
      const throws = (): never => {
        throw now
      }
      const first = { permission: 'design.view', resource: rejects } as const
      on.get('/throws', requireAll(first, { permission: 'report.view', resource: throws }), () =>
        ran.push('x'),
      )
      on.get('/rejects', requireAll(first, { permission: 'report.view', resource: rejects }), () =>
        ran.push('x'),
      )
      const see: ErrorRequestHandler = (error, _request, response, _next) => {
        seen.push(error)
        response.sendStatus(500)
      }
      on.use(see)
    })
    expect((await app.ask('/throws', as('admin'))).status).toBe(500)
    expect((await app.ask('/rejects', as('admin'))).status).toBe(500)
    await pause(30)
    expect(app.ran).toEqual([])
    expect(unhandled).toEqual([])
    expect(seen).toEqual([now, later])
  })
})
