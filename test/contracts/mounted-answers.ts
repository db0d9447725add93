// What a mounted handler answers arrives as it is, in every framework: status, headers, cookies, streams.
import { once } from 'node:events'
import { connect } from 'node:net'
import { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import type { FetchContext } from '@trilatch/core'

export type Answerer = (request: Request, context: FetchContext) => Response | Promise<Response>

/** An application with a handler under /admin, and with a cookie of its own, `app=1`; all of it varies by Origin. */
export interface MountedApplication {
  readonly origin: string
  ask(
    path: string,
    init?: RequestInit,
  ): Promise<{ readonly status: number; readonly headers: Headers; readonly text: string }>
}

/** The bytes of an answer, until the server hangs up. */
async function bytesOf({ origin }: MountedApplication): Promise<string> {
  const { hostname, port } = new URL(origin)
  const socket = connect(Number(port), hostname)
  // A server that hangs up early is an answer too.
  socket.on('error', () => {})
  socket.write(`GET /admin HTTP/1.1\r\nhost: ${hostname}\r\nconnection: close\r\n\r\n`)
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  await once(socket, 'close')
  return Buffer.concat(chunks).toString()
}

/** A body that comes in pieces, and notes when nobody wants more of it. */
export function pieces(count: number, noted: string[] = []): ReadableStream<Uint8Array> {
  let i = 0
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      await pause(1)
      if (i === count) controller.close()
      else controller.enqueue(new TextEncoder().encode(`${i++};`))
    },
    cancel: () => void noted.push('cancelled'),
  })
}

/** What every adapter's mount has to do with an answer. */
export function describeMountedAnswers(mounted: (fetch: Answerer) => Promise<MountedApplication>): void {
  describe('An answer', () => {
    it('keeps status, reason, headers and both cookies, beside those of the application', async () => {
      const app = await mounted(() => {
        const headers = new Headers({ 'content-type': 'text/x-own', etag: '"1"', 'x-own': 'a, b' })
        headers.append('set-cookie', 'a=1; Path=/; HttpOnly')
        headers.append('set-cookie', 'b=2; Expires=Wed, 21 Oct 2026 07:28:00 GMT')
        return new Response('made', { status: 201, statusText: 'Made Here', headers })
      })
      const answer = await app.ask('/admin')
      expect(answer).toMatchObject({ status: 201, text: 'made' })
      expect(answer.headers.get('content-type')).toBe('text/x-own')
      expect(answer.headers.get('etag')).toBe('"1"')
      expect(answer.headers.get('x-own')).toBe('a, b')
      expect(answer.headers.getSetCookie()).toEqual([
        'app=1',
        'a=1; Path=/; HttpOnly',
        'b=2; Expires=Wed, 21 Oct 2026 07:28:00 GMT',
      ])
      expect(await bytesOf(app)).toMatch(/^HTTP\/1\.1 201 Made Here\r\n/)
    })

    it('has no type that the handler did not give, with and without a body', async () => {
      for (const body of [new Uint8Array([1, 2]), null]) {
        const app = await mounted(() => new Response(body))
        const answer = await app.ask('/admin')
        expect([answer.status, answer.headers.get('content-type')]).toEqual([200, null])
      }
    })

    it('may have no body', async () => {
      for (const status of [204, 205, 304]) {
        const app = await mounted(() => new Response(null, { status }))
        const answer = await app.ask('/admin')
        expect(answer).toMatchObject({ status, text: '' })
        expect(answer.headers.get('content-type')).toBeNull()
      }
    })

    it('may be a redirect, which is not followed here', async () => {
      const app = await mounted(() => new Response(null, { status: 303, headers: { location: '/admin/' } }))
      const answer = await app.ask('/admin')
      expect(answer).toMatchObject({ status: 303, text: '' })
      expect(answer.headers.get('location')).toBe('/admin/')
    })

    it('may be of another maker than this Node, as libraries bring their own', async () => {
      const fetch = (): Response =>
        ({
          status: 202,
          statusText: '',
          headers: {
            getSetCookie: () => [],
            *[Symbol.iterator]() {
              yield ['x-own', '1']
            },
          },
          body: Readable.toWeb(Readable.from([Buffer.from('other')])),
        }) as never
      const answer = await (await mounted(fetch)).ask('/admin')
      expect(answer).toMatchObject({ status: 202, text: 'other' })
      expect(answer.headers.get('x-own')).toBe('1')
    })

    it('adds to what others have said it varies by', async () => {
      const varied = await mounted(() => new Response('x', { headers: { vary: 'Accept, Cookie' } }))
      expect((await varied.ask('/admin')).headers.get('vary')).toBe('Origin, Accept, Cookie')
      const plain = await mounted(() => new Response('x'))
      expect((await plain.ask('/admin')).headers.get('vary')).toBe('Origin')
    })

    it('may be a stream, which is sent as it comes', async () => {
      let release = (): void => {}
      const gate = new Promise<void>((resolve) => (release = resolve))
      const app = await mounted(() => {
        const body = new ReadableStream<string>({
          async start(controller) {
            controller.enqueue('first;')
            await gate
            controller.enqueue('second')
            controller.close()
          },
        })
        return new Response(body.pipeThrough(new TextEncoderStream()))
      })
      const response = await fetch(`${app.origin}/admin`)
      const reader = (response.body as ReadableStream<Uint8Array>)
        .pipeThrough(new TextDecoderStream())
        .getReader()
      expect((await reader.read()).value).toBe('first;')
      release()
      expect((await reader.read()).value).toBe('second')
      expect((await reader.read()).done).toBe(true)
    })

    it('to HEAD has the headers and no body, and lets go of a stream', async () => {
      const noted: string[] = []
      const app = await mounted(
        ({ method }) =>
          new Response(pieces(1_000_000, noted), { headers: { 'x-method': method, 'content-length': '9' } }),
      )
      const answer = await app.ask('/admin', { method: 'HEAD' })
      expect(answer).toMatchObject({ status: 200, text: '' })
      expect(answer.headers.get('x-method')).toBe('HEAD')
      expect(answer.headers.get('content-length')).toBe('9')
      await vi.waitFor(() => expect(noted).toEqual(['cancelled']))
    })

    it('that breaks off halfway ends the connection, so that nobody takes it for whole', async () => {
      const app = await mounted(() => {
        let i = 0
        const pull = (controller: ReadableStreamDefaultController<Uint8Array>): void => {
          if (i++ === 0) controller.enqueue(new TextEncoder().encode('half'))
          else controller.error(new Error('boom'))
        }
        return new Response(new ReadableStream<Uint8Array>({ pull }, { highWaterMark: 0 }))
      })
      await expect(app.ask('/admin')).rejects.toThrow(/terminated|fetch failed/)
      expect(await bytesOf(app)).not.toMatch(/0\r\n\r\n$/)
    })
  })
}
