// What goes wrong goes the way of Express: next(error), for the application's own handler to see.
import express from 'express'
import type { ErrorRequestHandler, Express, RequestHandler } from 'express'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { problemDetails, Refusal, trilatch, TrilatchError } from '../src/index.ts'
import { as, authorizer, subjectOf } from './application.ts'
import { start, stopAll } from './server.ts'

afterEach(async () => {
  await stopAll()
  vi.restoreAllMocks()
})

const guards = trilatch(authorizer, { subject: subjectOf })

/** An application with a guarded route and no problemDetails(). */
function bare(env = 'test'): Express {
  const app = express()
  app.set('env', env)
  app.get(
    '/',
    guards.requirePermission('project.create'),
    (_request, response) => void response.send('inside'),
  )
  return app
}

describe("An application's own error handler", () => {
  it('sees what http-errors would have given', async () => {
    const seen: unknown[] = []
    const app = bare()
    const keep: ErrorRequestHandler = (error: Refusal, _request, response, _next) => {
      seen.push(error)
      response.status(error.status).set(error.headers).send(error.message)
    }
    app.use(keep)
    const server = await start(app)
    const anonymous = await server.ask('/')
    expect(anonymous).toMatchObject({ status: 401, text: 'Sign in to do this.' })
    expect(anonymous.headers.get('www-authenticate')).toBe('Bearer realm="trilatch"')
    await server.ask('/', as())
    const [first, second] = seen
    expect(first).toBeInstanceOf(Refusal)
    expect(first).toBeInstanceOf(TrilatchError)
    expect(first).toMatchObject({
      status: 401,
      statusCode: 401,
      expose: true,
      code: 'TRILATCH_UNAUTHENTICATED',
      permissions: [],
      headers: { 'cache-control': 'no-store', 'www-authenticate': 'Bearer realm="trilatch"' },
    })
    expect(second).toMatchObject({
      status: 403,
      statusCode: 403,
      expose: true,
      code: 'TRILATCH_FORBIDDEN',
      message: 'Requires permission: Project › Create Project',
      permissions: [{ id: 'project.create', title: 'Project › Create Project' }],
      headers: { 'cache-control': 'no-store' },
    })
  })
})

describe('Without problemDetails()', () => {
  it("Express's own final handler answers with status and headers", async () => {
    // In production the body is the status's phrase; Express writes the error to the console.
    vi.spyOn(console, 'error').mockReturnValue(undefined)
    const server = await start(bare('production'))
    const anonymous = await server.ask('/')
    expect(anonymous.status).toBe(401)
    expect(anonymous.headers.get('www-authenticate')).toBe('Bearer realm="trilatch"')
    expect(anonymous.headers.get('cache-control')).toBe('no-store')
    expect(anonymous.text).toContain('<pre>Unauthorized</pre>')
    const refused = await server.ask('/', as())
    expect(refused.status).toBe(403)
    expect(refused.headers.get('cache-control')).toBe('no-store')
    expect(refused.text).toContain('<pre>Forbidden</pre>')
    expect((await server.ask('/', as('creator'))).text).toBe('inside')
  })
})

const verbs = [
  ['requirePermission', "('a.permission')"],
  ['requireAll', "('a.permission')"],
  ['requireAny', "('a.permission')"],
  ['requireSome', "('a.permission')"],
  ['requireSignedIn', '()'],
  ['publicRoute', '()'],
] as const

it.each(verbs)('%s that was passed and not called answers 500 and says so', async (verb, call) => {
  const seen: unknown[] = []
  const app = express()
  app.get(
    '/',
    guards[verb] as unknown as RequestHandler,
    (_request, response) => void response.send('inside'),
  )
  const keep: ErrorRequestHandler = (error, _request, response, _next) => {
    seen.push(error)
    response.status(500).send('mine')
  }
  app.use(problemDetails(), keep)
  expect(await (await start(app)).ask('/', as('admin'))).toMatchObject({ status: 500, text: 'mine' })
  expect(seen).toMatchObject([
    {
      code: 'TRILATCH_GUARD_INVALID',
      message: `\`${verb}\` was passed and not called: write \`${verb}${call}\``,
    },
  ])
})

describe('problemDetails()', () => {
  it('leaves every other error to the application, the very same one', async () => {
    const thrown: unknown[] = [
      new Error('plain'),
      Object.assign(new Error('like one'), { status: 403, code: 'TRILATCH_FORBIDDEN', expose: true }),
      new TypeError('wrong type'),
      new TrilatchError('TRILATCH_OPTION_INVALID', 'a fault outside of a request'),
      'a text',
      { status: 403 },
    ]
    const seen: unknown[] = []
    const app = express()
    app.get('/:i', (request, _response, next) => next(thrown[Number(request.params.i)]))
    const keep: ErrorRequestHandler = (error, _request, response, _next) => {
      seen.push(error)
      response.status(500).send('mine')
    }
    app.use(problemDetails(), keep)
    const server = await start(app)
    for (const i of thrown.keys())
      expect(await server.ask(`/${i}`)).toMatchObject({ status: 500, text: 'mine' })
    for (const [i, error] of thrown.entries()) expect(seen[i]).toBe(error)
  })

  it('shows the text of no inner error, and tells the operator once', async () => {
    const told = vi.spyOn(process, 'emitWarning').mockReturnValue(undefined)
    const inner = new TrilatchError('TRILATCH_CONFLICT', 'secret inside', { status: 500 })
    const app = express()
    app.get('/', (_request, _response, next) => next(inner))
    app.use(problemDetails())
    const server = await start(app)
    await server.ask('/')
    const answer = await server.ask('/')
    expect(told.mock.calls).toEqual([
      [
        'A request was answered with 500 Internal Server Error, TRILATCH_CONFLICT: secret inside',
        { type: 'TrilatchWarning', code: 'TRILATCH_REQUEST_FAILED' },
      ],
    ])
    expect(answer.status).toBe(500)
    expect(answer.text).toBe(
      '{"type":"about:blank","title":"Internal Server Error","status":500,' +
        '"detail":"The request could not be answered.","code":"TRILATCH_CONFLICT"}',
    )
  })

  it('does not answer a second time', async () => {
    const seen: unknown[] = []
    const app = express()
    const refusal = new Refusal('TRILATCH_FORBIDDEN', 403, 'no')
    app.get('/', (_request, response, next) => {
      response.send('first')
      next(refusal)
    })
    const keep: ErrorRequestHandler = (error, _request, _response, _next) => void seen.push(error)
    app.use(problemDetails(), keep)
    expect(await (await start(app)).ask('/')).toMatchObject({ status: 200, text: 'first' })
    expect(seen).toEqual([refusal])
  })
})
