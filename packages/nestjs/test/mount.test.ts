// A framework-free handler under a path, on both platforms, before and behind body parsers.
import type { ServerResponse } from 'node:http'
import { Controller, Get } from '@nestjs/common'
import type { INestApplication } from '@nestjs/common'
import express from 'express'
import { afterEach, describe, expect, it } from 'vitest'
import { describeMountedAnswers } from '../../../test/contracts/mounted-answers.ts'
import type { Answerer } from '../../../test/contracts/mounted-answers.ts'
import { mount } from '../src/index.ts'
import type { FetchHandler } from '../src/index.ts'
import { create, platforms, serve, stopAll } from './application.ts'
import type { Platform, TestApplication } from './application.ts'
import { as, bodies, Public } from './policy.ts'

afterEach(stopAll)

@Controller()
class Other {
  @Get('admin-not')
  @Public()
  get() {
    return 'other'
  }
}

function ownHeaders(_request: unknown, response: ServerResponse, next: () => void): void {
  response.appendHeader('set-cookie', 'app=1')
  response.appendHeader('vary', 'Origin')
  next()
}

const mounted = (
  platform: Platform,
  fetch: Answerer,
  before?: (app: INestApplication) => void,
  path = '/admin',
): Promise<TestApplication> =>
  serve(platform, [Other], {
    before: (app) => {
      before?.(app)
      mount(app, path, { fetch })
    },
  })

const echo: Answerer = async (request, { access, subject, basePath, session }) =>
  Response.json({
    method: request.method,
    path: new URL(request.url).pathname + new URL(request.url).search,
    body: await request.text(),
    type: request.headers.get('content-type'),
    basePath,
    subject: subject?.id ?? null,
    access: access.subjectId,
    session,
  })

describe.each(platforms)('on %s', (platform) => {
  it('gets the request, the caller and where it is, and nothing beside its path', async () => {
    const { ask } = await mounted(platform, echo)
    const told = async (path: string, init?: RequestInit) =>
      JSON.parse((await ask(path, init)).text) as Record<string, unknown>
    expect(await told('/admin', as('creator'))).toMatchObject({
      method: 'GET',
      path: '/admin',
      basePath: '/admin',
      subject: 'ada',
      access: 'ada',
    })
    expect(await told('/admin/a/b?c=d')).toMatchObject({
      path: '/admin/a/b?c=d',
      subject: null,
      access: null,
    })
    for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS'])
      expect(await told('/admin/x', { method })).toMatchObject({ method })
    expect(await ask('/admin-not')).toMatchObject({ status: 200, text: 'other' })
    expect(await ask('/administration')).toMatchObject({ status: 404 })
  })

  it('is found below a path with encoded characters, however those are written', async () => {
    for (const path of ['/team%20a/console', '/b%C3%BCro', '/%e6%9d%b1']) {
      const { ask } = await mounted(platform, echo, undefined, path)
      const told = async (at: string) => JSON.parse((await ask(at)).text) as Record<string, unknown>
      expect(await told(path)).toMatchObject({ path, basePath: path })
      expect(await told(`${path}/x%2Fy%20z?q`)).toMatchObject({
        path: `${path}/x%2Fy%20z?q`,
        basePath: path,
      })
      const lower = path.toLowerCase()
      expect(await told(`${lower}/x`)).toMatchObject({ path: `${lower}/x`, basePath: lower })
      expect((await ask(`${path}%20`)).status).toBe(404)
    }
    const { ask } = await mounted(platform, echo)
    const more = await ask('/%61dmin/x')
    if (platform === 'express') expect(more.status).toBe(404)
    else expect(JSON.parse(more.text)).toMatchObject({ path: '/%61dmin/x', basePath: '/%61dmin' })
  })

  it('reads every body, before parsers', async () => {
    const { ask } = await mounted(platform, echo)
    const bodies = [
      ['application/json', '{"a": 1}'],
      ['application/x-www-form-urlencoded', 'a=1&b=2'],
      ['text/plain', 'text'],
      ['application/vnd.odd', 'odd'],
    ] as const
    for (const [type, body] of bodies) {
      const answer = await ask('/admin', { method: 'POST', body, headers: { 'content-type': type } })
      expect(JSON.parse(answer.text)).toMatchObject({ body, type })
    }
    const big = 'x'.repeat(3_000_000)
    const answer = await ask('/admin', {
      method: 'POST',
      body: big,
      headers: { 'content-type': 'text/plain' },
    })
    expect(JSON.parse(answer.text)).toMatchObject({ body: big })
  })

  it('reads JSON and forms behind parsers', async () => {
    const { ask } = await mounted(platform, echo, (app) => {
      app.use(express.json())
      app.use(express.urlencoded({ extended: false }))
    })
    const json = await ask('/admin', {
      method: 'POST',
      body: '{"a": 1}',
      headers: { 'content-type': 'application/json' },
    })
    expect(JSON.parse(json.text)).toMatchObject({ body: '{"a":1}' })
    const form = await ask('/admin', { method: 'POST', body: new URLSearchParams({ a: '1' }) })
    expect(JSON.parse(form.text)).toMatchObject({ body: 'a=1' })
  })

  describeMountedAnswers((fetch) => mounted(platform, fetch, (app) => void app.use(ownHeaders)))

  it('refuses what it asserts, and ends in 500 where it fails', async () => {
    const { ask } = await mounted(platform, (request, { access }) => {
      if (request.url.endsWith('/broken')) throw new Error('boom')
      access.assert('project.create')
      return new Response('inside')
    })
    const nobody = await ask('/admin')
    expect(nobody).toMatchObject({ status: 401, text: bodies.unauthenticated })
    expect(nobody.headers.get('www-authenticate')).toBe('Bearer realm="trilatch"')
    const refused = await ask('/admin', as())
    expect(refused).toMatchObject({ status: 403, text: bodies.createProject })
    expect(refused.headers.get('content-type')).toBe('application/problem+json')
    expect(await ask('/admin', as('creator'))).toMatchObject({ status: 200, text: 'inside' })
    expect(await ask('/admin/broken', as('creator'))).toMatchObject({ status: 500 })
  })
})

it('mounting fails at once where it would not work', async () => {
  const handler: FetchHandler = { fetch: () => new Response() }
  const app = await create('express', { imports: [] })
  expect(() => mount(app, '/admin', {} as FetchHandler)).toThrow(
    'mount() takes a handler with a fetch method',
  )
  for (const given of [[handler], ['/admin', app, handler], [undefined, '/admin', handler]])
    expect(() => mount(...(given as unknown as Parameters<typeof mount>))).toThrow(
      "mount() takes the application first: mount(app, '/admin', handler)",
    )
  const none = [
    'admin',
    '/admin/',
    '/',
    '',
    '/a*b',
    '/:a',
    '/a b',
    '/a?',
    '//a',
    '/a%2',
    '/a%zz',
    '/a/..',
    '/.',
  ]
  for (const path of none)
    expect(() => mount(app, path, handler), path).toThrow(
      `the path must be as "/admin" or "/team%20a", and is ${JSON.stringify(path)}.`,
    )
  for (const encoded of ['%2A', '%3a', '%2f', '%25', '%28', '%3F', '%7b', '%0A', '%00', '%2e', '%61', '%FF'])
    expect(() => mount(app, `/team/a${encoded}`, handler), encoded).toThrow(
      `the path "/team/a${encoded}" must not hold ${encoded}: only spaces and letters beyond ASCII may be encoded.`,
    )
  expect(() => mount(app, '/admin', handler)).toThrow('does not import TrilatchModule')
  const { app: started } = await mounted('express', handler.fetch)
  expect(() => mount(started, '/more', handler)).toThrow('mount before app.init()')
})
