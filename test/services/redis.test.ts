import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { freePort } from './ports.ts'
import { processState } from './process-state.ts'
import { redisConfig } from './redis-config.ts'
import { RedisServer, startRedis, startSomewhere } from './redis.ts'
import type { RedisOptions } from './redis.ts'

async function redisOfThisTest(options?: RedisOptions): Promise<RedisServer> {
  const redis = await startRedis(options)
  onTestFinished(() => redis.stop())
  return redis
}

describe('a Redis of one’s own', () => {
  let redis: RedisServer
  beforeAll(async () => {
    redis = await startRedis()
    return () => redis.stop()
  })

  it('answers, empty, on a port of 127.0.0.1 below those of outgoing connections', async () => {
    expect(redis.port).toBeGreaterThanOrEqual(15_000)
    expect(redis.port).toBeLessThan(32_768)
    expect(await redis.command('PING')).toBe('PONG')
    expect(await redis.command('DBSIZE')).toBe(0)
    expect(await redis.command('CONFIG', 'GET', 'bind')).toEqual(['bind', '127.0.0.1'])
  })

  it('is the process it says it is', async () => {
    expect((await redis.info('server')).get('process_id')).toBe(String(redis.pid))
  })

  it('counts the commands of some work, those of a script and their script included', async () => {
    const counts = await redis.countCommands(async () => {
      await redis.command('SET', 'a', 1)
      await redis.command('GET', 'a')
      await redis.command('GET', 'a')
      await redis.command('EVAL', "return redis.call('GET', KEYS[1])", 1, 'a')
      await redis.command('INFO', 'server')
    })
    expect(counts).toEqual({ set: 1, get: 3, eval: 1, info: 1 })
    expect(await redis.countCommands(async () => {})).toEqual({})
  })

  it('takes settings while it runs', async () => {
    await redis.configSet('maxmemory', '3mb')
    expect(await redis.command('CONFIG', 'GET', 'maxmemory')).toEqual(['maxmemory', String(3 * 1024 * 1024)])
    await redis.configSet('maxmemory', 0)
  })

  it('gives its refusals as errors', async () => {
    await redis.command('SET', 'text', 'x')
    await expect(redis.command('LPUSH', 'text', 'y')).rejects.toThrow('WRONGTYPE')
  })

  it('does not answer while it is frozen, and does when it goes on', async () => {
    await redis.freeze()
    expect(processState(redis.pid)).toBe('frozen')
    const answer = redis.command('PING')
    expect(await Promise.race([answer, sleep(300, 'silence')])).toBe('silence')
    redis.thaw()
    expect(await answer).toBe('PONG')
  })
})

describe('a Redis that was started with options', () => {
  it('may listen on a Unix socket only', async () => {
    const redis = await redisOfThisTest({ listen: 'socket' })
    expect(redis.port).toBe(0)
    expect(existsSync(redis.path ?? '')).toBe(true)
    expect(await redis.command('PING')).toBe('PONG')
  })

  it('has users with the rights they were given, beside the user that has a password', async () => {
    const redis = await redisOfThisTest({
      password: 'a "quoted\\ password',
      users: { app: 'on >secret ~* &* +@all -xadd' },
    })
    expect(await redis.command('ACL', 'WHOAMI')).toBe('default')
    expect(await redis.command('ACL', 'DRYRUN', 'app', 'SET', 'a', 1)).toBe('OK')
    expect(await redis.command('ACL', 'DRYRUN', 'app', 'XADD', 'a', '*', 'b', 'c')).toMatch(
      /permissions to run/,
    )
    await redis.command('ACL', 'SETUSER', 'app', '-set')
    expect(await redis.command('ACL', 'DRYRUN', 'app', 'SET', 'a', 1)).toMatch(/permissions to run/)
  })

  it('has the directives it was given instead of ours', async () => {
    const redis = await redisOfThisTest({ config: { appendonly: 'yes', 'maxmemory-policy': 'allkeys-lru' } })
    await redis.command('SET', 'a', 1)
    await redis.kill()
    await redis.start()
    expect(await redis.command('GET', 'a')).toBe('1')
    expect(await redis.command('CONFIG', 'GET', 'maxmemory-policy')).toEqual([
      'maxmemory-policy',
      'allkeys-lru',
    ])
  })

  it('is at another port when somebody was faster at the first', async () => {
    const [first, second] = [await redisOfThisTest(), await freePort()]
    const ports = [first.port, first.port, second]
    const place = async (): Promise<number> => ports.shift() ?? 0
    const redis = await startSomewhere('redis', place, ({ folder, port }) => {
      writeFileSync(join(folder, 'redis.conf'), redisConfig({}, { folder, port }))
      return new RedisServer({ folder, port })
    })
    onTestFinished(() => redis.stop())
    expect(redis.port).toBe(second)
    expect((await redis.info('server')).get('process_id')).toBe(String(redis.pid))
  })

  it('is refused with the words of the server when a directive is wrong', async () => {
    await expect(startRedis({ config: { 'no-such-directive': 1 } })).rejects.toThrow(
      /ended as it started\.\nIts log ends:\n[^]*no-such-directive/,
    )
    await expect(startRedis({ users: { default: 'off' } })).rejects.toThrow('give `password`')
  })
})

describe('data', () => {
  it('are kept over a restart when asked for, and lost otherwise', async () => {
    const redis = await redisOfThisTest()
    const { port, pid } = redis
    await redis.command('SET', 'a', 1)
    await redis.restart()
    expect(redis.port).toBe(port)
    expect(redis.pid).not.toBe(pid)
    expect(await redis.command('GET', 'a')).toBe('1')
    await redis.restart({ data: 'lost' })
    expect(await redis.command('DBSIZE')).toBe(0)
  })

  it('are those of the last save after a crash', async () => {
    const redis = await redisOfThisTest()
    await redis.command('SET', 'a', 'older')
    await redis.save()
    await redis.command('SET', 'a', 'newer')
    await redis.kill()
    await expect(redis.command('GET', 'a')).rejects.toThrow(/^Redis at 127\.0\.0\.1:\d+ does not run\./)
    await redis.start()
    expect(await redis.command('GET', 'a')).toBe('older')
  })
})

describe('a Redis that is stopped', () => {
  it('leaves neither process nor folder, even when it is frozen', async () => {
    const redis = await startRedis()
    const { pid, folder } = redis
    await redis.freeze()
    await redis.stop()
    expect(processState(pid)).toBe('gone')
    expect(existsSync(folder)).toBe(false)
    await redis.stop()
  })

  it('waits a little for its port when somebody has it', async () => {
    const redis = await redisOfThisTest()
    await redis.kill()
    const squatter = createServer()
    await new Promise<void>((resolve) => squatter.listen(redis.port, '127.0.0.1', resolve))
    setTimeout(() => squatter.close(), 300)
    await redis.start()
    expect(await redis.command('PING')).toBe('PONG')
    expect(readdirSync(redis.folder)).toContain('redis.conf')
  })
})
