// One run of `trilatch sync` in a process of its own, and what it took of everybody.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, rmSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { SyncResult } from '@trilatch/auth'
import type { Redis } from 'ioredis'
import { countsSince, readCounts } from '../../services/command-counts.ts'
import type { CommandCounts } from '../../services/command-counts.ts'
import type { SlapdServer } from '../../services/slapd.ts'
import { progress } from '../program.ts'

/** A pass, and what it took. */
export interface Passed {
  readonly what: string
  readonly seconds: number
  /** Of the process, at its largest; unknown of one that was killed. */
  readonly megabytes?: number
  /** What the directory answered. */
  readonly searches: number
  readonly binds: number
  /** What Redis answered, those inside of scripts among them. */
  readonly commands: number
  /** Absent of one that was ended. */
  readonly result?: SyncResult
}

interface Surroundings {
  readonly slapd: SlapdServer
  readonly redis: Redis
  readonly users: number
  readonly environment: Readonly<Record<string, string>>
}

const bin = fileURLToPath(new URL('../../../packages/cli/src/bin.ts', import.meta.url))
const folder = fileURLToPath(new URL('.', import.meta.url))
/** As much as may be alive at a time: a pass that kept a directory in memory would not come to its end. */
export const heapMegabytes = 256
const flags = [
  '--conditions=@trilatch/source',
  '--disable-warning=ExperimentalWarning',
  `--max-old-space-size=${heapMegabytes}`,
]
/** How long a pass that was killed is waited for by the next one, which says so until then. */
const patienceMs = 180_000

/** @param end Ends the process with this signal when half of the users have been written. */
type Pass = (what: string, options?: readonly string[], end?: NodeJS.Signals) => Promise<Passed>

export function passWith({ slapd, redis, users, environment }: Surroundings): Pass {
  const runOnce = async (what: string, options: readonly string[], end: NodeJS.Signals | undefined) => {
    const child = spawn(process.execPath, [...flags, bin, 'sync', '--json', ...options], {
      cwd: folder,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const said: string[] = []
    createInterface({ input: child.stderr }).on('line', (line) => {
      said.push(line)
      progress(`${what}, ${line}`)
      const written = /^write: (\d+) /.exec(line)?.[1]
      if (end !== undefined && Number(written) >= users / 2) child.kill(end)
    })
    const [out] = await Promise.all([text(child.stdout), once(child, 'exit')])
    return { status: child.exitCode, out, said: said.slice(-5).join('\n') }
  }

  const counts = async (): Promise<CommandCounts> => {
    const lines = (await redis.info('commandstats')).split('\r\n')
    return readCounts(new Map(lines.map((line) => line.split(':', 2) as [string, string])))
  }

  return async (what, options = [], end) => {
    rmSync(environment['BENCH_MEMORY'] as string, { force: true })
    const before = [await slapd.completed('Search'), await slapd.completed('Bind')] as const
    const commandsBefore = await counts()
    let begun = performance.now()
    const waits = begun + patienceMs
    let ended = await runOnce(what, options, end)
    while (ended.said.includes('TRILATCH_SYNC_RUNNING') && performance.now() < waits) {
      progress(`${what}: waiting for the one that was killed`)
      await sleep(5_000)
      begun = performance.now()
      ended = await runOnce(what, options, end)
    }
    const seconds = (performance.now() - begun) / 1_000
    if (end === undefined && ended.status !== 0) throw new Error(`trilatch sync failed: ${ended.said}`)
    if (end !== undefined && ended.status === 0) throw new Error('It was done before it could be ended.')
    const commands = Object.values(countsSince(commandsBefore, await counts()))
    // The two that ask for these numbers are no part of it.
    const [searches, binds] = [await slapd.completed('Search'), await slapd.completed('Bind')]
    return {
      what,
      seconds,
      ...(end === 'SIGKILL' ? {} : { megabytes: memory(environment['BENCH_MEMORY'] as string) }),
      searches: searches - before[0] - 2,
      binds: binds - before[1] - 3,
      commands: commands.reduce((sum, calls) => sum + calls, 0),
      ...(end === undefined
        ? { result: (JSON.parse(ended.out) as { readonly directories: [SyncResult] }).directories[0] }
        : {}),
    }
  }
}

const memory = (file: string): number => Number(readFileSync(file, 'utf8'))
