// Koa answers nothing at all when a falsy value is thrown, and the caller waits for ever: whatever an application's
// function throws or rejects with must come out of a guard as an error, and nothing behind the guard may run.
import { setTimeout as pause } from 'node:timers/promises'
import type { Router } from '@koa/router'
import type Koa from 'koa'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { as, inside, serve } from './application.ts'
import type { TestApplication } from './application.ts'
import { stopAll } from './server.ts'

const unhandled: unknown[] = []
const keep = (reason: unknown): void => void unhandled.push(reason)

beforeEach(() => {
  unhandled.length = 0
  process.on('unhandledRejection', keep)
})
afterEach(async () => {
  await stopAll()
  process.off('unhandledRejection', keep)
})

const thrown: readonly (readonly [name: string, value: unknown])[] = [
  ['undefined', undefined],
  ['null', null],
  ['false', false],
  ['0', 0],
  ['an empty text', ''],
  ['a text', 'route'],
  ['a symbol', Symbol('route')],
  ['an object with a status', { status: 200, message: 'fine', expose: true }],
  ['an object without a prototype', Object.create(null)],
  ['an object that cannot be shown', { toString: () => ({}) }],
  ['a function', () => undefined],
]
type Fault = () => never | Promise<never> | PromiseLike<never>
const ways: Readonly<Record<string, (value: unknown) => Fault>> = {
  throws: (value) => () => {
    throw value
  },
  'rejects with': (value) => () => Promise.reject(value),
  'later rejects with': (value) => async () => {
    await pause(1)
    throw value
  },
  'gives a thenable that rejects with': (value) => () => {
    const rejected: Promise<never> = Promise.reject(value)
    // oxlint-disable-next-line unicorn/no-thenable
    return { then: rejected.then.bind(rejected) }
  },
}
const cases = Object.entries(ways).flatMap(([way, make]) =>
  thrown.map(([name, value]) => [way, name, value, make(value)] as const),
)

/** All that Koa could go on to: another route of the path, and middleware behind the router. */
function behind(on: Router, app: Koa, ran: string[]): void {
  on.get('/', inside(ran, 'another route'))
  queueMicrotask(() => void app.use(inside(ran, 'middleware behind')))
}

/** Asks as nobody and as an administrator: always 500, nothing runs, and Koa sees an Error with what was thrown. */
async function closes(app: TestApplication, value: unknown): Promise<void> {
  for (const init of [{}, as('admin')]) {
    const answer = await app.ask('/', init)
    expect([answer.status, answer.text, app.ran]).toEqual([500, 'Internal Server Error', []])
  }
  expect(unhandled).toEqual([])
  expect(app.faults).toHaveLength(2)
  for (const fault of app.faults) {
    expect(fault).toBeInstanceOf(Error)
    expect((fault as Error).message).toMatch(
      /^Something that is no Error was thrown while the caller was checked: /,
    )
    expect((fault as Error).cause).toBe(value)
  }
}

describe.each(cases)('A function that %s %s', (_way, _name, value, fault) => {
  it('ends in 500 as the resolver of a guard', async () => {
    const app = await serve((on, { requirePermission }, ran, koa) => {
      on.get('/', requirePermission('design.view', { resource: fault }), inside(ran))
      behind(on, koa, ran)
    })
    await closes(app, value)
  })

  it('ends in 500 as the resolver of one of several permissions', async () => {
    const app = await serve((on, { requireAny }, ran, koa) => {
      const fine = { permission: 'design.view', resource: () => 'finance.costs' } as const
      on.get('/', requireAny(fine, { permission: 'report.view', resource: fault }), inside(ran))
      behind(on, koa, ran)
    })
    await closes(app, value)
  })

  it('ends in 500 as the subject', async () => {
    const app = await serve(
      (on, { requireSignedIn }, ran, koa) => {
        on.get('/', requireSignedIn(), inside(ran))
        behind(on, koa, ran)
      },
      { subject: fault },
    )
    await closes(app, value)
  })

  it('ends in 500 as the subject of a mounted handler, which is not reached', async () => {
    const app = await serve(
      (on, { mount }, ran, koa) => {
        on.get('/', mount({ fetch: () => (ran.push('mounted'), new Response('inside')) }))
        behind(on, koa, ran)
      },
      { subject: fault },
    )
    await closes(app, value)
  })

  it('ends in 500 as a mounted handler', async () => {
    const app = await serve((on, { mount }, ran, koa) => {
      on.get('/', mount({ fetch: async () => fault() }))
      behind(on, koa, ran)
    })
    await closes(app, value)
  })
})
