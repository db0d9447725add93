import { describe, expect, it } from 'vitest'
import { firstRun } from '@trilatch/core'
import { Turns } from '../src/turns.ts'
import { systemClock } from '../src/clock.ts'
import { newNamespace } from './support/content.ts'
import { useRedis } from './support/server.ts'

const note = { kind: 'note', key: 'a' }
const minute = { ttlMs: 60_000 }

const used = useRedis({ notices: false })

describe('What sign-in keeps in Redis', () => {
  it('survives a burst that is larger than what may be with Redis at once', async () => {
    const store = await used.store()
    const counts = await Promise.all(Array.from({ length: 300 }, () => store.vault.count(note, 1, minute)))
    expect(Math.max(...counts.map(({ count }) => count))).toBe(300)
  })

  it('is sealed, and rejects where something else is in its place: it is never "none"', async () => {
    const namespace = newNamespace()
    const store = await used.store({ namespace, hmacKey: 'k'.repeat(32) })
    await store.vault.put({ ...note, value: 'mine', ...minute })
    await store.vault.put({ ...note, key: 'b', value: 'other', ...minute })
    const key = (of: string): string => `{${namespace}}:2:entry-note:${of}`
    await used.client.set(key('a'), (await used.client.get(key('b'))) ?? '')
    await expect(store.vault.get(note)).rejects.toThrow('something else in the place of entry')
    await used.client.set(`{${namespace}}:2:count-note:a`, 'many', 'PX', 60_000)
    await expect(store.vault.count(note, 0, minute)).rejects.toThrow('something else in the place of count')
    await expect(store.vault.count(note, 1, minute)).rejects.toThrow('not an integer')
    await used.client.del(key('b'))
    await used.client.lpush(key('b'), 'x')
    await expect(store.vault.get({ ...note, key: 'b' })).rejects.toThrow('WRONGTYPE')
    await expect(store.vault.take({ ...note, key: 'b' })).rejects.toThrow('WRONGTYPE')
  })

  it('expires in Redis too, but for what belongs to users', async () => {
    const namespace = newNamespace()
    const store = await used.store({ namespace })
    await store.vault.put({ ...note, value: 1, ...minute })
    await store.vault.count(note, 1, minute)
    const keys = (await used.client.keys(`{${namespace}}:2:*-*:*`)).toSorted()
    expect(keys.map((key) => key.slice(namespace.length + 5))).toEqual([
      'count-note:a',
      'entry-first-run:administrator',
      'entry-note:a',
    ])
    const expiries = await Promise.all(keys.map((key) => used.client.pttl(key)))
    expect(expiries[1]).toBe(-1)
    expect(expiries.filter((ms) => ms > 0)).toHaveLength(2)
  })

  it('rejects while an alarm stands, and offers no first administrator in the place of what was lost', async () => {
    const namespace = newNamespace()
    const store = await used.store({ namespace })
    expect((await store.vault.get(firstRun))?.value).toBe('open')
    await used.client.set(`{${namespace}}:2:alarm`, 'writes-lost')
    await expect(store.vault.get(note)).rejects.toMatchObject({ code: 'TRILATCH_STORE_ALARM' })
    await expect(store.vault.count(note, 1, minute)).rejects.toMatchObject({ code: 'TRILATCH_STORE_ALARM' })
    await expect(store.vault.take(note)).rejects.toMatchObject({ code: 'TRILATCH_STORE_ALARM' })
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
