// What a mounted handler reads is what was sent, wherever body parsers stand, or an error that says so.
import { gzipSync } from 'node:zlib'
import express from 'express'
import type { ErrorRequestHandler, RequestHandler } from 'express'
import { afterEach, describe, expect, it } from 'vitest'
import type { FetchHandler } from '../src/index.ts'
import { serve } from './application.ts'
import type { TestApplication } from './application.ts'
import { stopAll } from './server.ts'

afterEach(stopAll)

const seen: unknown[] = []

const echo: FetchHandler = {
  fetch: async (request) => new Response(await request.bytes(), { headers: { 'x-method': request.method } }),
}

/** An echo behind some parsers; what goes wrong is answered with its code. */
function behind(...parsers: readonly RequestHandler[]): Promise<TestApplication> {
  seen.length = 0
  return serve((app, { mount }) => {
    for (const parser of parsers) app.use(parser)
    app.use('/admin', mount(echo))
    const see: ErrorRequestHandler = (
      error: { code?: string; message: string },
      _request,
      response,
      _next,
    ) => {
      seen.push(error)
      response.status(500).send(error.code ?? error.message)
    }
    app.use(see)
  })
}

const post = (type: string | undefined, body: string | Uint8Array<ArrayBuffer>): RequestInit => ({
  method: 'POST',
  body,
  headers: type === undefined ? {} : { 'content-type': type },
})
const json = 'application/json'
const form = 'application/x-www-form-urlencoded'
const binary = Uint8Array.from({ length: 256 }, (_, i) => i)

const parsers = {
  none: [],
  json: [express.json()],
  urlencoded: [express.urlencoded({ extended: false })],
  text: [express.text()],
  raw: [express.raw()],
  all: [express.json(), express.urlencoded({ extended: false }), express.text(), express.raw()],
} as const

describe.each(Object.entries(parsers))('Behind parsers: %s', (_name, chain) => {
  it('a body of every kind arrives', async () => {
    const app = await behind(...chain)
    const sent = { a: [1, { b: null }], é: '€ "', empty: '' }
    expect(JSON.parse((await app.ask('/admin', post(json, JSON.stringify(sent)))).text)).toEqual(sent)
    expect(JSON.parse((await app.ask('/admin', post('application/scim+json', '{"a":1}'))).text)).toEqual({
      a: 1,
    })
    const fields = 'a=1&b=%C3%A9%26%3D&a=2&c='
    const back = new URLSearchParams((await app.ask('/admin', post(form, fields))).text)
    expect([...back].toSorted(([a], [b]) => a.localeCompare(b))).toEqual([
      ['a', '1'],
      ['a', '2'],
      ['b', 'é&='],
      ['c', ''],
    ])
    expect((await app.ask('/admin', post('text/plain', 'plain é'))).text).toBe('plain é')
    const response = await fetch(`${app.origin}/admin`, post('application/octet-stream', binary))
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(binary)
    expect(seen).toEqual([])
  })

  it('no body arrives as none', async () => {
    const app = await behind(...chain)
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      const answer = await app.ask('/admin', { method })
      expect(answer).toMatchObject({ status: 200, text: '' })
      expect(answer.headers.get('x-method')).toBe(method)
    }
  })
})

describe('A body', () => {
  it('is streamed where nobody has read it, before all of it was sent', async () => {
    let first: string | undefined
    const app = await serve((on, { mount }) => {
      const fetch: FetchHandler['fetch'] = async ({ body }) => {
        const reader = (body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader()
        first = (await reader.read()).value
        await reader.cancel()
        return new Response('enough')
      }
      on.use('/admin', mount({ fetch }))
    })
    const socket = await app.dial()
    socket.write('POST /admin HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n5\r\nfirst\r\n')
    const answer = await new Promise<Buffer>((resolve) => void socket.once('data', resolve))
    socket.destroy()
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 200 /)
    expect(first).toBe('first')
  })

  it('goes through whole when it is large', async () => {
    const app = await behind()
    const large = 'x'.repeat(3_000_000)
    expect((await app.ask('/admin', post('text/plain', large))).text.length).toBe(large.length)
  })

  it('that is a JSON text stays JSON', async () => {
    const app = await behind(express.json({ strict: false }))
    for (const body of ['7', 'null', 'true', '[1]'])
      expect((await app.ask('/admin', post(json, body))).text).toBe(body)
  })

  it('that is text of a JSON type is refused: nobody can tell what was sent from what was read', async () => {
    const app = await behind(express.json({ strict: false }))
    for (const body of ['"{\\"admin\\":true}"', '"text"'])
      expect((await app.ask('/admin', post(json, body))).text).toContain('TRILATCH_BODY_CONSUMED')
  })

  it('that was compressed and read is not announced as compressed', async () => {
    const headers: Headers[] = []
    const app = await serve((on, { mount }) => {
      const fetch: FetchHandler['fetch'] = async (request) => {
        headers.push(request.headers)
        return new Response(await request.text())
      }
      on.use(express.json())
      on.use('/admin', mount({ fetch }))
    })
    const zipped = {
      method: 'POST',
      body: gzipSync('{"a":1}'),
      headers: { 'content-type': json, 'content-encoding': 'gzip' },
    }
    expect((await app.ask('/admin', zipped)).text).toBe('{"a":1}')
    expect(headers[0]?.get('content-encoding')).toBeNull()
    expect([null, '7']).toContain(headers[0]?.get('content-length'))
  })
})

const lost = { status: 500, text: 'TRILATCH_BODY_CONSUMED' }

describe('A body that cannot be put together again is an error and never another body', () => {
  /** A parser that reads all and keeps `made`. */
  const reading =
    (made: unknown): RequestHandler =>
    (request, _response, next) => {
      request.resume().once('end', () => next(void (request.body = made)))
    }

  it('when a parser made something else of it', async () => {
    const multipart = 'multipart/form-data; boundary=x'
    for (const type of [multipart, 'application/xml', undefined])
      expect(await (await behind(reading({ a: '1' }))).ask('/admin', post(type, 'something'))).toMatchObject(
        lost,
      )
    expect(seen[0]).toMatchObject({
      code: 'TRILATCH_BODY_CONSUMED',
      message: 'The body was read before the mounted handler: mount it before the body parser',
      expose: false,
    })
  })

  it('when a form has nested fields', async () => {
    const app = await behind(express.urlencoded({ extended: true }))
    for (const fields of ['a[b]=c', 'a[0][b]=c&a[1][b]=d', 'rules[x][y]=granted'])
      expect(await app.ask('/admin', post(form, fields))).toMatchObject(lost)
  })

  it('when it was read and nothing kept', async () => {
    expect(await (await behind(reading(undefined))).ask('/admin', post('text/plain', 'gone'))).toMatchObject(
      lost,
    )
  })
})
