// What health() tells and counts: each number is compared with what was made to happen.
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { createAuthorizer, definePermissions } from '@trilatch/core'
import type { WarningEvent } from '@trilatch/core'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { redisStore } from '@trilatch/store-redis'
import type { RedisStore } from '@trilatch/store-redis'
import { newNamespace, storeOf, write } from './support/content.ts'
import { GatedClient, HandClock } from './support/gated-client.ts'
import { assign, detailsOf, putRole } from './support/operations.ts'
import { startRedis } from './support/redis-server.ts'
import type { RedisServer } from './support/redis-server.ts'
import { until } from './support/until.ts'

let server: RedisServer
let gated: GatedClient
let clock: HandClock
let store: RedisStore
let namespace: string
beforeAll(async () => void (server = await startRedis()))
afterAll(() => server.stop())
beforeEach(async () => {
  namespace = newNamespace()
  gated = new GatedClient(server.port)
  clock = new HandClock()
  store = await storeOf({ client: gated, namespace, clock, notices: false, deadlineMs: 250 })
})
afterEach(async () => {
  await store.close()
  gated.disconnect()
})

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 30))
const counted = (name: keyof ReturnType<typeof detailsOf>['counters']): number =>
  detailsOf(store).counters[name]

describe('health()', () => {
  it('tells which store, how much of it is held, since when it is proven, and when it last changed', async () => {
    await write(store, putRole('reader'), putRole('writer'), assign('ann', 'reader'))
    clock.pass(200, { asleep: true })
    const writtenAt = new Date(clock.wall()).toISOString()
    await write(store, assign('ben', 'reader'))
    await store.view('ben')
    clock.pass(300, { asleep: true })
    await store.view('ben')
    expect(store.health()).toEqual({
      status: 'ok',
      details: {
        kind: 'redis',
        client: 'ioredis',
        namespace,
        store: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
        position: expect.stringMatching(/^\d+-\d+$/) as string,
        policyVersion: expect.stringMatching(/^[\w-]{22}$/) as string,
        changedAt: writtenAt,
        roles: 2,
        leaseAgeMs: 300,
        leased: true,
        trouble: null,
        troubleCode: null,
        notices: 'off',
        pending: 0,
        subjects: 1,
        counters: {
          ...detailsOf(store).counters,
          garbled: 0,
          late: 0,
          shed: 0,
          unknown: 0,
          rewinds: 0,
          loads: 1,
        },
      },
    })
  })

  it('counts accesses that found the lease expired, and the reads that renewed it', async () => {
    const [expired, reads] = [counted('expired'), counted('reads')]
    for (let i = 0; i < 3; i++) {
      clock.pass(1_000, { asleep: true })
      await store.view('ann')
      await store.view('ann')
    }
    expect([counted('expired') - expired, counted('reads') - reads]).toEqual([3, 3])
  })

  it('counts accesses that were unavailable, commands that came late, and says which error it was', async () => {
    clock.pass(1_000, { asleep: true })
    const release = gated.holdReplies()
    const asked = ['ann', 'ben', 'cy'].map(async (id) => store.view(id))
    await settle()
    clock.pass(250)
    const ends = await Promise.allSettled(asked)
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    await settle()
    const { status, details } = store.health()
    expect([status, details['troubleCode']]).toEqual(['unavailable', 'RedisLate'])
    expect([counted('unavailable'), counted('late')]).toEqual([3, 1])
    release()
    gated.letPass()
    await store.view('ann')
    expect([store.health().status, detailsOf(store).troubleCode]).toEqual(['ok', null])
  })

  it('counts commands that were not sent while 16 waited', async () => {
    await store.view('ann')
    const release = gated.holdReplies()
    const lists = Array.from({ length: 20 }, () => store.users({ limit: 1 }))
    const ends = Promise.allSettled(lists)
    await settle()
    expect([counted('shed'), detailsOf(store).pending]).toEqual([4, 16])
    release()
    expect((await ends).filter(({ status }) => status === 'rejected')).toHaveLength(4)
  })

  it('counts writes whose end nobody knows', async () => {
    const release = gated.holdReplies('writing')
    const outcome = write(store, putRole('reader'))
    await settle()
    clock.pass(2_000)
    expect((await outcome).status).toBe('unknown')
    expect(counted('unknown')).toBe(1)
    release()
  })

  it('names the code of an alarm', async () => {
    await server.command('SET', `{${namespace}}:2:alarm`, 'writes-lost: a test')
    clock.pass(1_000, { asleep: true })
    await expect(store.view('ann')).rejects.toMatchObject({ code: 'TRILATCH_STORE_ALARM' })
    await settle()
    expect(detailsOf(store)).toMatchObject({
      troubleCode: 'TRILATCH_STORE_ALARM',
      trouble: expect.stringContaining('a test') as string,
    })
  })

  it('is that of the authorizer too, which adds whether it has started', async () => {
    const authorizer = createAuthorizer({ permissions: definePermissions({ job: 'Job' }), store })
    expect(authorizer.health().status).toBe('starting')
    await authorizer.ready()
    expect(authorizer.health()).toEqual({ status: 'ok', enabled: true, store: store.health() })
    await authorizer.close()
    expect(authorizer.health().status).toBe('closed')
  })
})

describe('Notices that are down', () => {
  it('say why there is no connection, and not that nothing is wrong, where nobody listens', async () => {
    const warned = new Promise<WarningEvent>((resolve) => {
      const note = (event: unknown): void => {
        if ((event as WarningEvent).code !== 'TRILATCH_NOTICES_DOWN') return
        unsubscribe('trilatch:warning', note)
        resolve(event as WarningEvent)
      }
      subscribe('trilatch:warning', note)
    })
    const client = new Redis({ host: '127.0.0.1', port: 1, lazyConnect: true })
    client.on('error', () => undefined)
    const nowhere = redisStore({ client })
    nowhere.ready().catch(() => undefined)
    try {
      expect(await warned).toEqual({
        code: 'TRILATCH_NOTICES_DOWN',
        message:
          'Changes are not announced to this process (connect ECONNREFUSED 127.0.0.1:1); it asks for them instead.',
      })
    } finally {
      await nowhere.close()
      client.disconnect()
    }
  })

  it('are warned of once a minute, and shown', async () => {
    const warnings: WarningEvent[] = []
    const note = (event: unknown): void => void warnings.push(event as WarningEvent)
    subscribe('trilatch:warning', note)
    const client = new Redis(server.port)
    const listening = await storeOf({ client, clock })
    try {
      await until('it listens', () => detailsOf(listening).notices === 'listening')
      await server.command('ACL', 'SETUSER', 'default', '-xread')
      await until('it is down', () => {
        clock.pass(10)
        return detailsOf(listening).notices === 'down'
      })
      expect(warnings.map(({ code }) => code)).toEqual(['TRILATCH_NOTICES_DOWN'])
      expect(warnings[0]?.message).toMatch(
        /it asks for them instead\. As long as it is answered, nothing is wrong but the delay\.$/,
      )
      for (let i = 0; i < 11; i++) {
        clock.pass(5_000)
        await settle()
      }
      expect(warnings).toHaveLength(1)
      await until('it warns again', () => {
        clock.pass(1_000)
        return warnings.length === 2
      })
      expect(listening.health().status).toBe('ok')
      // Where reads fail too, it does not say that nothing is wrong.
      await server.command('ACL', 'SETUSER', 'default', '-evalsha', '-eval')
      await until('reads fail', () => {
        clock.pass(1_000)
        return detailsOf(listening).trouble !== null
      })
      const before = warnings.length
      await until('it warns once more', () => {
        clock.pass(1_000)
        return warnings.length > before
      })
      expect(warnings.at(-1)?.message).toMatch(/it asks for them instead\.$/)
    } finally {
      await server.command('ACL', 'SETUSER', 'default', '+xread', '+evalsha', '+eval')
      unsubscribe('trilatch:warning', note)
      await listening.close()
      client.disconnect()
    }
  }, 20_000)
})
