import { readFileSync } from 'node:fs'
import { Redis } from 'ioredis'
import { describe, expect, it, vi } from 'vitest'
import { redisStore } from '@trilatch/store-redis'
import type { RedisStoreOptions } from '@trilatch/store-redis'
import { runCommand } from '../src/command.ts'
import { newNamespace, write } from './support/content.ts'
import { assign, detailsOf, putRole, putUser, rolesOf } from './support/operations.ts'
import { useRedis } from './support/server.ts'
import { until } from './support/until.ts'

const used = useRedis({ notices: false, maxStalenessMs: 0 })
const make = used.store
const failure = (promise: unknown): Promise<unknown> =>
  Promise.resolve(promise).then(
    () => 'it did not fail',
    (error: unknown) => error,
  )

describe('redisStore', () => {
  it.each([
    [{}, '`client` must be a client of ioredis or node-redis'],
    [{ client: {} }, '`client` must be a client of ioredis or node-redis'],
    [{ namespace: 'a:b' }, '`namespace`'],
    [{ namespace: '{a}' }, '`namespace`'],
    [{ maxStalenessMs: 50 }, '`maxStalenessMs`'],
    [{ maxStalenessMs: 10_001 }, '`maxStalenessMs`'],
    [{ deadlineMs: 1 }, '`deadlineMs`'],
    [{ requireReplicas: -1 }, '`requireReplicas`'],
    [{ requireReplicas: 0.5 }, '`requireReplicas`'],
    [{ hmacKey: 'short' }, '`hmacKey`'],
    [{ create: 'yes' }, '`create`'],
    [{ keptSubjects: 0 }, '`keptSubjects`'],
    [{ maxStaleness: 5 }, 'unknown option "maxStaleness"'],
  ])('refuses %j and says what is expected', (options, message) => {
    const given =
      Object.keys(options).length === 0 || 'client' in options ? options : { client: used.client, ...options }
    expect(() => redisStore(given as RedisStoreOptions)).toThrow(
      expect.objectContaining({
        code: 'TRILATCH_OPTION_INVALID',
        message: expect.stringContaining(message) as string,
      }),
    )
  })

  it('does not start where Redis may throw rights away', async () => {
    const namespace = newNamespace()
    await make({ namespace })
    await used.server.command('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru')
    try {
      expect(await failure(make({ namespace }))).toMatchObject({
        code: 'TRILATCH_STORE_UNSUITABLE',
        message: expect.stringContaining('allkeys-lru') as string,
      })
    } finally {
      await used.server.command('CONFIG', 'SET', 'maxmemory-policy', 'noeviction')
    }
  })

  it('does not start where Redis does not say whether it may', async () => {
    const namespace = newNamespace()
    await make({ namespace })
    await used.server.command('ACL', 'SETUSER', 'blind', 'on', '>secret', '~*', '&*', '+@all', '-info')
    const blind = new Redis(used.server.port, {
      username: 'blind',
      password: 'secret',
      enableReadyCheck: false,
    })
    try {
      expect(await failure(make({ namespace, client: blind }))).toMatchObject({
        code: 'TRILATCH_STORE_UNSUITABLE',
        message: expect.stringContaining('`+info`') as string,
      })
    } finally {
      blind.disconnect()
    }
  })

  it('does not start with another key for its seals, nor without one', async () => {
    const [one, other] = ['a'.repeat(32), 'b'.repeat(32)]
    const namespace = newNamespace()
    await make({ namespace, hmacKey: one })
    for (const options of [{ hmacKey: other }, {}])
      expect(await failure(make({ namespace, ...options }))).toMatchObject({
        code: 'TRILATCH_STORE_UNSUITABLE',
        message: expect.stringContaining('hmacKey') as string,
      })
    expect(await failure(make({ namespace, hmacKey: one }))).toBe('it did not fail')
  })

  it('does not read a store of another schema', async () => {
    const namespace = newNamespace()
    await make({ namespace })
    await used.server.command('HSET', `{${namespace}}:2:meta`, 'schema', '1')
    expect(await failure(make({ namespace }))).toMatchObject({ code: 'TRILATCH_STORE_UNSUITABLE' })
  })

  it('answers nothing when it is closed', async () => {
    const store = await make({ maxStalenessMs: 10_000 })
    await store.view('ann')
    await store.close()
    expect(await failure(store.view('ann'))).toMatchObject({ code: 'TRILATCH_UNAVAILABLE', status: 503 })
    expect(await failure(store.ready())).toMatchObject({ code: 'TRILATCH_UNAVAILABLE' })
  })
})

describe('What somebody else wrote into Redis', () => {
  const garbled = expect.objectContaining({ name: 'GarbledError' }) as unknown
  const cases = [
    '',
    '{',
    'x y {}',
    'x - {}',
    'x - null',
    'x - {"roles":{}}',
    'x - {"roles":[null]}',
    'x - {"roles":[["reader"]]}',
    'x - {"roles":[["reader","eu.*","us.*"]]}',
    'x - {"suspended":false,"roles":[]}',
    'x - {"suspended":"no","roles":[]}',
  ]

  it.each(cases)(
    'in the place of a subject keeps that subject from everything, and nobody else: %j',
    async (text) => {
      const namespace = newNamespace()
      const store = await make({ namespace })
      await write(store, putRole('reader'), assign('ann', 'reader'), assign('ben', 'reader'))
      await used.server.command('SET', `{${namespace}}:2:subject:ann`, text)
      const [ann, ben] = await Promise.all([failure(store.view('ann')), store.view('ben')])
      expect(ann).toEqual(garbled)
      expect(ben.subject?.assignments).toHaveLength(1)
    },
  )

  it('of another type in the place of a subject does so too, and nothing can be written over it', async () => {
    const namespace = newNamespace()
    const store = await make({ namespace })
    await write(store, putRole('reader'), assign('ben', 'reader'))
    await used.server.command('LPUSH', `{${namespace}}:2:subject:ann`, 'x')
    expect(await failure(store.view('ann'))).toEqual(garbled)
    expect(await rolesOf(store, 'ben')).toEqual(['reader'])
    const before = await store.audit({ limit: 9 })
    expect(await write(store, assign('ben', 'writer'), putUser('ann'))).toMatchObject({
      status: 'refused',
      reason: 'unavailable',
    })
    expect(await store.audit({ limit: 9 })).toEqual(before)
    expect(await rolesOf(store, 'ben')).toEqual(['reader'])
  })

  it.each([
    '',
    '{',
    'x - {"id":"reader"}',
    'x - {"id":"other","rules":[]}',
    'x - {"id":"reader","rules":[1]}',
  ])(
    'in the place of a role keeps every process from starting, and those that run go on: %j',
    async (text) => {
      const namespace = newNamespace()
      const store = await make({ namespace })
      await write(store, putRole('reader'), assign('ann', 'reader'))
      await store.view('ann')
      await used.server.command('HSET', `{${namespace}}:2:roles`, 'reader', text)
      expect(await failure(make({ namespace, create: false }))).toEqual(garbled)
      expect(await rolesOf(store, 'ann')).toEqual(['reader'])
    },
  )

  it('in the log stops everybody who reads it', async () => {
    const namespace = newNamespace()
    const store = await make({ namespace })
    await store.view(null)
    await used.server.command('XADD', `{${namespace}}:2:log`, '*', 't', 'x', 'c', '{"r":[]', 'm', '-')
    expect(await failure(store.view(null))).toBeInstanceOf(Error)
    expect(store.health().status).toBe('unavailable')
  })
})

describe('With a key for seals', () => {
  const hmacKey = 'a secret that is long enough to be one'
  const garbled = expect.objectContaining({ name: 'GarbledError' }) as unknown

  it('a record that was changed, moved to another subject or unsealed is not believed', async () => {
    const namespace = newNamespace()
    const store = await make({ namespace, hmacKey })
    await write(
      store,
      putRole('admin', { administrator: true }),
      assign('boss', 'admin'),
      assign('ann', 'reader'),
    )
    const stored = async (id: string): Promise<string> =>
      (await used.client.get(`{${namespace}}:2:subject:${id}`)) ?? ''
    const [boss, ann] = [await stored('boss'), await stored('ann')]
    for (const forged of [boss, ann.replace('reader', 'admin'), ann.replace(/ \S+ /, ' - ')]) {
      await used.server.command('SET', `{${namespace}}:2:subject:mallory`, forged)
      await used.server.command('SET', `{${namespace}}:2:subject:ann`, forged)
      const other = await make({ namespace, hmacKey })
      expect(await failure(other.view('mallory'))).toEqual(garbled)
      expect(await failure(other.view('ann'))).toEqual(garbled)
      expect(detailsOf(other).counters['garbled']).toBe(2)
    }
  })

  it('an entry of the log that was not written with the key stops everybody who reads it', async () => {
    const namespace = newNamespace()
    const store = await make({ namespace, hmacKey })
    await store.view(null)
    const text = '{"r":[],"m":false,"s":[],"x":false}'
    await used.server.command('XADD', `{${namespace}}:2:log`, '*', 't', 'x', 'c', text, 'm', '-')
    expect(await failure(store.view(null))).toEqual(garbled)
  })
})

describe('The user that docs/redis.md describes', () => {
  it('may do everything that a store does, and nothing else', async () => {
    const page = readFileSync(new URL('../../../docs/redis.md', import.meta.url), 'utf8')
    const [, words = ''] = /^ACL SETUSER (.+)$/m.exec(page) ?? []
    const rules = words.replaceAll('{trilatch}', '{documented}').split(' ')
    expect(await used.server.command('ACL', 'SETUSER', ...rules)).toContain('OK')
    const limited = new Redis(used.server.port, { username: 'trilatch', password: 'secret' })
    const denied = vi.fn<(error: Error) => void>()
    limited.on('error', denied)
    try {
      const store = used.freshStore({
        client: limited,
        namespace: 'documented',
        create: true,
        notices: true,
        maxStalenessMs: 100,
      })
      await store.ready()
      const outcome = await write(
        store,
        putRole('admin', { administrator: true }),
        putRole('reader'),
        assign('boss', 'admin'),
        assign('ann', 'reader', 'x'),
        putUser('ann', { email: 'a@x.org' }),
      )
      expect(outcome.status).toBe('done')
      await write(store, { kind: 'remove-role', id: 'reader' }, { kind: 'remove-user', id: 'ann' })
      expect((await store.members('admin', { limit: 9 })).items).toEqual(['boss'])
      expect(await store.held('admin')).toBe(true)
      expect((await store.users({ limit: 9 })).items).toEqual([])
      expect((await store.audit({ limit: 9 })).items).toHaveLength(3)
      await write(store, ...Array.from({ length: 2 }, (_, i) => assign(`s${i}`, 'other', `x${i}`)))
      const url = `redis://trilatch:secret@127.0.0.1:${used.server.port}`
      const output = { out: () => {}, err: () => {} }
      const emptied = await runCommand(
        ['empty-role', 'other', '--url', url, '--namespace', 'documented'],
        {},
        output,
      )
      expect([emptied, await store.held('other')]).toEqual([0, false])
      await until('it listens', () => detailsOf(store).notices === 'listening')
      await expect(limited.set('elsewhere', 'x')).rejects.toThrow('NOPERM')
      expect(denied).not.toHaveBeenCalled()
    } finally {
      limited.disconnect()
    }
  })
})

describe('More than one write does', () => {
  it('is refused as too large, and nothing has changed', async () => {
    const store = await make()
    await write(store, putRole('team'))
    for (const from of [0, 700])
      await write(store, ...Array.from({ length: 700 }, (_, i) => assign(`s${from + i}`, 'team')))
    expect(await write(store, { kind: 'remove-role', id: 'team' })).toMatchObject({
      status: 'refused',
      reason: 'too-large',
      detail: expect.stringMatching(/1400 assignments.*trilatch-store empty-role/) as string,
    })
    expect(
      await write(store, ...Array.from({ length: 1_001 }, (_, i) => assign(`s${i}`, 'x'))),
    ).toMatchObject({
      reason: 'too-large',
      detail: expect.stringContaining('trilatch-store replace-members') as string,
    })
    expect((await store.view(null)).policy.roles.has('team')).toBe(true)
  })
})
