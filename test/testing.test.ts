// The helpers for tests of applications, with what such tests are written with.
import { AssertionError } from 'node:assert'
import express from 'express'
import fastify from 'fastify'
import request from 'supertest'
import { afterAll, describe, expect, it } from 'vitest'
import { definePermissions, enforce, problemDetails, problemOf, trilatch } from '@trilatch/express'
import { expectDenied, expectUnauthenticated, testAuthorizer, testSubjects } from '@trilatch/core/testing'

const permissions = definePermissions({
  'project.create': 'Create Project',
  'project.delete': 'Delete Project',
})
const authorizer = testAuthorizer({
  permissions,
  roles: [{ id: 'lead', rules: [{ permission: 'project', state: 'granted' }] }],
})
const { subject, as } = testSubjects()
const { requireAll, requirePermission, requireAny } = trilatch(authorizer, { subject })
const generic = trilatch(authorizer, { subject, disclose: 'generic' })

const app = express()
app.set('env', 'test')
app.get('/plain', requirePermission('project.create'))
app.use(
  (error: unknown, request: express.Request, _response: express.Response, next: express.NextFunction) => {
    next(request.path === '/plain' ? Object.assign(new Error('no'), { status: 403 }) : error)
  },
)
app.post(
  '/projects',
  requirePermission('project.create'),
  (_request, response) => void response.json({ ok: true }),
)
app.get('/both', requireAll('project.delete', 'project.create'))
app.get('/either', requireAny('project.delete', 'project.create'))
app.get('/generic', generic.requirePermission('project.create'))
app.use(problemDetails())
const server = app.listen(0, '127.0.0.1')
afterAll(() => void server.close())

const [ada, lead] = [as({ id: 'ada' }), as({ id: 'ada', roles: ['lead'] })]
const get = (path: string, headers = ada) => request(server).get(path).set(headers)

/** The message of an assertion that fails. */
async function fault(run: () => unknown): Promise<string> {
  try {
    await run()
  } catch (error) {
    expect(error).toBeInstanceOf(AssertionError)
    return (error as Error).message
  }
  return 'passed'
}

describe('expectDenied', () => {
  it('passes for a refusal that names exactly the permissions, in any order', async () => {
    expectDenied(await request(server).post('/projects').set(ada), 'project.create')
    expectDenied(await get('/both'), 'project.create', 'project.delete')
    expectDenied(await get('/either'), 'project.delete', 'project.create')
    expectDenied(await get('/generic'))
    expectDenied(await get('/both'))
  })

  it('says what came instead', async () => {
    const post = (headers: Record<string, string>) => request(server).post('/projects').set(headers)
    expect(await fault(async () => expectDenied(await post(lead), 'project.create'))).toBe(
      'Expected a refusal (403) that names project.create, but got 200 OK. The request was let through. Body: {"ok":true}',
    )
    expect(await fault(async () => expectDenied(await post({}), 'project.create'))).toMatch(
      /^Expected .*, but got 401 Unauthorized\. Nobody was signed in: did the request have the headers of as\(subject\)\? Body: \{/,
    )
    expect(await fault(async () => expectDenied(await get('/nowhere'), 'project.create'))).toMatch(
      /but got 404 Not Found\. Is there such a route\?/,
    )
    expect(await fault(async () => expectDenied(await get('/both'), 'project.create'))).toBe(
      'Expected a refusal (403) that names project.create, but it names project.delete, project.create.',
    )
    expect(await fault(async () => expectDenied(await get('/generic'), 'project.create'))).toMatch(
      /but it names no permission: is `disclose` set\?/,
    )
    expect(await fault(async () => expectDenied(await get('/plain'), 'project.create'))).toBe(
      'Expected a refusal (403) that names project.create, but it came as text/html and not as application/problem+json: is problemDetails() behind the routes?',
    )
  })

  it('compares for the test runner to show', async () => {
    const response = await get('/both')
    expect(() => expectDenied(response, 'project.create')).toThrow(
      expect.objectContaining({
        expected: { status: 403, code: 'TRILATCH_FORBIDDEN', permissions: ['project.create'] },
        actual: {
          status: 403,
          code: 'TRILATCH_FORBIDDEN',
          permissions: ['project.delete', 'project.create'],
        },
      }) as Error,
    )
  })

  it('takes answers of fetch, which can still be read afterwards', async () => {
    const { port } = server.address() as { port: number }
    const response = await fetch(`http://127.0.0.1:${port}/both`, { headers: ada })
    await expectDenied(response, 'project.create', 'project.delete')
    expect(await fault(() => expectDenied(response, 'project.create'))).toMatch(/it names/)
    expect(await response.json()).toMatchObject({ status: 403 })
    expect(() => expectDenied(response, 'project.create')).toThrow(/body of the response has been read/)
  })

  it('takes answers of inject', async () => {
    const refusing = fastify()
    refusing.get('/', async (message, reply) => {
      const access = await authorizer.access(subject(message))
      const requirement = { kind: 'all', permissions: ['project.create'] } as const
      const answer = problemOf(
        enforce(access, requirement, { permissions, disclose: 'permission', realm: 'x' }),
      )
      return reply
        .code(answer?.status ?? 200)
        .headers(answer?.headers ?? {})
        .send(answer?.body)
    })
    expectDenied(await refusing.inject({ url: '/', headers: ada }), 'project.create')
    expectUnauthenticated(await refusing.inject({ url: '/' }))
    const granted = await refusing.inject({ url: '/', headers: lead })
    expect(await fault(() => expectDenied(granted, 'project.create'))).toMatch(/let through/)
  })

  it('takes nothing for an answer that is none', () => {
    for (const response of [undefined, null, {}, Promise.resolve(), 'text', { status: 403 }])
      expect(() => expectDenied(response as never)).toThrow(/is an `await` missing\?/)
  })
})

describe('expectUnauthenticated', () => {
  it('passes for a request to sign in, and says what came instead', async () => {
    expectUnauthenticated(await get('/both', {}))
    expect(await fault(async () => expectUnauthenticated(await get('/both')))).toMatch(
      /^Expected to be asked to sign in \(401\), but got 403 Forbidden\. Somebody was signed in\. Body:/,
    )
  })
})
