// The recipes of docs/health.md, run as they stand there over a real Redis, and asked as probes and Prometheus ask.
import { once } from 'node:events'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { RequestListener, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { redisStore } from '@trilatch/store-redis'
import type { RedisStore } from '@trilatch/store-redis'
import { newCounters } from '../src/counters.ts'
import { readPage, repository } from '../../../test/support/markdown.ts'
import { moduleOf } from '../../../test/support/snippets.ts'
import { startRedis } from './support/redis-server.ts'
import type { RedisServer } from './support/redis-server.ts'
import { until } from './support/until.ts'

const folder = `${repository}test/.recipes`
const recipes = readPage('docs/health.md').blocks.filter(({ marks }) => marks.includes('continued'))
const nameOf = (text: string): string => /@trilatch\/(express|koa|nestjs)/.exec(text)?.[1] ?? 'unknown'

interface NestApplication {
  listen(port: number, host: string): Promise<unknown>
  getHttpServer(): Server
  close(): Promise<void>
}
interface Recipe {
  readonly app: App
  readonly authorizer: { close(): Promise<void> }
  readonly client: Redis
  readonly store: RedisStore
}
type App = RequestListener | { callback(): RequestListener } | NestApplication

let server: RedisServer
const bases = new Map<string, string>()
const closing: (() => unknown)[] = []

async function serve(app: App): Promise<string> {
  if ('getHttpServer' in app) {
    await app.listen(0, '127.0.0.1')
    closing.push(() => app.close())
    return `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`
  }
  const http = createServer('callback' in app ? app.callback() : app).listen(0, '127.0.0.1')
  await once(http, 'listening')
  closing.push(() => http.close())
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}`
}

beforeAll(async () => {
  // The recipes tell there what the client says while Redis is down.
  vi.spyOn(console, 'error').mockImplementation(() => {})
  server = await startRedis()
  process.env['REDIS_URL'] = `redis://127.0.0.1:${server.port}`
  const client = new Redis(server.port)
  const store = redisStore({ client, create: true, notices: false })
  await store.ready()
  await store.close()
  client.disconnect()
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const recipe of recipes) {
    const file = `${folder}/${nameOf(recipe.text)}.ts`
    // What the recipes leave open, as an application does, is closed here.
    writeFileSync(file, `${moduleOf(recipe)}export { authorizer, client, store }\n`)
    const { app, authorizer, client, store: opened } = (await import(file)) as Recipe
    closing.push(async () => {
      await authorizer.close()
      await opened.close()
      client.disconnect()
    })
    bases.set(nameOf(recipe.text), await serve(app))
  }
})
afterAll(async () => {
  for (const close of closing) await close()
  rmSync(folder, { recursive: true, force: true })
  delete process.env['REDIS_URL']
  vi.restoreAllMocks()
  await server.stop()
})

/** The text format: each sample with its value, each name with its type; a line that is neither fails. */
function parse(text: string): { readonly samples: Map<string, number>; readonly types: Map<string, string> } {
  const [samples, types] = [new Map<string, number>(), new Map<string, string>()]
  for (const line of text.split('\n').filter((one) => one !== '')) {
    if (/^# HELP [a-z_]+ \S/.test(line)) continue
    const [, typed, type] = /^# TYPE ([a-z_]+) (gauge|counter)$/.exec(line) ?? []
    const [, name, value] = /^([a-z_]+) (-?[0-9.e+-]+)$/.exec(line) ?? []
    if (typed !== undefined) types.set(typed, type ?? '')
    else if (name !== undefined && !samples.has(name)) samples.set(name, Number(value))
    else throw new Error(`Not the text format: ${line}`)
  }
  return { samples, types }
}

const get = async (name: string, path: string): Promise<Response> => fetch(bases.get(name) + path)
const metricsOf = async (name: string): Promise<ReturnType<typeof parse>> =>
  parse(await (await get(name, '/metrics')).text())

it('There is a recipe for each framework', () => {
  expect([...bases.keys()].toSorted()).toEqual(['express', 'koa', 'nestjs'])
})

describe.each(['express', 'koa', 'nestjs'])('The recipe for %s', (name) => {
  it('says that it is alive and ready', async () => {
    const [live, ready] = [await get(name, '/livez'), await get(name, '/readyz')]
    expect([live.status, await live.text()]).toEqual([200, 'up'])
    expect([ready.status, await ready.json()]).toEqual([200, { status: 'ok' }])
  })

  it('gives every counter and every number that the alerts use, in the text format', async () => {
    const response = await get(name, '/metrics')
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
    const { samples, types } = parse(await response.text())
    for (const counter of Object.keys(newCounters()))
      expect(types.get(`trilatch_store_${counter}_total`), counter).toBe('counter')
    const alerts =
      readPage('docs/health.md')
        .prose.join('\n')
        .match(/trilatch_[a-z_]+/g) ?? []
    expect(alerts.length).toBeGreaterThan(10)
    for (const used of alerts) expect(samples.has(used), used).toBe(true)
    expect([...types.keys()].toSorted()).toEqual([...samples.keys()].toSorted())
    expect(samples.get('trilatch_up')).toBe(1)
    expect(samples.get('trilatch_enabled')).toBe(1)
    expect(samples.get('trilatch_store_loads_total')).toBe(1)
    const ageSeconds = Date.now() / 1000 - (samples.get('trilatch_store_changed_timestamp_seconds') ?? 0)
    expect(ageSeconds).toBeLessThan(300)
  })
})

it('Without Redis all of them are alive and not ready, and count it', async () => {
  await server.kill()
  for (const name of bases.keys()) {
    await until(`${name} is not ready`, async () => (await get(name, '/readyz')).status === 503, 20_000)
    expect(await (await get(name, '/readyz')).json()).toEqual({ status: 'unavailable' })
    expect((await get(name, '/livez')).status).toBe(200)
    expect((await metricsOf(name)).samples.get('trilatch_up')).toBe(0)
  }
})
