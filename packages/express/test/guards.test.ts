// What each verb lets through, and the exact answer to those it does not.
import type { Response } from 'express'
import { afterEach, describe, expect, it } from 'vitest'
import { requirementOf } from '../src/index.ts'
import { as, bodies, headerNames, problem, serve } from './application.ts'
import type { Guards, TestApplication } from './application.ts'
import { stopAll } from './server.ts'

afterEach(stopAll)

const createTitle = ['project.create', 'Project › Create Project'] as const
const deleteTitle = ['project.delete', 'Project › Delete Project'] as const
const designTitle = ['design.view', 'Design › View Design'] as const

/** An application with one route behind one guard. */
function behind(
  guard: (guards: Guards) => ReturnType<Guards['publicRoute']>,
  path = '/',
): Promise<TestApplication> {
  return serve((app, guards, ran) => {
    app.get(path, guard(guards), (_request, response: Response) => {
      ran.push('handler')
      response.send('inside')
    })
  })
}

describe('requirePermission', () => {
  it('lets through who holds it, and adds nothing to the answer', async () => {
    const app = await behind(({ requirePermission }) => requirePermission('project.create'))
    const answer = await app.ask('/', as('creator'))
    expect(answer).toMatchObject({ status: 200, text: 'inside' })
    expect(headerNames(answer)).toEqual(['content-length', 'content-type', 'etag'])
    expect(app.ran).toEqual(['handler'])
  })

  it('answers nobody with 401, the realm and a body that names no permission', async () => {
    const app = await behind(({ requirePermission }) => requirePermission('project.create'))
    const answer = await app.ask('/')
    expect(answer.status).toBe(401)
    expect(answer.text).toBe(bodies.unauthenticated)
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="trilatch"')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(headerNames(answer)).toEqual([
      'cache-control',
      'content-length',
      'content-type',
      'www-authenticate',
    ])
    expect(app.ran).toEqual([])
  })

  it('answers others with 403 and the missing permission, and nothing else', async () => {
    const app = await behind(({ requirePermission }) => requirePermission('project.create'))
    const answer = await app.ask('/', as('curator'))
    expect(answer.status).toBe(403)
    expect(answer.text).toBe(bodies.createProject)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(answer.headers.get('content-length')).toBe(String(Buffer.byteLength(bodies.createProject)))
    expect(headerNames(answer)).toEqual(['cache-control', 'content-length', 'content-type'])
    expect(app.ran).toEqual([])
  })

  it('answers an improper resource with 400, administrators included, and nobody with 401', async () => {
    const app = await behind(
      ({ requirePermission }) => requirePermission('design.view', { param: 'name' }),
      '/designs/:name',
    )
    for (const roles of ['analyst', 'curator', 'admin', 'creator']) {
      const answer = await app.ask('/designs/a%2f%2fb', as(roles))
      expect(answer).toMatchObject({ status: 400, text: bodies.improper })
      expect(headerNames(answer)).toEqual(['cache-control', 'content-length', 'content-type'])
    }
    expect(await app.ask('/designs/a%2f%2fb')).toMatchObject({ status: 401, text: bodies.unauthenticated })
    expect(app.ran).toEqual([])
  })
})

describe('requireAll', () => {
  const all = ({ requireAll }: Guards): ReturnType<Guards['requireAll']> =>
    requireAll('project.delete', 'project.create', { permission: 'design.view', param: 'name' })

  it('lets through who holds all of them', async () => {
    const app = await behind(all, '/:name')
    expect(await app.ask('/finance.costs', as('lead', 'analyst'))).toMatchObject({ status: 200 })
    expect(await app.ask('/finance.costs')).toMatchObject({ status: 401, text: bodies.unauthenticated })
    expect(app.ran).toEqual(['handler'])
  })

  it('names all that are missing, in the order declared, and none that is held', async () => {
    const app = await behind(all, '/:name')
    const refused = (detail: string, missing: Parameters<typeof problem>[4]): string =>
      problem(403, 'Forbidden', detail, 'TRILATCH_FORBIDDEN', missing)
    expect((await app.ask('/finance.costs', as('analyst'))).text).toBe(
      refused('Requires permissions: Project › Delete Project, Project › Create Project', [
        deleteTitle,
        createTitle,
      ]),
    )
    expect((await app.ask('/sales.eu', as('analyst', 'creator'))).text).toBe(
      refused('Requires permissions: Project › Delete Project, Design › View Design', [
        deleteTitle,
        designTitle,
      ]),
    )
    expect((await app.ask('/sales.eu', as('lead', 'analyst'))).text).toBe(bodies.viewDesign)
    expect(app.ran).toEqual([])
  })
})

describe('requireAny', () => {
  const any = ({ requireAny }: Guards): ReturnType<Guards['requireAny']> =>
    requireAny('project.delete', { permission: 'design.view', param: 'name' })

  it('lets through who holds one of them', async () => {
    const app = await behind(any, '/:name')
    for (const roles of ['lead', 'analyst', 'admin'])
      expect(await app.ask('/finance.costs', as(roles))).toMatchObject({ status: 200, text: 'inside' })
    expect(app.ran).toHaveLength(3)
  })

  it('names them all to who holds none, and tells nobody', async () => {
    const app = await behind(any, '/:name')
    const answer = await app.ask('/sales.eu', as('analyst', 'creator'))
    expect(answer.status).toBe(403)
    expect(answer.text).toBe(
      problem(
        403,
        'Forbidden',
        'Requires one of: Project › Delete Project, Design › View Design',
        'TRILATCH_FORBIDDEN',
        [deleteTitle, designTitle],
      ),
    )
    expect(await app.ask('/sales.eu')).toMatchObject({ status: 401, text: bodies.unauthenticated })
    expect(app.ran).toEqual([])
  })
})

describe('requireSome, requireSignedIn and publicRoute', () => {
  it('requireSome lets through who holds it for some resource', async () => {
    const app = await behind(({ requireSome }) => requireSome('design.view'))
    expect((await app.ask('/', as('analyst'))).status).toBe(200)
    expect(await app.ask('/', as('creator'))).toMatchObject({ status: 403, text: bodies.viewDesign })
    expect(await app.ask('/')).toMatchObject({ status: 401, text: bodies.unauthenticated })
    expect(app.ran).toEqual(['handler'])
  })

  it('requireSignedIn lets through everybody but nobody', async () => {
    const app = await behind(({ requireSignedIn }) => requireSignedIn())
    expect((await app.ask('/', as())).status).toBe(200)
    const answer = await app.ask('/')
    expect(answer).toMatchObject({ status: 401, text: bodies.unauthenticated })
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="trilatch"')
    expect(app.ran).toEqual(['handler'])
  })

  it('publicRoute lets through everybody', async () => {
    const app = await behind(({ publicRoute }) => publicRoute())
    expect((await app.ask('/')).status).toBe(200)
    expect((await app.ask('/', as())).status).toBe(200)
  })
})

describe('Every guard', () => {
  it('quotes the realm of the options', async () => {
    const realm = String.raw`Bob's "big" \ shop`
    const app = await serve((on, { requireSignedIn }) => void on.get('/', requireSignedIn()), { realm })
    const answer = await app.ask('/')
    expect(answer.headers.get('www-authenticate')).toBe(String.raw`Bearer realm="Bob's \"big\" \\ shop"`)
  })

  it('carries its requirement and a name', async () => {
    let guards: Guards | undefined
    await serve((_app, given) => void (guards = given))
    const guard = guards?.requireAny('project.delete', 'project.create')
    expect(guard?.name).toBe('trilatch(project.delete, project.create)')
    expect(requirementOf(guard)).toEqual({ kind: 'any', permissions: ['project.delete', 'project.create'] })
    expect(requirementOf(guards?.publicRoute())).toEqual({ kind: 'public', permissions: [] })
    expect(guards?.requireSignedIn().name).toBe('trilatch(signed-in)')
  })
})
