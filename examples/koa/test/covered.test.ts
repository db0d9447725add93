import { assertCovered, coverage, coverageTable } from '@trilatch/koa'
import type Koa from 'koa'
import { expect, it } from 'vitest'
import { makeApp } from '../src/app.ts'

it('every route of the example has its guard, or says that it is public', async () => {
  const { app } = await makeApp()
  // koa-mount hides what it holds: the sign-in, which is for those who are not signed in.
  const signIn = app.middleware.find((one) => String(one).includes('upstream')) as Koa.Middleware
  const hidden = { plain: ['session'], mounted: { '/auth': signIn } }
  assertCovered(app, { ...hidden, allow: ['* /auth/*'] })
  expect(coverageTable(coverage(app, hidden)).split('\n')).toEqual([
    '* /auth/*                 UNPROTECTED',
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
    '16 routes, 1 unprotected',
  ])
})
