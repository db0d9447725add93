import { Redis } from 'ioredis'
import { redisStore } from '@trilatch/store-redis'
import { runCommand } from '../../packages/store-redis/src/command.ts'
import type { RedisServer } from '../services/redis.ts'
import type { Cell } from './cells.ts'
import { change, namespace, setUp } from './content.ts'

/** What an operator does, with the command that is shipped. @throws Error with what it printed */
async function command(name: 'init' | 'accept', { port }: RedisServer): Promise<void> {
  const lines: string[] = []
  const output = { out: (text: string) => lines.push(text), err: (text: string) => lines.push(text) }
  const args = [name, '--url', `redis://127.0.0.1:${port}`, '--namespace', namespace]
  const status = await runCommand(args, {}, output)
  if (status !== 0) throw new Error(`trilatch-store ${name} ended with ${status}: ${lines.join('\n')}`)
}

export const makeStore = (primary: RedisServer): Promise<void> => command('init', primary)
export const acceptLoss = (primary: RedisServer): Promise<void> => command('accept', primary)

/** Writes what is there at first, in one write. @returns Its tag */
export async function fill({ port }: RedisServer, cells: readonly Cell[]): Promise<string> {
  const client = new Redis({ host: '127.0.0.1', port, retryStrategy: () => 100 })
  client.on('error', () => {})
  const store = redisStore({ client, namespace, deadlineMs: 5_000, notices: false })
  try {
    const { status, tag, detail } = await change(store, setUp(cells))
    if (status !== 'done') throw new Error(`the store cannot be filled: ${status} ${detail}`)
    return tag
  } finally {
    await store.close()
    client.disconnect()
  }
}
