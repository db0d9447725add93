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

/** An example that listens. */
interface Running {
  readonly server: Server
  readonly tokens: ReadonlyMap<string, string>
}

/** Every example; the first one is what the others are compared with. A new one is a line. */
const examples: Readonly<Record<string, () => Running | Promise<Running>>> = {
  express: () => {
    const { app, tokens } = makeExpress()
    return { server: app.listen(0, '127.0.0.1'), tokens }
  },
  koa: () => {
    const { app, tokens } = makeKoa()
    return { server: app.listen(0, '127.0.0.1'), tokens }
  },
  nestjs: async () => {
    const { app, tokens } = await makeNest()
    await app.listen(0, '127.0.0.1')
    return { server: app.getHttpServer(), tokens }
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
]

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | null>>
  readonly allow: readonly string[]
  readonly body: string
}

let running: Readonly<Record<string, Running>> = {}
beforeAll(async () => {
  running = Object.fromEntries(
    await Promise.all(Object.entries(examples).map(async ([name, start]) => [name, await start()] as const)),
  )
  await Promise.all(
    Object.values(running).map(async ({ server }) => server.listening || once(server, 'listening')),
  )
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

async function ask(example: string, who: string, method: string, path: string): Promise<Answer> {
  const { server, tokens } = running[example] as Running
  const token = who === 'a stranger' ? 'a token of nobody' : tokens.get(who)
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, {
    method,
    redirect: 'manual',
    headers: token === undefined ? {} : { authorization: `Bearer ${token}`, accept: 'text/html, */*' },
  })
  return {
    status: response.status,
    headers: Object.fromEntries(headers.map((name) => [name, response.headers.get(name)])),
    allow: (response.headers.get('allow') ?? '').split(', ').toSorted(),
    body: await response.text(),
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

const people = ['nobody', 'a stranger', 'alice', 'bob', 'carol', 'dave', 'erin']

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
    expect([...statuses].toSorted()).toEqual(
      ['nobody', 'a stranger'].includes(who) ? [200, 401] : who === 'alice' ? [200, 400] : [200, 400, 403],
    )
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

  it.each(['permissions', 'policy', 'resources'])('has the same %s', (file) => {
    const read = (name: string): string =>
      readFileSync(new URL(`../../examples/${name}/src/${file}.ts`, import.meta.url), 'utf8')
    expect(read(example).replaceAll(`@trilatch/${example}`, `@trilatch/${first}`)).toBe(read(first))
  })
})
