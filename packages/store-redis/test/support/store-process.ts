// The process of `startStoreProcess`: it has a store of its own, makes changes all at once, and is killed where it was
// told to be.
import type { Change } from '@trilatch/core'
import { Redis } from 'ioredis'
import { createClient } from 'redis'
import { redisStore } from '@trilatch/store-redis'
import type { RedisClient } from '@trilatch/store-redis'
import { acts } from './acts.ts'
import type { StoreJob } from './store-processes.ts'

const say = (message: unknown): void => void process.send?.(message)
const hear = <T>(): Promise<T> =>
  new Promise((resolve) => process.once('message', (message) => resolve(message as T)))
const die = (): Promise<never> => {
  process.kill(process.pid, 'SIGKILL')
  return new Promise(() => {})
}
process.on('disconnect', () => process.exit())

const { port, namespace, name, killAt, client: kind = 'ioredis' } = await hear<StoreJob>()
const redis = new Redis(port, { connectionName: name })
const written = (text: string): Promise<unknown> =>
  new Promise((resolve) => redis.stream.write(text, resolve))

/** A client that kills its process at one moment of one command; what a script is told first says what it is for. */
const [word = 'none', moment = ''] = killAt?.split(' ') ?? []
const client = {
  call: async (...command: [string, ...string[]]): Promise<unknown> => {
    if (!command.includes(word)) return redis.call(...command)
    if (moment === 'before') return die()
    if (moment === 'half') {
      const parts = command.map((part) => `$${Buffer.byteLength(part)}\r\n${part}\r\n`).join('')
      const text = `*${command.length}\r\n${parts}`
      await written(text.slice(0, text.length / 2))
      return die()
    }
    if (moment === 'frozen') {
      say('about to send')
      await hear()
    }
    const reply = redis.call(...command)
    if (moment === 'answered') await reply
    else await written('')
    if (moment !== 'frozen') return die()
    say('sent')
    return reply
  },
  pipeline: (commands: unknown[][]) => redis.pipeline(commands),
  disconnect: () => redis.disconnect(),
}

async function nodeRedis(): Promise<RedisClient> {
  const other = createClient({ url: `redis://127.0.0.1:${port}` })
  await other.connect()
  return other
}

const chosen = kind === 'ioredis' ? client : await nodeRedis()
const store = redisStore({ client: chosen, namespace, notices: false, deadlineMs: 5_000 })
await store.ready()
say('ready')
for (;;) {
  const changes = await hear<readonly Change[] | string>()
  if (typeof changes === 'string') {
    await acts[changes]?.act(store)
    continue
  }
  const outcomes = await Promise.all(changes.map((change) => store.write(change)))
  if (killAt === 'returned') await die()
  say(outcomes)
}
