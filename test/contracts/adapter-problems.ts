// What handlers throw: errors of Trilatch that have a status are answered as problems, all others are the application's.
import { afterEach, describe, expect, it, vi } from 'vitest'
import { TrilatchError } from '@trilatch/core'
import { keeping } from './adapter-kit.ts'
import type { RoutePlan, Start } from './adapter-kit.ts'
import { problem } from './adapter-policy.ts'

/** What was told once is not told again in a process: each run has a text of its own. */
let runs = 0

const throwing = (path: string, value: unknown): RoutePlan => ({
  path,
  guard: ['publicRoute'],
  handler: () => {
    throw value
  },
})

export function problemContract(start: Start): void {
  afterEach(() => void vi.restoreAllMocks())

  describe('What a handler throws', () => {
    it('and is none of ours is left to the application, the very same one', async () => {
      const thrown: unknown[] = [
        new Error('plain'),
        Object.assign(new Error('like one'), { status: 403, code: 'TRILATCH_FORBIDDEN', expose: true }),
        new TypeError('wrong type'),
        new TrilatchError('TRILATCH_OPTION_INVALID', 'a fault outside of a request'),
        'a text',
        { status: 403 },
      ]
      const seen: unknown[] = []
      const app = await start({
        routes: thrown.map((value, i) => throwing(`/${i}`, value)),
        own: keeping(seen),
      })
      for (const i of thrown.keys())
        expect(await app.ask(`/${i}`)).toMatchObject({ status: 500, text: 'mine' })
      for (const [i, error] of thrown.entries()) expect(seen[i]).toBe(error)
    })

    it('and is ours is answered with its status', async () => {
      const conflict = new TrilatchError('TRILATCH_CONFLICT', 'Somebody wrote after you read.', {
        status: 409,
      })
      const app = await start({ routes: [throwing('/', conflict)] })
      const answer = await app.ask('/')
      expect(answer).toMatchObject({
        status: 409,
        text: problem(409, 'Conflict', 'Somebody wrote after you read.', 'TRILATCH_CONFLICT'),
      })
      expect(answer.headers.get('content-type')).toBe('application/problem+json')
    })

    it('and is an inner error of ours shows no text, and is told the operator once', async () => {
      const told = vi.spyOn(process, 'emitWarning').mockReturnValue(undefined)
      const secret = `secret inside ${++runs}`
      const app = await start({
        routes: [throwing('/', new TrilatchError('TRILATCH_CONFLICT', secret, { status: 500 }))],
      })
      const detail = 'The request could not be answered.'
      for (let i = 0; i < 2; i++)
        expect(await app.ask('/')).toMatchObject({
          status: 500,
          text: problem(500, 'Internal Server Error', detail, 'TRILATCH_CONFLICT'),
        })
      expect(told.mock.calls).toEqual([
        [
          `A request was answered with 500 Internal Server Error, TRILATCH_CONFLICT: ${secret}`,
          { type: 'TrilatchWarning', code: 'TRILATCH_REQUEST_FAILED' },
        ],
      ])
    })
  })
}
