// A mounted handler is told when its caller has gone, and nobody else is bothered.
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import type { Request as ExpressRequest } from 'express'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { pieces } from '../../../test/contracts/mounted-answers.ts'
import type { TestApplication } from './application.ts'
import { mounted } from './mounted.ts'
import { stopAll } from './server.ts'

afterEach(stopAll)

describe('A caller who hangs up', () => {
  /** Asks, waits for `begun`, and hangs up. */
  async function hangUp(app: TestApplication, begun: Promise<unknown>): Promise<void> {
    const socket = await app.dial()
    socket.write('GET /admin HTTP/1.1\r\nhost: x\r\n\r\n')
    await begun
    socket.destroy()
    await once(socket, 'close')
    await pause(60)
  }

  it('aborts the signal of a request that is still being answered', async () => {
    let begin = (): void => {}
    const begun = new Promise<void>((resolve) => (begin = resolve))
    const signals: AbortSignal[] = []
    const app = await mounted(async ({ signal }) => {
      signals.push(signal)
      begin()
      await pause(30)
      return new Response('too late')
    })
    await hangUp(app, begun)
    await vi.waitFor(() => expect(signals.map(({ aborted }) => aborted)).toEqual([true]))
  })

  it('before the handler is done is no error of the application', async () => {
    const app = await mounted(async () => pause(30, new Response('too late')))
    await hangUp(app, pause(10))
    expect(app.seen).toEqual([])
  })

  it('while the handler waits on the signal is no error of the application', async () => {
    const app = await mounted(async ({ signal }) => {
      await pause(10_000, undefined, { signal })
      return new Response('never')
    })
    await hangUp(app, pause(10))
    expect(app.seen).toEqual([])
  })

  it('before the handler began has aborted its signal too', async () => {
    const signals: boolean[] = []
    const slow = (request: ExpressRequest): Promise<null> =>
      new Promise((resolve) => request.socket.once('close', () => setImmediate(resolve, null)))
    const app = await mounted(({ signal }) => {
      signals.push(signal.aborted)
      return new Response('too late')
    }, slow)
    await hangUp(app, pause(10))
    // Not to begin at all would be as good.
    expect(signals).not.toContain(false)
  })

  it('in the middle of a stream ends the stream', async () => {
    const noted: string[] = []
    const app = await mounted(() => new Response(pieces(1_000_000, noted)))
    const socket = await app.dial()
    socket.write('GET /admin HTTP/1.1\r\nhost: x\r\n\r\n')
    await once(socket, 'data')
    socket.destroy()
    await vi.waitFor(() => expect(noted).toEqual(['cancelled']))
    expect(app.seen).toEqual([])
  })

  it('is nobody who got all of the answer', async () => {
    const signals: AbortSignal[] = []
    const app = await mounted(({ signal }) => {
      signals.push(signal)
      return new Response('whole')
    })
    await app.line('GET /admin HTTP/1.1')
    await pause(20)
    expect(signals.map(({ aborted }) => aborted)).toEqual([false])
  })
})
