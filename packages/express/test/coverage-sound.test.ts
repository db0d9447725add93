// The worst a report can do is to call a route covered that is not. Here random applications are asked for real:
// what an anonymous request reaches must be reported as unprotected.
import type express from 'express'
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { coverage } from '../src/index.ts'
import { randomApplication } from './random-application.ts'

const segments = ['a', 'b', 'A', 'ab', '1', 'a.b', '']
const urls = [
  '/',
  ...segments.flatMap((one) => [`/${one}`, `/${one}/`]),
  ...segments.flatMap((one) => segments.map((two) => `/${one}/${two}`)),
  '/a/b/',
  '/a/b/a',
  '/a//b/a',
  '//a/b',
  '/a/A/b',
  '/a/b/b',
  '/1/a/b',
  '/a/b/a/b',
  '/ax',
  '/xb',
  '/x/xb',
  '/a/b/1/b/',
]

/** Hands a request to the application without a network between: there are many. */
function ask(app: express.Express, url: string): Promise<void> {
  return new Promise((resolve) => {
    const message = Object.assign(new IncomingMessage(new Socket()), { method: 'GET', url })
    const response = new ServerResponse(message)
    response.end = () => {
      resolve()
      return response
    }
    app(message as express.Request, response as express.Response, resolve as express.NextFunction)
  })
}

describe('A route that an anonymous request reaches', () => {
  const seeds = Array.from({ length: Number(process.env['TRILATCH_CASES'] ?? 1_000) }, (_, i) => i)

  it('is never reported as covered, whatever stands around it', { timeout: 600_000 }, async () => {
    const wrong: string[] = []
    const count = { covered: 0, reached: 0 }
    for (const seed of seeds) {
      const made = randomApplication(seed)
      const { routes, unprotected } = coverage(made.app)
      const isCovered = routes.length > 0 && unprotected.length === 0
      // Of those that are open, some are enough to see that the requests do reach handlers.
      if (!isCovered && seed % 10 > 0) continue
      for (const url of urls) {
        await ask(made.app, url)
        if (made.reached) break
      }
      if (isCovered) count.covered++
      else if (made.reached) count.reached++
      if (isCovered && made.reached) wrong.push(`seed ${seed}: ${JSON.stringify(routes)}`)
    }
    expect(wrong).toEqual([])
    // Unless many of both kinds came up, nothing was shown.
    expect(count.covered).toBeGreaterThan(seeds.length / 20)
    expect(count.reached).toBeGreaterThan(seeds.length / 50)
  })
})
