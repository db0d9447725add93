import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { Agent, get } from 'node:http'
import { fileURLToPath } from 'node:url'
import { httpModes } from './http-modes.ts'
import type { HttpMode } from './http-modes.ts'
import { median, percentile } from './percentile.ts'

export const frameworks = ['express', 'koa'] as const

/** Microseconds of the server's processor time for one request. */
export interface Slices {
  /** Medians, by what stands before the handler. */
  readonly request: Readonly<Record<HttpMode, number>>
  /** What a guard costs more than the middleware that does nothing: the median over pairs of slices. */
  readonly over: number
  /** The half of the pairs around it. */
  readonly quartiles: readonly [number, number]
}

/** The same for each framework. */
export type HttpMeasures = Record<(typeof frameworks)[number], Slices>

interface Server {
  readonly child: ChildProcess
  /** In the order of the modes. */
  readonly ports: readonly number[]
}

/** Each has code compiled in its own way and time, which makes some microseconds: no single one tells. */
const processes = 6
const warmUp = 20_000
const slice = 4_000

function message<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve) => child.once('message', (value) => resolve(value as T)))
}

async function start(framework: string): Promise<Server> {
  // Named one by one: the flags this process was started with may hold a whole program, which would start itself again.
  const execArgv = ['--conditions=@trilatch/source', '--disable-warning=ExperimentalWarning']
  const child = fork(fileURLToPath(new URL('http-server.ts', import.meta.url)), [framework], { execArgv })
  const { ports } = await message<{ ports: readonly number[] }>(child)
  return { child, ports }
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

/** One process: rounds of alternating slices, each of which begins with another server. */
async function measureProcess(
  framework: string,
  rounds: number,
  found: Record<HttpMode, number>[],
): Promise<void> {
  const { child, ports } = await start(framework)
  try {
    // Code that runs seldom is compiled late: before that, a guard would be charged for it.
    for (const port of ports) await load(port, warmUp)
    for (let round = 0; round < rounds; round++) {
      const taken = { bare: 0, noop: 0, guard: 0 }
      for (const i of httpModes.keys()) {
        const turn = (i + round) % httpModes.length
        const before = await processorTime(child)
        await load(ports[turn]!, slice)
        taken[httpModes[turn]!] = ((await processorTime(child)) - before) / slice
      }
      found.push(taken)
    }
  } finally {
    child.kill()
  }
}

async function measureFramework(framework: string, rounds: number): Promise<Slices> {
  const found: Record<HttpMode, number>[] = []
  for (let i = 0; i < processes; i++) await measureProcess(framework, rounds, found)
  const over = found.map(({ guard, noop }) => guard - noop)
  const of = (mode: HttpMode): number => median(found.map((taken) => taken[mode]))
  return {
    request: { bare: of('bare'), noop: of('noop'), guard: of('guard') },
    over: median(over),
    quartiles: [percentile(over, 0.25), percentile(over, 0.75)],
  }
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
    const { request, over, quartiles } = http[framework]
    const each = httpModes.map((mode) => `${mode} ${request[mode].toFixed(1)}`).join(', ')
    const half = quartiles.map((value) => value.toFixed(1)).join(' .. ')
    return `  ${framework.padEnd(8)} ${each}: a guard over the no-op ${over.toFixed(1)} [${half}]`
  }
  return ['guard over HTTP, µs of CPU a request', ...frameworks.map(line)].join('\n')
}
