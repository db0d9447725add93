// Express keeps the routes of a mounted application to itself: the report fails until it is handed in.
import express, { Router } from 'express'
import type { Express, IRouter, RequestHandler } from 'express'
import { describe, expect, it } from 'vitest'
import { assertCovered, coverage, trilatch } from '../src/index.ts'
import type { RoutesOptions } from '../src/index.ts'
import { authorizer, subjectOf } from './application.ts'

const { requireSignedIn } = trilatch(authorizer, { subject: subjectOf })
const handler: RequestHandler = (_request, response) => void response.send('inside')

function application(path: string): Express {
  const app = express()
  app.get(path, handler)
  return app
}

const paths = (app: IRouter, options?: RoutesOptions): string[] =>
  coverage(app, options).routes.map(({ path, protection }) => `${path} ${protection}`)

describe('A mounted application', () => {
  it('makes the report fail, with the place and what to write', () => {
    const app = application('/x').use('/admin', application('/y')).use('/reports', application('/z'))
    const message =
      'Express hides the routes of the applications mounted at /admin, /reports. ' +
      "Hand them in: { mounted: { '/admin': adminApp, '/reports': reportsApp } }"
    expect(() => coverage(app)).toThrow(message)
    expect(() => assertCovered(app)).toThrow(
      expect.objectContaining({ code: 'TRILATCH_ROUTES_HIDDEN' }) as Error,
    )
  })

  it('is reported when it is handed in, with the guards before it', () => {
    const [admin, nested] = [application('/y'), application('/z')]
    admin.use('/nested', nested)
    const router = Router()
    router.get('/r', handler)
    router.use('/admin', admin)
    const app = express().use(requireSignedIn()).use('/api', router)
    // A router takes an application as it is: nothing is hidden there.
    expect(paths(app, { mounted: { '/api/admin/nested': nested } })).toEqual([
      '/api/r signed in',
      '/api/admin/y signed in',
      '/api/admin/nested/z signed in',
    ])
    const other = application('/y')
    const top = express().use('/admin', other)
    expect(paths(top, { mounted: { '/admin': other } })).toEqual(['/admin/y unprotected'])
    expect(() => assertCovered(top, { mounted: { '/admin': other }, allow: ['GET /admin/y'] })).not.toThrow()
  })

  it('is one of several at the same path, in the order in which they were mounted', () => {
    const [one, two] = [application('/one'), application('/two')]
    const app = express().use('/a', one).use('/a', two)
    expect(paths(app, { mounted: { '/a': [one, two] } })).toEqual([
      '/a/one unprotected',
      '/a/two unprotected',
    ])
    expect(() => coverage(app, { mounted: { '/a': one } })).toThrow(/mounted at \/a\. Hand them in/)
  })

  it('is mounted at several paths, and is handed in for each', () => {
    const sub = application('/y')
    const app = express().use(['/a', '/b'], sub)
    expect(paths(app, { mounted: { '/a': sub, '/b': sub } })).toEqual([
      '/a/y unprotected',
      '/b/y unprotected',
    ])
    expect(() => coverage(app, { mounted: { '/a': sub } })).toThrow(/mounted at \/b\. Hand them in/)
  })

  it('must be one, and be where it is said to be', () => {
    const sub = application('/y')
    const app = application('/x')
    expect(() => coverage(app, { mounted: { '/admin': sub } })).toThrow(
      /names something at "\/admin" that is no/,
    )
    app.use('/admin', sub)
    expect(() => coverage(app, { mounted: { '/admin': sub, '/amdin': sub } })).toThrow(
      /names "\/amdin", where no hidden application is mounted/,
    )
    expect(() => coverage(app, { mounted: { '/admin': [sub, sub] } })).toThrow(
      /names 2 applications at "\/admin", where 1 are mounted/,
    )
    expect(() => coverage(app, { mounted: { '/admin': handler as never } })).toThrow(/no mounted application/)
    expect(() => coverage(app, { mounted: null as never })).toThrow(/must name applications by their path/)
    const elsewhere = application('/z')
    express().use('/reports', elsewhere)
    expect(() => coverage(app, { mounted: { '/admin': elsewhere } })).toThrow(
      /"\/admin".*is mounted at "\/reports"/,
    )
  })
})

it('A router that is used within itself has no end, and makes the report fail', () => {
  const router = Router()
  router.use('/again', router)
  expect(() => coverage(router)).toThrow('The router at /again is used within itself: its routes have no end')
})
