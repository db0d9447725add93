// How much a refusal tells: the option `disclose`.
import { afterEach, describe, expect, it } from 'vitest'
import { problemDetails } from '../src/index.ts'
import type { Disclose } from '../src/index.ts'
import { as, bodies, headerNames, problem, serve } from './application.ts'
import type { TestApplication } from './application.ts'
import { stopAll } from './server.ts'

afterEach(stopAll)

/** Routes for every way to be refused; `/designs/gone` is a design that does not exist. */
function disclosing(disclose: Disclose): Promise<TestApplication> {
  return serve(
    (app, { requirePermission, requireAll, requireAny, requireSome, access }, ran) => {
      const run = (): void => void ran.push('handler')
      const find = (name: string): string | null => (name === 'gone' ? null : name)
      app.get('/one', requirePermission('project.delete'), run)
      app.get('/all', requireAll('project.delete', 'project.create'), run)
      app.get('/any', requireAny('project.delete', 'project.create'), run)
      app.get('/some', requireSome('report.view'), run)
      app.get(
        '/designs/:name',
        requirePermission('design.view', { resource: (r) => find(r.params['name'] as string) }),
        run,
      )
      app.get('/asserts', (request, _response, next) => {
        access(request)
          .then((held) => held.assert('project.delete'))
          .catch(next)
      })
    },
    { disclose },
  )
}

const refusing = ['/one', '/all', '/any', '/some', '/designs/sales.eu', '/designs/gone']

describe('disclose', () => {
  it('names the missing permission by default', async () => {
    const app = await disclosing('permission')
    expect(await app.ask('/designs/sales.eu', as('analyst'))).toMatchObject({
      status: 403,
      text: bodies.viewDesign,
    })
  })

  it('generic names nothing', async () => {
    const app = await disclosing('generic')
    for (const path of refusing) {
      const answer = await app.ask(path, as('analyst'))
      expect(answer).toMatchObject({ status: 403, text: bodies.generic })
      expect(headerNames(answer)).toEqual(['cache-control', 'content-length', 'content-type'])
    }
    expect(app.ran).toEqual([])
  })

  it('not-found answers as if there were nothing, the same for what is not there', async () => {
    const app = await disclosing('not-found')
    for (const path of refusing) {
      const answer = await app.ask(path, as('analyst'))
      expect(answer).toMatchObject({ status: 404, text: bodies.notFound })
      expect(headerNames(answer)).toEqual(['cache-control', 'content-length', 'content-type'])
    }
    const gone = await app.ask('/designs/gone', as('curator'))
    expect(gone).toMatchObject({ status: 404, text: bodies.notFound })
    expect(app.ran).toEqual([])
  })

  it.each(['permission', 'generic', 'not-found'] as const)('%s tells nobody nothing', async (disclose) => {
    const app = await disclosing(disclose)
    for (const path of refusing)
      expect(await app.ask(path)).toMatchObject({ status: 401, text: bodies.unauthenticated })
  })

  it.each(['permission', 'generic', 'not-found'] as const)(
    '%s leaves improper resources 400',
    async (disclose) => {
      const app = await disclosing(disclose)
      expect(await app.ask('/designs/a%2f', as('analyst'))).toMatchObject({
        status: 400,
        text: bodies.improper,
      })
    },
  )

  it.each(['generic', 'not-found'] as const)('%s holds for what an access asserts, too', async (disclose) => {
    const app = await disclosing(disclose)
    const [guarded, asserted] = [
      await app.ask('/one', as('creator')),
      await app.ask('/asserts', as('creator')),
    ]
    expect({ status: asserted.status, text: asserted.text }).toEqual({
      status: guarded.status,
      text: guarded.text,
    })
  })

  it('an access asserts as the guard refuses by default', async () => {
    const app = await disclosing('permission')
    const detail = 'Requires permission: Project › Delete Project'
    const missing = [['project.delete', 'Project › Delete Project']] as const
    expect(await app.ask('/asserts', as('creator'))).toMatchObject({
      status: 403,
      text: problem(403, 'Forbidden', detail, 'TRILATCH_FORBIDDEN', missing),
    })
    const answer = await app.ask('/asserts')
    expect(answer).toMatchObject({ status: 401, text: bodies.unauthenticated })
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="trilatch"')
  })

  it('never shows a role, a context or a reason', async () => {
    for (const disclose of ['permission', 'generic', 'not-found'] as const) {
      const app = await disclosing(disclose)
      for (const path of refusing) {
        const { text } = await app.ask(path, as('analyst'))
        expect(text).not.toMatch(/analyst|curator|lead|finance|nothing-granted|role|version/)
      }
    }
    expect(problemDetails()).toHaveLength(4)
  })
})
