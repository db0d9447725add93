import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RedisStore } from '@trilatch/store-redis'
import { newNamespace, storeOf } from './support/content.ts'
import { dumpOf } from './support/dump.ts'
import { intactTrail } from './support/intact-trail.ts'
import { startRedis } from './support/redis-server.ts'
import type { RedisServer } from './support/redis-server.ts'
import { startStoreProcess } from './support/store-processes.ts'
import type { StoreProcess } from './support/store-processes.ts'
import { until } from './support/until.ts'
import { beforeIt, changeOf, wholeWrite } from './support/whole-write.ts'

let server: RedisServer
let client: Redis
let whole: Record<string, unknown>
const change = changeOf('whole', wholeWrite)

async function make(namespace: string): Promise<RedisStore> {
  const store = await storeOf({ client, namespace, notices: false })
  expect(await store.write(changeOf('before', beforeIt))).toMatchObject({ status: 'done' })
  return store
}

beforeAll(async () => {
  server = await startRedis()
  client = new Redis(server.port)
  const namespace = newNamespace()
  const store = await make(namespace)
  await store.write(change)
  whole = await dumpOf(client, namespace)
  await store.close()
})
afterAll(async () => {
  client.disconnect()
  await server.stop()
})

const start = (namespace: string, killAt: string): Promise<StoreProcess> =>
  startStoreProcess({ port: server.port, namespace, name: namespace, killAt })

/** Everything that a process sent has been carried out once Redis has noticed its end. */
const forgotten = (namespace: string): Promise<void> =>
  until(
    'its connection is gone',
    async () => !String(await client.client('LIST')).includes(`name=${namespace} `),
  )

/** Whether all of the write is there, or nothing; whatever is between fails. Then it is sent again, and done once. */
async function isThere(namespace: string, store: RedisStore, before: unknown): Promise<boolean> {
  await forgotten(namespace)
  const found = await dumpOf(client, namespace)
  const there = (found['log'] as unknown[]).length === 2
  expect(found).toEqual(there ? whole : before)
  expect(await store.write(change)).toMatchObject({ status: 'done' })
  expect(await dumpOf(client, namespace)).toEqual(whole)
  expect(await intactTrail(store)).toBe(3)
  await store.close()
  return there
}

describe('A process that is killed as it writes', () => {
  it.concurrent.for([
    ['before it reads what to write over', 'reading before', [false]],
    ['when that was read', 'reading answered', [false]],
    ['before it sends the write', 'writing before', [false]],
    ['when half of the write was sent', 'writing half', [false]],
    ['when the write was sent, before its reply', 'writing sent', [false, true]],
    ['when the reply has come, before anybody knows', 'writing answered', [true]],
    ['when the write has returned', 'returned', [true]],
  ] as const)(
    '%s leaves all of the write, with its log and audit, or nothing',
    async ([, killAt, possible]) => {
      const namespace = newNamespace()
      const store = await make(namespace)
      const before = await dumpOf(client, namespace)
      const killed = await start(namespace, killAt)
      killed.write([change])
      expect(await killed.ended).toBe('SIGKILL')
      expect(possible).toContain(await isThere(namespace, store, before))
    },
  )
})

describe('A process that is killed while Redis stands still with its write', () => {
  it('leaves all of the write, with its log and audit, or nothing', async () => {
    const namespace = newNamespace()
    const store = await make(namespace)
    const before = await dumpOf(client, namespace)
    const killed = await start(namespace, 'writing frozen')
    killed.write([change])
    expect(await killed.hear()).toBe('about to send')
    await server.freeze()
    try {
      killed.go()
      expect(await killed.hear()).toBe('sent')
      await killed.kill()
    } finally {
      server.thaw()
    }
    await isThere(namespace, store, before)
  })
})
