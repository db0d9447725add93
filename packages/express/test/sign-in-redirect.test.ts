// The option `signIn` in Express, beside what test/enforcement holds all adapters to.
import { setTimeout as pause } from 'node:timers/promises'
import type { RequestHandler } from 'express'
import { afterEach, describe, expect, it } from 'vitest'
import { serve } from './application.ts'
import { stopAll } from './server.ts'

afterEach(stopAll)

const page = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8'

describe('signIn', () => {
  it('keeps what others have said the answer varies by', async () => {
    const app = await serve(
      (on, { requireSignedIn }) => {
        on.get(
          '/',
          (_request, response, next) => {
            response.vary('Origin')
            next()
          },
          requireSignedIn(),
        )
      },
      { signIn: '/sign-in' },
    )
    const answer = await app.ask('/', { headers: { accept: page } })
    expect(answer.headers.get('vary')).toBe('Origin, Accept')
  })

  it('harms nothing when somebody else has answered already', async () => {
    const faults: unknown[] = []
    const keep = (reason: unknown): void => void faults.push(reason)
    process.on('unhandledRejection', keep)
    try {
      const app = await serve(
        (on, { requireSignedIn }) => {
          const early: RequestHandler = (_request, response, next) => {
            response.end('early')
            next()
          }
          on.get('/', early, requireSignedIn())
        },
        { signIn: '/sign-in' },
      )
      expect(await app.ask('/', { headers: { accept: page } })).toMatchObject({ status: 200, text: 'early' })
      await pause(30)
    } finally {
      process.off('unhandledRejection', keep)
    }
    expect(faults).toEqual([])
  })
})
