import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { Agent, get } from 'node:http'
import { fileURLToPath } from 'node:url'

export const frameworks = ['express', 'koa'] as const
const modes = ['bare', 'noop', 'guard'] as const

/** Microseconds of the server's processor time for one request, by what stands before the handler. */
export type Slices = Record<(typeof modes)[number], number>

/** The same for each framework. */
export type HttpMeasures = Record<(typeof frameworks)[number], Slices>

interface Server {
  readonly child: ChildProcess
  readonly port: number
}

function message<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve) => child.once('message', (value) => resolve(value as T)))
}

async function start(framework: string, mode: string): Promise<Server> {
  // Named one by one: the flags this process was started with may hold a whole program, which would start itself again.
  const execArgv = ['--conditions=@trilatch/source', '--disable-warning=ExperimentalWarning']
  const child = fork(fileURLToPath(new URL('http-server.ts', import.meta.url)), [framework, mode], {
    execArgv,
  })
  const { port } = await message<{ port: number }>(child)
  return { child, port }
}

async function processorTime(child: ChildProcess): Promise<number> {
  child.send('cpu')
  const { cpu } = await message<{ cpu: NodeJS.CpuUsage }>(child)
  return cpu.user + cpu.system
}

/** Sends so many requests, 32 at a time over kept connections. */
async function load(port: number, count: number): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 32 })
  let left = count
  const one = (): Promise<void> =>
    new Promise((resolve, reject) => {
      get({ host: '127.0.0.1', port, agent }, (response) => {
        if (response.statusCode !== 200) reject(new Error(`answered ${response.statusCode}`))
        response.resume().once('end', resolve)
      }).once('error', reject)
    })
  await Promise.all(
    Array.from({ length: 32 }, async () => {
      while (left-- > 0) await one()
    }),
  )
  agent.destroy()
}

/** The three servers of a framework side by side, in alternating slices; the least slice of each, for noise only adds. */
async function measureFramework(framework: string, rounds: number): Promise<Slices> {
  const servers = await Promise.all(modes.map((mode) => start(framework, mode)))
  const least: Slices = { bare: Infinity, noop: Infinity, guard: Infinity }
  try {
    // Code that runs seldom is compiled late: before that, a guard would be charged for it.
    for (const { port } of servers) await load(port, 20_000)
    for (let round = 0; round < rounds; round++) {
      for (const [i, mode] of modes.entries()) {
        const { child, port } = servers[i]!
        const before = await processorTime(child)
        await load(port, 6_000)
        least[mode] = Math.min(least[mode], ((await processorTime(child)) - before) / 6_000)
      }
    }
  } finally {
    for (const { child } of servers) child.kill()
  }
  return least
}

/** W5: what a guard costs on each framework. */
export async function measureHttp(rounds: number): Promise<HttpMeasures> {
  return {
    express: await measureFramework('express', rounds),
    koa: await measureFramework('koa', rounds),
  }
}

/** What was measured, as lines for a terminal. */
export function describeHttp(http: HttpMeasures): string {
  const line = (framework: (typeof frameworks)[number]): string => {
    const { bare, noop, guard } = http[framework]
    const over = (guard - noop).toFixed(1)
    return `  ${framework.padEnd(8)} bare ${bare.toFixed(1)}, no-op ${noop.toFixed(1)}, guard ${guard.toFixed(1)}: ${over} more than the no-op`
  }
  return ['guard over HTTP, µs of CPU a request', ...frameworks.map(line)].join('\n')
}
