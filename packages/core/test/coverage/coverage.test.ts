import { describe, expect, it } from 'vitest'
import { assertCoverage, coverageOf, coverageTable, TrilatchError } from '@trilatch/core'
import type { ListedRoute, Requirement } from '@trilatch/core'

const asks = (kind: Requirement['kind'], ...permissions: string[]): Requirement => ({ kind, permissions })

const routes: ListedRoute[] = [
  { method: 'GET', path: '/', guards: [asks('public')] },
  { method: 'GET', path: '/me', guards: [asks('signed-in')] },
  { method: 'POST', path: '/projects', guards: [asks('signed-in'), asks('all', 'project.create')] },
  { method: 'GET', path: '/designs', guards: [asks('some', 'design.view')] },
  { method: 'PUT', path: '/designs/:name', guards: [asks('any', 'design.edit', 'design.own'), asks('public')] },
  { method: 'GET', path: '/health', guards: [] },
  { transport: 'websocket', method: 'message', path: 'chat', guards: [] },
]
const coverage = coverageOf(routes)

function faultsOf(allow: readonly string[]): string | undefined {
  try {
    assertCoverage(coverage, { allow })
  } catch (error) {
    expect(error).toBeInstanceOf(TrilatchError)
    expect((error as TrilatchError).code).toBe('TRILATCH_ROUTE_UNPROTECTED')
    return (error as TrilatchError).message
  }
  return undefined
}

describe('coverage', () => {
  it('says of every route how it is protected; the strongest guard names it', () => {
    expect(coverage.routes.map(({ protection }) => protection)).toEqual([
      'public',
      'signed in',
      'permissions',
      'permissions',
      'permissions',
      'unprotected',
      'unprotected',
    ])
    expect(coverage.unprotected.map(({ path }) => path)).toEqual(['/health', 'chat'])
    expect(coverage.routes[4]?.permissions).toEqual(['design.edit', 'design.own'])
  })

  it('is drawn as a table that closes with a sum', () => {
    expect(coverageTable(coverage)).toBe(
      [
        'GET /                   public',
        'GET /me                 signed in',
        'POST /projects          signed in; project.create',
        'GET /designs            some design.view',
        'PUT /designs/:name      design.edit or design.own',
        'GET /health             UNPROTECTED',
        'websocket message chat  UNPROTECTED',
        '',
        '7 routes, 2 unprotected',
      ].join('\n'),
    )
    expect(coverageTable(coverageOf([]))).toBe('0 routes, 0 unprotected')
  })

  it('shows what runs before the guards of a route, which has to hand requests on', () => {
    const guards = [asks('all', 'project.create')]
    const report = coverageOf([{ method: 'POST', path: '/x', guards, before: ['jsonParser', 'upload'] }])
    expect(report.routes[0]?.before).toEqual(['jsonParser', 'upload'])
    expect(coverage.routes[0]?.before).toEqual([])
    expect(coverageTable(report)).toMatch(/^POST \/x {2}project\.create \(after jsonParser, upload\)$/m)
  })

  it('fails and names every unprotected route', () => {
    expect(faultsOf([])).toBe(
      'Not every route is covered:\n' +
        '- GET /health is unprotected: put a guard before its handler, or publicRoute()\n' +
        '- websocket message chat is unprotected: put a guard before its handler, or publicRoute()',
    )
  })

  it('lets those on the list pass', () => {
    expect(faultsOf(['GET /health', 'websocket message chat'])).toBeUndefined()
  })

  it('keeps the list from growing stale: no routes that are gone, none that are guarded by now, none twice', () => {
    const faults = faultsOf(['GET /health', 'websocket message chat', 'GET /me', 'GET /heath', 'GET /health'])
    expect(faults).toBe(
      'Not every route is covered:\n' +
        '- GET /me is allowed to be unprotected and is not any more: take it off the list\n' +
        '- GET /heath is on the list and is no route. Did you mean "GET /health"?\n' +
        '- GET /health is on the list twice',
    )
  })

  it('refuses options it does not know', () => {
    expect(() => assertCoverage(coverage, { allowed: [] } as never)).toThrow(/unknown option "allowed"/)
    expect(() => assertCoverage(coverage, { allow: 'GET /' as never })).toThrow(/`allow` must be a list/)
  })
})
