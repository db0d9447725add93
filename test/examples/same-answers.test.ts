// The examples are one application on several frameworks: whoever asks what, they answer the same.
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeApp as makeExpress } from '../../examples/express/src/app.ts'
import { makeApp as makeKoa } from '../../examples/koa/src/app.ts'
import { makeApp as makeNest } from '../../examples/nestjs/src/app.ts'
import { resources } from '../../examples/express/src/resources.ts'
import { signInAs } from '../support/sign-in-as.ts'

/** An example that listens. */
interface Running {
  readonly server: Server
  readonly passwords: ReadonlyMap<string, string>
}

/** Every example; the first one is what the others are compared with. A new one is a line. */
const examples: Readonly<Record<string, () => Promise<Running>>> = {
  express: async () => {
    const { app, passwords } = await makeExpress()
    return { server: app.listen(0, '127.0.0.1'), passwords }
  },
  koa: async () => {
    const { app, passwords } = await makeKoa()
    return { server: app.listen(0, '127.0.0.1'), passwords }
  },
  nestjs: async () => {
    const { app, passwords } = await makeNest()
    await app.listen(0, '127.0.0.1')
    return { server: app.getHttpServer(), passwords }
  },
}
const names = Object.keys(examples)
const others = names.slice(1)

/** All that says who may see an answer and who may keep it. Frameworks differ in the rest, such as `etag`. */
const headers = [
  'cache-control',
  'content-length',
  'content-type',
  'location',
  'retry-after',
  'set-cookie',
  'vary',
  'www-authenticate',
  'x-powered-by',
] as const

const kinds = ['design', 'report', 'dashboard'] as const
const strange = [
  'nobody.knows',
  'FINANCE.cash_flow',
  'finance.a%2fb',
  'a%2f%2fb',
  'a%2f',
  'finance.%00',
  '%F0%9F%98%80',
]
const named = kinds.flatMap((kind) => [...resources[kind], ...strange].map((name) => `/${kind}s/${name}`))
const paths = [
  '/',
  '/me/permissions',
  ...kinds.map((kind) => `/${kind}s`),
  ...named,
  '/projects',
  '/projects/apollo',
]
/** The pages of the sign-in; which routes there are is their own business. */
const signInPages = ['/auth', '/auth/sign-in', '/auth/register', '/auth/password']
const runs = [...resources.report, ...strange].map((name) => `/reports/${name}/run`)

/** Every route of the examples with every name: what is asked. */
const requests: readonly (readonly [method: string, path: string])[] = [
  ...[...paths, ...runs].flatMap(
    (path) =>
      [
        ['GET', path],
        ['HEAD', path],
        ['DELETE', path],
      ] as const,
  ),
  ...named.filter((path) => path.startsWith('/designs')).map((path) => ['PUT', path] as const),
  ...[...runs, '/projects'].map((path) => ['POST', path] as const),
  ...signInPages.flatMap(
    (path) =>
      [
        ['GET', path],
        ['HEAD', path],
      ] as const,
  ),
]

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly allow: readonly string[]
  readonly body: string
}

let running: Readonly<Record<string, Running>> = {}
/** What the browser of each person sends, in each example. */
const cookies = new Map<string, string>()
const originOf = (example: string): string =>
  `http://127.0.0.1:${((running[example] as Running).server.address() as AddressInfo).port}`
beforeAll(async () => {
  running = Object.fromEntries(
    await Promise.all(Object.entries(examples).map(async ([name, start]) => [name, await start()] as const)),
  )
  await Promise.all(
    Object.values(running).map(async ({ server }) => server.listening || once(server, 'listening')),
  )
  for (const [example, { passwords }] of Object.entries(running)) {
    for (const [who, password] of passwords) {
      const cookie = await signInAs(originOf(example), `${who}@example.org`, password)
      cookies.set(`${example} ${who}`, cookie)
    }
    cookies.set(`${example} a stranger`, 'sid=a-session-of-nobody')
  }
})
afterAll(async () => {
  await Promise.all(
    Object.values(running).map(async ({ server }) => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    }),
  )
})

/** What differs from one answer to the next: what forms send back, and the cookie it depends on. */
const withoutRandom = (text: string): string =>
  text.replaceAll(/((?:name="csrf" value="|trilatch-form=))[\w-]{43}/g, '$1…')

async function ask(example: string, who: string, method: string, path: string): Promise<Answer> {
  const cookie = cookies.get(`${example} ${who}`)
  const response = await fetch(originOf(example) + path, {
    method,
    redirect: 'manual',
    headers: cookie === undefined ? {} : { cookie, accept: 'text/html, */*' },
  })
  return {
    status: response.status,
    headers: Object.fromEntries(
      headers
        // How a redirect without a body is framed is the framework's.
        .filter((name) => name !== 'content-length' || response.status !== 303)
        .map((name) => [name, withoutRandom(response.headers.get(name) ?? '')]),
    ),
    allow: (response.headers.get('allow') ?? '').split(', ').toSorted(),
    body: withoutRandom(await response.text()),
  }
}

/** What the first example answers, and what another one does. */
const both = (example: string, ...asked: readonly [who: string, method: string, path: string]) =>
  Promise.all([ask(names[0] as string, ...asked), ask(example, ...asked)])

/** No route: the framework's own page, which is none of ours. */
const isNoRoute = ({ status, body }: Answer): boolean =>
  [404, 405].includes(status) && !body.includes('"code":"TRILATCH_')

/** Frameworks that answer OPTIONS only where an application says how: to them it is a route that is not there. */
const noOptions: ReadonlySet<string> = new Set(['nestjs'])

const people = ['nobody', 'a stranger', 'ada', 'alice', 'bob', 'carol', 'dave', 'erin']

/** Nobody is a program here; the others are browsers, which are sent to sign in or on from there. */
const expectedStatuses: Readonly<Record<string, readonly number[]>> = {
  nobody: [200, 401],
  'a stranger': [200, 303, 401],
  ada: [200, 303, 400],
  alice: [200, 303, 400],
}

describe.each(others)('The %s example', (example) => {
  const first = names[0] as string

  it.each(people)('answers %s as the first one does, route by route', async (who) => {
    const statuses = new Set<number>()
    for (const [method, path] of requests) {
      const [expected, answer] = await both(example, who, method, path)
      const asked = `${method} ${path}`
      if (isNoRoute(expected)) {
        expect(isNoRoute(answer), asked).toBe(true)
        continue
      }
      statuses.add(expected.status)
      expect({ asked, ...answer, allow: [] }).toEqual({ asked, ...expected, allow: [] })
    }
    // Nothing is compared with nothing.
    expect([...statuses].toSorted()).toEqual(expectedStatuses[who] ?? [200, 303, 400, 403])
  })

  it('answers OPTIONS as the first one does: with the methods there are, to everybody, and with nothing else', async () => {
    for (const path of [...paths, ...runs]) {
      for (const who of ['nobody', 'alice', 'erin']) {
        const [expected, answer] = await both(example, who, 'OPTIONS', path)
        if (noOptions.has(example)) {
          expect(isNoRoute(answer), path).toBe(true)
          continue
        }
        expect([path, answer.status, answer.allow]).toEqual([path, expected.status, expected.allow])
        expect(answer.status).toBe(200)
        expect(answer.body.split(', ').toSorted().join() === answer.allow.join() || answer.body === '').toBe(
          true,
        )
      }
    }
  })

  it.each(['permissions', 'policy', 'resources', 'sign-in'])('has the same %s', (file) => {
    const read = (name: string): string =>
      readFileSync(new URL(`../../examples/${name}/src/${file}.ts`, import.meta.url), 'utf8')
    expect(read(example).replaceAll(`@trilatch/${example}`, `@trilatch/${first}`)).toBe(read(first))
  })
})
