// The private servers of test/services, as the tests of this package talk to them: replies as raw text.
import { connect } from 'node:net'
import { startRedis as startPrivate } from '../../../../test/services/redis.ts'
import type { RedisServer as PrivateServer } from '../../../../test/services/redis.ts'

export interface RedisServer {
  readonly port: number
  /** Sends a command as text and gives what comes back, as text; for set-ups and faults. */
  command(...words: readonly string[]): Promise<string>
  /** How often a command was carried out, those in scripts included. */
  calls(command: string): Promise<number>
  /** SIGSTOP and SIGCONT. */
  freeze(): Promise<void>
  thaw(): void
  /** SIGKILL; what was not saved is lost. */
  kill(): Promise<void>
  /** Starts it where it was, with what was saved. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** One command over a connection of its own. */
async function redisCommand(port: number, words: readonly string[]): Promise<string> {
  const parts = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`)
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let text = ''
    socket.setTimeout(5_000, () => socket.destroy(new Error('no reply')))
    socket.on('error', reject)
    socket.on('data', (data) => {
      text += data.toString()
      socket.end()
    })
    socket.on('close', () => resolve(text))
    socket.write(`*${words.length}\r\n${parts.join('')}`)
  })
}

/** A server of test/services with raw replies. */
export function withRawReplies(server: PrivateServer): RedisServer {
  const command = (...words: readonly string[]): Promise<string> => redisCommand(server.port, words)
  return {
    port: server.port,
    command,
    calls: async (name) => {
      const stats = await command('INFO', 'commandstats')
      return Number(new RegExp(`cmdstat_${name}:calls=(\\d+)`).exec(stats)?.[1] ?? 0)
    },
    freeze: () => server.freeze(),
    thaw: () => server.thaw(),
    kill: () => server.kill(),
    restart: () => server.start(),
    stop: () => server.stop(),
  }
}

/** Starts a server of its own. @throws Error that says how to get Redis where there is none. */
export async function startRedis(): Promise<RedisServer> {
  return withRawReplies(await startPrivate())
}
