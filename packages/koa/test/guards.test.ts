// What each verb lets through, and the exact answer to those it does not.
import { afterEach, describe, expect, it } from 'vitest'
import type { Guard } from '../src/index.ts'
import { as, bodies, headerNames, inside, problem, serve } from './application.ts'
import type { Guards, TestApplication } from './application.ts'
import { stopAll } from './server.ts'

afterEach(stopAll)

/** An application with one route behind one guard. */
function behind(guard: (guards: Guards) => Guard, path = '/'): Promise<TestApplication> {
  return serve((on, guards, ran) => void on.get(path, guard(guards), inside(ran)))
}

describe('requirePermission', () => {
  it('lets through who holds it, and adds nothing to the answer', async () => {
    const app = await behind(({ requirePermission }) => requirePermission('project.create'))
    const answer = await app.ask('/', as('creator'))
    expect(answer).toMatchObject({ status: 200, text: 'inside' })
    expect(headerNames(answer)).toEqual(['content-length', 'content-type'])
    expect(app.ran).toEqual(['handler'])
  })

  it('answers nobody with 401, the realm and a body that names no permission', async () => {
    const app = await behind(({ requirePermission }) => requirePermission('project.create'))
    const answer = await app.ask('/')
    expect(answer).toMatchObject({ status: 401, text: bodies.unauthenticated })
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="trilatch"')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    const names = ['cache-control', 'content-length', 'content-type', 'www-authenticate']
    expect(headerNames(answer)).toEqual(names)
    expect(app.ran).toEqual([])
  })

  it('answers others with 403 and the missing permission, and nothing else', async () => {
    const app = await behind(({ requirePermission }) => requirePermission('project.create'))
    const answer = await app.ask('/', as('curator'))
    expect(answer).toMatchObject({ status: 403, text: bodies.createProject })
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(answer.headers.get('content-length')).toBe(String(Buffer.byteLength(bodies.createProject)))
    expect(headerNames(answer)).toEqual(['cache-control', 'content-length', 'content-type'])
    expect(app.ran).toEqual([])
  })

  it('answers an improper resource with 400, administrators included, and nobody with 401', async () => {
    const guard = ({ requirePermission }: Guards): Guard =>
      requirePermission('design.view', { param: 'name' })
    const app = await behind(guard, '/designs/:name')
    for (const roles of ['analyst', 'curator', 'admin', 'creator'])
      expect(await app.ask('/designs/a%2f%2fb', as(roles))).toMatchObject({
        status: 400,
        text: bodies.improper,
      })
    expect(await app.ask('/designs/a%2f%2fb')).toMatchObject({ status: 401, text: bodies.unauthenticated })
    expect(app.ran).toEqual([])
  })
})

describe('The other verbs', () => {
  it('requireAll names all that are missing, in the order declared', async () => {
    const all = ({ requireAll }: Guards): Guard =>
      requireAll('project.delete', 'project.create', { permission: 'design.view', param: 'name' })
    const app = await behind(all, '/:name')
    expect((await app.ask('/finance.costs', as('lead', 'analyst'))).status).toBe(200)
    const detail = 'Requires permissions: Project › Delete Project, Design › View Design'
    const missing = [
      ['project.delete', 'Project › Delete Project'],
      ['design.view', 'Design › View Design'],
    ] as const
    expect((await app.ask('/sales.eu', as('analyst', 'creator'))).text).toBe(
      problem(403, 'Forbidden', detail, 'TRILATCH_FORBIDDEN', missing),
    )
    expect(app.ran).toEqual(['handler'])
  })

  it('requireAny lets through who holds one of them, and names them all to others', async () => {
    const any = ({ requireAny }: Guards): Guard =>
      requireAny('project.delete', { permission: 'design.view', param: 'name' })
    const app = await behind(any, '/:name')
    for (const roles of ['lead', 'analyst', 'admin'])
      expect((await app.ask('/finance.costs', as(roles))).status).toBe(200)
    const refused = await app.ask('/sales.eu', as('analyst'))
    expect(refused.status).toBe(403)
    expect(refused.text).toContain('Requires one of: Project › Delete Project, Design › View Design')
    expect(app.ran).toHaveLength(3)
  })

  it('requireSome, requireSignedIn and publicRoute ask for no resource', async () => {
    const app = await serve((on, { requireSome, requireSignedIn, publicRoute }, ran) => {
      on.get('/some', requireSome('design.view'), inside(ran))
      on.get('/signed-in', requireSignedIn(), inside(ran))
      on.get('/public', publicRoute(), inside(ran))
    })
    const statuses = async (init: RequestInit): Promise<number[]> =>
      Promise.all(['/some', '/signed-in', '/public'].map(async (path) => (await app.ask(path, init)).status))
    expect(await statuses({})).toEqual([401, 401, 200])
    expect(await statuses(as('creator'))).toEqual([403, 200, 200])
    expect(await statuses(as('analyst'))).toEqual([200, 200, 200])
  })
})

describe('Every guard', () => {
  it('quotes the realm of the options', async () => {
    const realm = String.raw`Bob's "big" \ shop`
    const app = await serve((on, { requireSignedIn }, ran) => on.get('/', requireSignedIn(), inside(ran)), {
      realm,
    })
    const { headers } = await app.ask('/')
    expect(headers.get('www-authenticate')).toBe(String.raw`Bearer realm="Bob's \"big\" \\ shop"`)
  })
})
