import { assertCovered, coverage, coverageTable } from '@trilatch/express'
import { expect, it } from 'vitest'
import { makeApp } from '../src/app.ts'

it('every route of the example has its guard, or says that it is public', async () => {
  const { app } = await makeApp()
  assertCovered(app)
  const table = coverageTable(coverage(app))
  expect(table).toMatch(/^\* \/auth +public$/m)
  expect(table).toMatch(/^DELETE \/dashboards\/:name +dashboard\.delete$/m)
  expect(table).toContain('25 routes, 0 unprotected')
})
