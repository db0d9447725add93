import { Redis } from 'ioredis'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RedisStore, RedisStoreOptions } from '@trilatch/store-redis'
import { runCommand } from '../src/command.ts'
import { storeOf, write } from './support/content.ts'
import { assign, detailsOf, putRole, rolesOf, unassign } from './support/operations.ts'
import { startRedis } from './support/redis-server.ts'
import type { RedisServer } from './support/redis-server.ts'
import { stillClock } from './support/still-clock.ts'
import { until } from './support/until.ts'

const namespace = 'losses'
const log = `{${namespace}}:2:log`
let server: RedisServer
const clients: Redis[] = []
const open: RedisStore[] = []
beforeEach(async () => {
  server = await startRedis()
})
afterEach(async () => {
  await Promise.all(open.splice(0).map((store) => store.close()))
  for (const client of clients.splice(0)) client.disconnect()
  await server.stop()
})

async function make(options: Partial<RedisStoreOptions> = {}): Promise<RedisStore> {
  const client = new Redis(server.port, { retryStrategy: () => 20 })
  client.on('error', () => {})
  clients.push(client)
  const store = await storeOf({ client, namespace, notices: false, maxStalenessMs: 100, ...options })
  open.push(store)
  return store
}

/** Kills Redis, and starts it again with what it held when `save` was called. */
const save = (): Promise<string> => server.command('SAVE')
async function fallBack(): Promise<void> {
  await server.kill()
  await server.restart()
}

async function command(...args: readonly string[]): Promise<readonly [number, string]> {
  const lines: string[] = []
  const output = { out: (text: string) => lines.push(text), err: (text: string) => lines.push(text) }
  const url = `redis://127.0.0.1:${server.port}`
  const status = await runCommand([...args, '--url', url, '--namespace', namespace], {}, output)
  return [status, lines.join('\n')]
}

const answers = (store: RedisStore): Promise<boolean> =>
  Promise.resolve(store.view(null)).then(
    () => true,
    () => false,
  )
const alarmed = async (store: RedisStore): Promise<unknown> => {
  try {
    await store.view(null)
    return undefined
  } catch (error) {
    return error
  }
}
const alarm = expect.objectContaining({ code: 'TRILATCH_STORE_ALARM' }) as unknown

describe('A Redis that comes back with an older state', () => {
  it('and without a revocation raises an alarm that stops every process, until an operator accepts it', async () => {
    const [writer, reader] = [await make(), await make()]
    await write(writer, putRole('reader'), assign('ann', 'reader'))
    await save()
    await write(writer, unassign('ann', 'reader'))
    expect(await rolesOf(writer, 'ann')).toEqual([])
    await fallBack()
    await until('the alarm', async () =>
      (await server.command('EXISTS', `{${namespace}}:2:alarm`)).includes(':1'),
    )
    for (const store of [writer, reader]) {
      await until('its lease has ended', () => !detailsOf(store).leased)
      expect(await alarmed(store)).toEqual(alarm)
      expect(store.health()).toMatchObject({
        status: 'unavailable',
        details: { trouble: expect.stringContaining('writes-lost') },
      })
    }
    const late = await make({ create: false }).catch((error: unknown) => error)
    expect(late).toEqual(alarm)
    expect(await write(writer, putRole('other'))).toMatchObject({ status: 'refused', reason: 'unavailable' })
    expect((await command('status'))[0]).toBe(3)

    const [status, text] = await command('accept')
    expect([status, text]).toEqual([0, expect.stringContaining('Accepted: writes-lost')])
    for (const store of [writer, reader]) {
      await until('it answers again', () => answers(store))
      expect(await rolesOf(store, 'ann')).toEqual(['reader'])
    }
    expect((await writer.audit({ limit: 1 })).items).toMatchObject([{ action: 'store.accept', actor: 'cli' }])
    expect((await command('status'))[0]).toBe(0)
  })

  it('and without a grant is followed', async () => {
    const [writer, reader] = [await make(), await make()]
    await write(writer, putRole('reader'))
    await save()
    await write(writer, assign('ann', 'reader'))
    expect(await rolesOf(reader, 'ann')).toEqual(['reader'])
    await fallBack()
    await until('it is followed', async () => (await rolesOf(reader, 'ann').catch(() => ['?'])).length === 0)
    expect(detailsOf(reader).counters['rewinds']).toBeGreaterThan(0)
    await until('the writer follows', () => answers(writer))
    expect((await write(writer, assign('ben', 'reader'))).status).toBe('done')
    expect(await rolesOf(reader, 'ann')).toEqual([])
  })

  it('is noticed by the process that wrote, though it has read nothing since', async () => {
    const writer = await make({ clock: stillClock })
    await write(writer, putRole('reader'), assign('ann', 'reader'))
    await writer.view('ann')
    await save()
    await write(writer, unassign('ann', 'reader'))
    await fallBack()
    await until('it is noticed', async () => (await alarmed(writer)) !== undefined)
    await until('the alarm', async () =>
      (await server.command('EXISTS', `{${namespace}}:2:alarm`)).includes(':1'),
    )
  })

  it('in which another write took the id of a lost one is not mistaken for the history that was read', async () => {
    const writer = await make()
    const reader = await make({ maxStalenessMs: 0, clock: stillClock })
    await write(writer, putRole('reader'), assign('ann', 'reader'))
    await save()
    await write(writer, putRole('lost'), assign('ann', 'lost'))
    expect(await rolesOf(reader, 'ann')).toEqual(['reader', 'lost'])
    const { position } = detailsOf(reader)
    await writer.close()
    await fallBack()
    const content = '{"r":[],"m":false,"s":[],"x":false}'
    for (const id of [String(position), '*'])
      await server.command('XADD', log, id, 't', 'e'.repeat(32), 'c', content, 'm', '-')
    await until('it answers again', () => answers(reader))
    expect(await rolesOf(reader, 'ann')).toEqual(['reader'])
    expect(detailsOf(reader).counters).toMatchObject({ rewinds: 1, loads: 2 })
  })
})

describe('A Redis that comes back empty', () => {
  it('raises an alarm; no process makes a store in its place; accepting makes an empty one', async () => {
    const store = await make()
    await write(store, putRole('reader'), assign('ann', 'reader'))
    await server.command('FLUSHALL')
    await until('the alarm', async () => (await alarmed(store)) !== undefined)
    await until('it stands', async () =>
      (await server.command('GET', `{${namespace}}:2:alarm`)).includes('store-lost'),
    )
    const fresh = await make({ create: true }).catch((error: unknown) => error)
    expect(fresh).toEqual(alarm)
    expect((await command('init'))[1]).toContain('TRILATCH_STORE_ALARM')
    const [status, text] = await command('accept')
    expect([status, text]).toEqual([0, expect.stringContaining('an empty one was made')])
    await until('it answers again', () => answers(store))
    expect(await rolesOf(store, 'ann')).toEqual([])
    expect((await store.view(null)).policy.roles.size).toBe(0)
    expect((await write(store, putRole('reader'))).status).toBe('done')
  })

  it('and is restored goes on without anybody accepting anything', async () => {
    const store = await make()
    await write(store, putRole('reader'), assign('ann', 'reader'))
    await store.view('ann')
    await save()
    await server.command('FLUSHALL')
    await until('the alarm', async () => (await alarmed(store)) !== undefined)
    await fallBack()
    await until('it answers again', () => answers(store))
    expect(await rolesOf(store, 'ann')).toEqual(['reader'])
  })

  it('and was never used is not a store: a start is refused, unless it may create one', async () => {
    const client = new Redis(server.port)
    clients.push(client)
    const missing = await make({ create: false }).catch((error: unknown) => error)
    expect(missing).toMatchObject({
      code: 'TRILATCH_STORE_MISSING',
      message: expect.stringContaining('trilatch-store init') as string,
    })
    expect(await command('status')).toEqual([3, `There is no store in ${namespace}.`])
    expect((await command('init'))[0]).toBe(0)
    expect((await command('init'))[0]).toBe(1)
    const store = await make({ create: false })
    expect((await store.view(null)).policy.roles.size).toBe(0)
  })

  it('is made into one store by ten processes that may create it', async () => {
    const stores = await Promise.all(Array.from({ length: 10 }, () => make({ create: true })))
    expect(new Set(stores.map((store) => detailsOf(store).store)).size).toBe(1)
  })
})

describe('The command', () => {
  it('explains itself, and refuses what it does not know', async () => {
    expect((await command('--help'))[1]).toContain('Usage: trilatch-store')
    expect(await command('frobnicate')).toEqual([2, expect.stringContaining('expected one of the commands')])
    expect(await command('init', '--colour')).toEqual([2, expect.stringContaining('--colour')])
    expect(await command('accept')).toEqual([1, 'There is no alarm.'])
  })

  it('says when Redis cannot be reached', async () => {
    await server.kill()
    expect(await command('status')).toEqual([1, expect.stringContaining('Redis cannot be reached')])
    await server.restart()
  })
})

describe('A change log that is gone', () => {
  it('is no log that a write begins anew: it is refused, and the loss is seen', async () => {
    const store = await make()
    await write(store, putRole('reader'), assign('ann', 'reader'))
    await write(store, unassign('ann', 'reader'))
    expect(await rolesOf(store, 'ann')).toEqual([])
    await server.command('RENAME', log, `${log} as it was`)
    const refusal = { status: 'refused', reason: 'unavailable' }
    expect(await write(store, putRole('writer'))).toMatchObject(refusal)
    expect(await server.command('EXISTS', log)).toContain(':0')
    await until('its lease has ended', () => !detailsOf(store).leased)
    expect(await alarmed(store)).toEqual(alarm)
  })
})
