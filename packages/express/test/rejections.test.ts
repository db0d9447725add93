// Express reads a falsy value as "go on" and the words "route" and "router" as "skip": whatever an application's
// function throws or rejects with, nothing that stands behind a guard may run.
import { setTimeout as pause } from 'node:timers/promises'
import type { Express, Response } from 'express'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { as, serve } from './application.ts'
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
  ['NaN', Number.NaN],
  ['an empty text', ''],
  ['"route"', 'route'],
  ['"router"', 'router'],
  ['a symbol', Symbol('route')],
  ['an object', { status: 200, message: 'fine' }],
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
  thrown.map(([name, value]) => [way, name, make(value)] as const),
)

/** All that Express could go on to: the handler, another route of the path, and middleware behind. */
function behind(on: Express, ran: string[]): void {
  const runs =
    (name: string) =>
    (_request: unknown, response: Response): void => {
      ran.push(name)
      response.send('inside')
    }
  on.get('/', runs('another route'))
  on.use(runs('middleware behind'))
}

async function closes(app: TestApplication): Promise<void> {
  for (const init of [{}, as('admin')]) {
    const answer = await app.ask('/', init)
    expect([answer.status, app.ran]).toEqual([500, []])
    expect(answer.text).not.toContain('inside')
  }
  expect(unhandled).toEqual([])
}

describe.each(cases)('A function that %s %s', (_way, _name, fault) => {
  it('ends in 500 as the subject of a mounted handler, which is not reached, nor is what stands behind', async () => {
    const app = await serve(
      (on, { mount }, ran) => {
        on.use('/', mount({ fetch: () => (ran.push('mounted'), new Response('inside')) }))
        behind(on, ran)
      },
      { subject: fault },
    )
    await closes(app)
  })

  it('ends in 500 as a mounted handler, and nothing behind it runs', async () => {
    const app = await serve((on, { mount }, ran) => {
      on.use('/', mount({ fetch: async () => fault() }))
      behind(on, ran)
    })
    await closes(app)
  })
})
