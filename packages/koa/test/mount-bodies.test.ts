// Bodies reach a mounted handler byte for byte, before and after Koa's body parsers.
import { gzipSync } from 'node:zlib'
import { bodyParser } from '@koa/bodyparser'
import type { Middleware } from 'koa'
import koaBodyParser from 'koa-bodyparser'
import { afterEach, describe, expect, it } from 'vitest'
import type { FetchHandler } from '../src/index.ts'
import { serve } from './application.ts'
import type { TestApplication } from './application.ts'
import { stopAll } from './server.ts'

afterEach(stopAll)

const echo: FetchHandler = {
  fetch: async (request) => {
    const about = JSON.stringify([request.method, request.headers.get('content-encoding')])
    return new Response(await request.bytes(), { headers: { 'x-about': about } })
  },
}

/** An echo behind some parsers. */
function behind(...parsers: readonly Middleware[]): Promise<TestApplication> {
  return serve((_on, { mount }, _ran, app) => {
    for (const parser of parsers) app.use(parser)
    app.use(mount(echo))
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
const all = ['json', 'form', 'text', 'xml']

const parsers: Record<string, readonly Middleware[]> = {
  none: [],
  '@koa/bodyparser': [bodyParser()],
  '@koa/bodyparser, of every type': [bodyParser({ enableTypes: all as never, jsonStrict: false })],
  'koa-bodyparser': [koaBodyParser()],
  'koa-bodyparser, of every type': [koaBodyParser({ enableTypes: all, strict: false })],
  'both, one after the other': [bodyParser(), koaBodyParser()],
}

describe.each(Object.entries(parsers))('Behind parsers: %s', (_name, chain) => {
  it('a body of every kind arrives byte for byte', async () => {
    const app = await behind(...chain)
    const sent: readonly (readonly [type: string | undefined, body: string])[] = [
      [json, '{ "a": [1, {"b": null}], "é": "€", "empty": "" }'],
      [json, '[]'],
      ['application/scim+json', '{"a":1}'],
      [form, 'a=1&b=%C3%A9%26%3D&a=2&c='],
      [form, 'a[b]=c&a[0]=1&rules[x][y]=granted&d.e=f'],
      ['text/plain', 'plain é'],
      ['application/xml', '<a>é</a>'],
      ['multipart/form-data; boundary=x', '--x\r\ncontent-disposition: form-data; name=a\r\n\r\n1\r\n--x--'],
    ]
    for (const [type, body] of sent) expect((await app.ask('/', post(type, body))).text).toBe(body)
    const response = await fetch(app.origin, post('application/octet-stream', binary))
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(binary)
    expect(app.faults).toEqual([])
  })

  it('no body arrives as none', async () => {
    const app = await behind(...chain)
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      const answer = await app.ask('/', { method })
      expect(answer).toMatchObject({ status: 200, text: '' })
      expect(answer.headers.get('x-about')).toBe(`["${method}",null]`)
    }
  })

  it('one that was compressed is not announced as compressed once it was read', async () => {
    const app = await behind(...chain)
    const headers = { 'content-type': json, 'content-encoding': 'gzip' }
    const response = await fetch(app.origin, { method: 'POST', body: gzipSync('{"a":1}'), headers })
    const read = chain.length > 0
    expect(response.headers.get('x-about')).toBe(read ? '["POST",null]' : '["POST","gzip"]')
    if (read) expect(await response.text()).toBe('{"a":1}')
  })
})

it('A JSON text that is no object arrives as it was sent', async () => {
  const app = await behind(bodyParser({ jsonStrict: false }))
  for (const body of ['7', 'null', 'true', '"{\\"admin\\":true}"'])
    expect((await app.ask('/', post(json, body))).text).toBe(body)
})

describe('Behind a parser that keeps no text', () => {
  /** A parser that reads all and keeps `made`. */
  const reading =
    (made: unknown): Middleware =>
    async (ctx, next) => {
      for await (const _chunk of ctx.req);
      ;(ctx.request as { body?: unknown }).body = made
      await next()
    }

  it('what was read is put together again', async () => {
    expect((await (await behind(reading({ a: 1 }))).ask('/', post(json, '{ "a": 1 }'))).text).toBe('{"a":1}')
    const fields = await behind(reading({ a: ['1', '2'], b: '€' }))
    expect((await fields.ask('/', post(form, 'a=1&a=2&b=€'))).text).toBe('a=1&a=2&b=%E2%82%AC')
  })

  it('a body that cannot be put together again is an error and never another body', async () => {
    for (const [type, made] of [
      ['multipart/form-data; boundary=x', { a: '1' }],
      [form, { a: { b: 'c' } }],
      [json, '{"a":1}'],
      ['text/plain', undefined],
    ] as const) {
      const app = await behind(reading(made))
      expect((await app.ask('/', post(type, 'something'))).status).toBe(500)
      expect(app.faults).toMatchObject([{ code: 'TRILATCH_BODY_CONSUMED', expose: false }])
    }
  })
})

it('A body is streamed where nobody has read it, before all of it was sent', async () => {
  let first: string | undefined
  const app = await serve((_on, { mount }, _ran, koa) => {
    const fetch: FetchHandler['fetch'] = async ({ body }) => {
      const reader = (body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader()
      first = (await reader.read()).value
      await reader.cancel()
      return new Response('enough')
    }
    koa.use(bodyParser())
    koa.use(mount({ fetch }))
  })
  const socket = await app.dial()
  socket.write('POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n5\r\nfirst\r\n')
  const answer = await new Promise<Buffer>((resolve) => void socket.once('data', resolve))
  socket.destroy()
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 200 /)
  expect(first).toBe('first')
})
