import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { firstRun } from '@trilatch/core'
import { Turns } from '../src/turns.ts'
import { systemClock } from '../src/clock.ts'
import { newNamespace, storeOf } from './support/content.ts'
import { startRedis } from './support/redis-server.ts'
import type { RedisServer } from './support/redis-server.ts'

const note = { kind: 'note', key: 'a' }
const minute = { ttlMs: 60_000 }

describe('What sign-in keeps in Redis', () => {
  let server: RedisServer
  let client: Redis
  beforeAll(async () => {
    server = await startRedis()
    client = new Redis(server.port)
  })
  afterAll(async () => {
    client.disconnect()
    await server.stop()
  })

  it('survives a burst that is larger than what may be with Redis at once', async () => {
    const store = await storeOf({ client, notices: false })
    const counts = await Promise.all(Array.from({ length: 300 }, () => store.vault.count(note, 1, minute)))
    expect(Math.max(...counts.map(({ count }) => count))).toBe(300)
    await store.close()
  })

  it('is sealed, and rejects where something else is in its place: it is never "none"', async () => {
    const namespace = newNamespace()
    const store = await storeOf({ client, namespace, notices: false, hmacKey: 'k'.repeat(32) })
    await store.vault.put({ ...note, value: 'mine', ...minute })
    await store.vault.put({ ...note, key: 'b', value: 'other', ...minute })
    const key = (of: string): string => `{${namespace}}:1:entry-note:${of}`
    await client.set(key('a'), (await client.get(key('b'))) ?? '')
    await expect(store.vault.get(note)).rejects.toThrow('something else in the place of entry')
    await client.set(`{${namespace}}:1:count-note:a`, 'many', 'PX', 60_000)
    await expect(store.vault.count(note, 0, minute)).rejects.toThrow('something else in the place of count')
    await expect(store.vault.count(note, 1, minute)).rejects.toThrow('not an integer')
    await client.del(key('b'))
    await client.lpush(key('b'), 'x')
    await expect(store.vault.get({ ...note, key: 'b' })).rejects.toThrow('WRONGTYPE')
    await expect(store.vault.take({ ...note, key: 'b' })).rejects.toThrow('WRONGTYPE')
    await store.close()
  })

  it('expires in Redis too, but for what belongs to users', async () => {
    const namespace = newNamespace()
    const store = await storeOf({ client, namespace, notices: false })
    await store.vault.put({ ...note, value: 1, ...minute })
    await store.vault.count(note, 1, minute)
    const keys = (await client.keys(`{${namespace}}:1:*-*:*`)).toSorted()
    expect(keys.map((key) => key.slice(namespace.length + 5))).toEqual([
      'count-note:a',
      'entry-first-run:administrator',
      'entry-note:a',
    ])
    const expiries = await Promise.all(keys.map((key) => client.pttl(key)))
    expect(expiries[1]).toBe(-1)
    expect(expiries.filter((ms) => ms > 0)).toHaveLength(2)
    await store.close()
  })

  it('rejects while an alarm stands, and offers no first administrator in the place of what was lost', async () => {
    const namespace = newNamespace()
    const store = await storeOf({ client, namespace, notices: false })
    expect((await store.vault.get(firstRun))?.value).toBe('open')
    await client.set(`{${namespace}}:1:alarm`, 'writes-lost')
    await expect(store.vault.get(note)).rejects.toMatchObject({ code: 'TRILATCH_STORE_ALARM' })
    await expect(store.vault.count(note, 1, minute)).rejects.toMatchObject({ code: 'TRILATCH_STORE_ALARM' })
    await expect(store.vault.take(note)).rejects.toMatchObject({ code: 'TRILATCH_STORE_ALARM' })
    await store.close()
  })
})

describe('Turns', () => {
  it('let six through at once, a thousand wait, and nobody wait too long', async () => {
    const turns = new Turns(systemClock, 50)
    let running = 0
    let most = 0
    const gate = Promise.withResolvers<void>()
    const step = async (): Promise<void> => {
      most = Math.max(most, ++running)
      await gate.promise
      running--
    }
    const begun = Array.from({ length: 6 }, () => turns.take(step))
    const waiting = Array.from({ length: 1_000 }, () =>
      turns.take(step).then(
        () => 'done',
        (error: Error) => error.message,
      ),
    )
    await expect(turns.take(step)).rejects.toThrow('1000 steps wait for Redis already')
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(['Redis was too busy for 50 ms']))
    gate.resolve()
    await Promise.all(begun)
    expect([most, running]).toEqual([6, 0])
    await turns
      .take(async () => {
        throw new Error('failed')
      })
      .catch(() => {})
    expect(await Promise.all(Array.from({ length: 20 }, (_, i) => turns.take(async () => i)))).toHaveLength(
      20,
    )
  })
})
