import { Redis } from 'ioredis'
import { afterEach, describe, expect, it } from 'vitest'
import { redisStore } from '@trilatch/store-redis'
import type { RedisStore } from '@trilatch/store-redis'
import { runCommand } from '../src/command.ts'
import { acceptScript, initScript } from '../src/scripts/administer.ts'
import { writeScript } from '../src/scripts/write.ts'
import { newNamespace } from './support/content.ts'
import { dumpOf } from './support/dump.ts'
import { OldRedis } from './support/old-redis.ts'
import { calledBy, limitedUser } from './support/limited-user.ts'
import { useRedis } from './support/server.ts'
import { startReplicated } from './support/topologies.ts'
import { beforeIt, changeOf, wholeWrite } from './support/whole-write.ts'

const used = useRedis({ notices: false, maxStalenessMs: 0 })
const user = limitedUser(used)
const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

/** Those that it calls by another name than a literal one, or because a plan has them. */
const planned = ['del', 'hdel', 'hset', 'sadd', 'scard', 'srem', 'set', 'zadd', 'zcard', 'zrem']
const ofWrites = [...new Set([...calledBy(writeScript), ...planned, 'evalsha'])].toSorted()

/** A store with what the write is made over, before any right is taken away. */
async function make(given: Redis | OldRedis, namespace: string): Promise<RedisStore> {
  const store = await used.store({ client: given, namespace })
  expect(await store.write(changeOf('before', beforeIt))).toMatchObject({ status: 'done' })
  return store
}

describe('The commands of a write', () => {
  it('are those that are taken away below, and no others', async () => {
    const namespace = newNamespace()
    const store = await make(await user.client(), namespace)
    await used.server.command('CONFIG', 'RESETSTAT')
    expect(await store.write(changeOf('whole', wholeWrite))).toMatchObject({ status: 'done' })
    const stats = await used.server.command('INFO', 'commandstats')
    const called = Array.from(stats.matchAll(/cmdstat_([a-z]+):/g), ([, name = '']) => name)
    // Of gathering what the write is planned from, and of a read that may fall between.
    const others = ['config', 'info', 'smembers', 'time', 'zrangebylex']
    expect(called.filter((name) => !others.includes(name)).toSorted()).toEqual(ofWrites)
  })
})

describe.each([
  ['as it is', (client: Redis) => client],
  ['as before version 7, which does not tell a script what it may', (client: Redis) => new OldRedis(client)],
])('In Redis %s, a write by a user who may do everything but one command', (_, clientOf) => {
  it.each(ofWrites)('changes nothing without %s', async (name) => {
    const namespace = newNamespace()
    const store = await make(clientOf(await user.client()), namespace)
    const before = await dumpOf(used.client, namespace)
    await user.allow(`-${name}`)
    expect(await store.write(changeOf('whole', wholeWrite))).toMatchObject({
      status: 'refused',
      reason: 'unavailable',
    })
    expect(await dumpOf(used.client, namespace)).toEqual(before)
    await user.allow()
    expect(await store.write(changeOf('whole', wholeWrite))).toMatchObject({ status: 'done' })
    expect(await dumpOf(used.client, namespace)).not.toEqual(before)
  })

  it.each([
    ['log', 'log'],
    ['records', 'subject:*'],
    ['documents', 'roles'],
  ])('changes nothing without the right to the keys of the %s', async (__, kind) => {
    const namespace = newNamespace()
    const store = await make(clientOf(await user.client()), namespace)
    const before = await dumpOf(used.client, namespace)
    const others = Object.keys(before).map((key) => `~{${namespace}}:2:${key.replace(/:.*/, ':*')}`)
    const lost = `~{${namespace}}:2:${kind}`
    await user.allow('resetkeys', `~{${namespace}}:2:proc:*`, ...others.filter((key) => key !== lost))
    const outcome = await store.write(changeOf('whole', wholeWrite))
    expect(outcome.status).not.toBe('done')
    expect(await dumpOf(used.client, namespace)).toEqual(before)
  })
})

describe('Without the right to WAIT', () => {
  it('a write is there as a whole, and unknown', async () => {
    const servers = await startReplicated()
    closing.push(() => servers.stop())
    const admin = new Redis(servers.primary.port)
    await admin.call('ACL', 'SETUSER', 'limited', 'on', '>secret', '~*', '&*', '+@all')
    const other = new Redis(servers.primary.port, { username: 'limited', password: 'secret' })
    closing.push(() => [admin, other].forEach((each) => each.disconnect()))
    const [namespace, twin] = [newNamespace(), newNamespace()]
    for (const each of [namespace, twin]) {
      const store = redisStore({
        client: other,
        namespace: each,
        create: true,
        requireReplicas: 1,
        deadlineMs: 5_000,
        notices: false,
      })
      closing.push(() => store.close())
      await store.ready()
      expect(await store.write(changeOf('before', beforeIt))).toMatchObject({ status: 'done' })
      if (each === namespace) await admin.call('ACL', 'SETUSER', 'limited', '-wait')
      expect(await store.write(changeOf('whole', wholeWrite))).toMatchObject({
        status: each === namespace ? 'unknown' : 'done',
      })
      await admin.call('ACL', 'SETUSER', 'limited', '+wait')
    }
    expect(await dumpOf(admin, namespace)).toEqual(await dumpOf(admin, twin))
  })
})

describe('The command, by a user who may do everything but one thing', () => {
  const run = (name: string, namespace: string, login = ''): Promise<number> =>
    runCommand(
      [name, '--url', `redis://${login}127.0.0.1:${used.server.port}`, '--namespace', namespace],
      {},
      { out: () => {}, err: () => {} },
    )

  it.each([...calledBy(initScript), 'evalsha', 'eval'])(
    'makes no part of a store without %s',
    async (name) => {
      const namespace = newNamespace()
      await used.client.script('FLUSH')
      await user.allow(`-${name}`)
      expect(await run('init', namespace, user.login)).toBe(1)
      expect(await dumpOf(used.client, namespace)).toEqual({})
      await user.allow()
      expect(await run('init', namespace, user.login)).toBe(0)
    },
  )

  it.each([...calledBy(acceptScript), 'evalsha'])('accepts no part of a loss without %s', async (name) => {
    const namespace = newNamespace()
    await make(used.client, namespace)
    await used.client.set(`{${namespace}}:2:alarm`, 'writes-lost: something')
    expect(await run('status', namespace)).toBe(3)
    const before = await dumpOf(used.client, namespace)
    await user.allow(`-${name}`)
    expect(await run('accept', namespace, user.login)).toBe(1)
    expect(await dumpOf(used.client, namespace)).toEqual(before)
    await user.allow()
    expect(await run('accept', namespace, user.login)).toBe(0)
  })
})
