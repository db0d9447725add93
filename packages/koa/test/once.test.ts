// A handler runs at most once, only after it was allowed, and no failure leaves a caller waiting.
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import type { Context } from 'koa'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { as, inside, serve, subjectOf } from './application.ts'
import { statusOf, stopAll } from './server.ts'

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

const later = async (ctx: Context): Promise<ReturnType<typeof subjectOf>> => subjectOf(ctx)

describe.each([
  ['at once', subjectOf],
  ['later', later],
] as const)('Behind a guard whose subject is known %s', (_name, subject) => {
  it('a handler that throws runs once, and its error comes out as it is', async () => {
    const boom = new Error('boom')
    const app = await serve(
      (on, { requireSignedIn, requirePermission }, ran) => {
        on.get('/', requireSignedIn(), requirePermission('project.create'), () => {
          ran.push('handler')
          throw boom
        })
      },
      { subject },
    )
    expect((await app.ask('/', as('creator'))).status).toBe(500)
    expect(app.ran).toEqual(['handler'])
    expect(app.faults).toEqual([boom])
    expect(app.faults[0]).toBe(boom)
    expect(unhandled).toEqual([])
  })

  it('what runs after next() runs after the handler', async () => {
    const app = await serve(
      (on, { requirePermission }, ran, koa) => {
        koa.use(async (ctx, next) => {
          await next()
          ran.push(`after ${ctx.status}`)
        })
        on.get('/', requirePermission('project.create'), async (ctx) => {
          await pause(5)
          inside(ran)(ctx)
        })
      },
      { subject },
    )
    expect((await app.ask('/', as('creator'))).text).toBe('inside')
    expect(app.ran).toEqual(['handler', 'after 200'])
  })

  it('nothing runs that was not allowed, however often and at once it is asked', async () => {
    const app = await serve(
      (on, { requirePermission }, ran) => {
        on.get('/', requirePermission('project.create'), (ctx) => {
          ran.push(ctx.get('x-roles'))
          ctx.body = 'inside'
        })
      },
      { subject: async (ctx) => (await pause(Math.random() * 5), subject(ctx)) },
    )
    const asked = Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? 'creator' : 'analyst'))
    const answers = await Promise.all(asked.map((role) => app.ask('/', as(role))))
    expect(answers.map(({ status }) => status)).toEqual(asked.map((role) => (role === 'creator' ? 200 : 403)))
    expect(app.ran).toEqual(Array.from({ length: 100 }, () => 'creator'))
  })
})

describe('A caller who hangs up while the guard still works', () => {
  it('does no harm', async () => {
    let asked = 0
    const app = await serve(
      (on, { requirePermission }, ran) => {
        on.get('/', requirePermission('project.create'), inside(ran))
      },
      { subject: async (ctx) => (asked++, await pause(30), subjectOf(ctx)) },
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
})
