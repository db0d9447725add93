import { assertCovered, coverage, coverageTable } from '@trilatch/koa'
import { expect, it } from 'vitest'
import { makeApp } from '../src/app.ts'

it('every route of the example has its guard, or says that it is public', () => {
  const { app } = makeApp()
  assertCovered(app)
  expect(coverageTable(coverage(app)).split('\n')).toEqual([
    'GET /                     public',
    'GET /me/permissions       signed in',
    'GET /designs              some design.view',
    'GET /designs/:name        design.view',
    'DELETE /designs/:name     design.delete',
    'GET /reports              some report.view',
    'GET /reports/:name        report.view',
    'DELETE /reports/:name     report.delete',
    'GET /dashboards           some dashboard.view',
    'GET /dashboards/:name     dashboard.view',
    'DELETE /dashboards/:name  dashboard.delete',
    'PUT /designs/:name        design.edit',
    'POST /reports/:name/run   report.run',
    'POST /projects            project.create',
    'DELETE /projects/:name    project.delete',
    '',
    '15 routes, 0 unprotected',
  ])
})
