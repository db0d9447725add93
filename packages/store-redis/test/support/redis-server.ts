// Starts private Redis servers. To be replaced by test/services when that exists.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export interface RedisServer {
  readonly port: number
  readonly pid: number
  /** Sends a command as text and gives what comes back, as text; for set-ups and faults. */
  command(...words: readonly string[]): Promise<string>
  /** How often a command was carried out, those in scripts included. */
  calls(command: string): Promise<number>
  /** SIGSTOP and SIGCONT. */
  freeze(): void
  thaw(): void
  /** SIGKILL; its port stays reserved for `restart`. */
  kill(): Promise<void>
  restart(): Promise<void>
  stop(): Promise<void>
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** One command over a connection of its own. */
export async function redisCommand(port: number, words: readonly string[]): Promise<string> {
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

/** Starts a server of its own, in a folder of its own. */
export async function startRedis(...args: readonly string[]): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), 'trilatch-redis-'))
  const port = await freePort()
  let child: ChildProcess
  const start = async (): Promise<void> => {
    child = spawn(
      'redis-server',
      ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder, ...args],
      { stdio: 'ignore' },
    )
    for (let tries = 0; tries < 200; tries++) {
      const reply = await redisCommand(port, ['PING']).catch(() => '')
      if (reply.includes('PONG') || reply.includes('NOAUTH')) return
      await sleep(25)
    }
    throw new Error('Redis did not start: is redis-server installed?')
  }
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGCONT')
    child.kill(signal)
    await ended
  }
  await start()
  return {
    port,
    get pid() {
      return child.pid ?? 0
    },
    command: (...words) => redisCommand(port, words),
    calls: async (command) => {
      const stats = await redisCommand(port, ['INFO', 'commandstats'])
      return Number(new RegExp(`cmdstat_${command}:calls=(\\d+)`).exec(stats)?.[1] ?? 0)
    },
    freeze: () => child.kill('SIGSTOP'),
    thaw: () => child.kill('SIGCONT'),
    kill: () => end('SIGKILL'),
    restart: start,
    stop: async () => {
      await end('SIGKILL')
      await rm(folder, { recursive: true, force: true })
    },
  }
}
