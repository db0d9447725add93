import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ownFolder, removeFolder } from '../services/owned.ts'
import { until } from '../services/until.ts'
import { Random } from '../simulation/random.ts'
import { cellsOf, kindOf } from './cells.ts'
import type { Cell } from './cells.ts'
import { watchLag } from './child/lag-watch.ts'
import type { FaultsEvent } from './events.ts'
import { now } from './messages.ts'
import type { FromProcess, ProcessSettings, ToProcess } from './messages.ts'
import { acceptLoss, fill, makeStore } from './operator.ts'
import { feelPulse } from './pulse.ts'
import { Topology } from './topology.ts'
import { Worker } from './worker.ts'

export const checkers = ['c1', 'c2', 'c3', 'c4'] as const
export const writers = ['w1', 'w2'] as const
export const everybody: readonly string[] = [...checkers, ...writers]

export interface InstallationOptions {
  readonly seed: number
  readonly requireReplicas: number
  readonly maxStalenessMs: number
  readonly deadlineMs: number
  /** The folder of the package of the store. */
  readonly build: string
}

/** Cells of each kind for each writer, and the pauses between checks and writes of a process, in milliseconds. */
const cellsEach = 2
const checkEveryMs = { check: 10, write: 40 }
const writeEveryMs = 250

type Wrote = Extract<FromProcess, { say: 'wrote' }>

/** Four checking processes, two that write, Redis with a replica, and all links between them. */
export class Installation {
  readonly options: InstallationOptions
  readonly topology: Topology
  readonly random: Random
  readonly #folder: string
  readonly #cells: readonly Cell[] = cellsOf(writers, cellsEach)
  readonly #workers = new Map<string, Worker>()
  readonly #listeners = new Set<(wrote: Wrote) => void>()
  readonly #noted: FaultsEvent[] = []
  readonly #unwatch: () => void
  #failure: Error | undefined
  readonly #failed = Promise.withResolvers<never>()
  #started = 0

  private constructor(options: InstallationOptions, topology: Topology, folder: string) {
    this.options = options
    this.topology = topology
    this.random = new Random(options.seed)
    this.#folder = folder
    // Whoever waits for something hears of it.
    this.#failed.promise.catch(() => {})
    const late = (process: string) => (start: number, end: number) =>
      this.note({ type: 'lag', process, start, end })
    const ends = [watchLag(late('controller')), feelPulse(topology.ownLink, late('Redis'))]
    this.#unwatch = () => ends.forEach((end) => end())
  }

  static async start(options: InstallationOptions): Promise<Installation> {
    const folder = ownFolder('faults')
    const made = new Installation(options, await Topology.start(everybody), folder)
    try {
      await makeStore(made.topology.primary)
      await made.fill()
      await Promise.all(everybody.map((name) => made.startWorker(name)))
    } catch (error) {
      await made.stop()
      throw error
    }
    return made
  }

  /** Notes an event of the controller. */
  note(event: FaultsEvent): void {
    this.#noted.push(event)
  }

  /** Makes everything as it was at first; everybody is told as of any write. */
  async fill(): Promise<void> {
    const start = now()
    const tag = await fill(this.topology.primary, this.#cells)
    const end = now()
    for (const cell of this.#cells) {
      const write = `${tag} ${cell.id}`
      const grants = kindOf(cell).initially === undefined
      this.note({ type: 'begun', process: 'operator', write, cell: cell.id, grants, start })
      this.note({ type: 'tag', write, tag })
      this.note({ type: 'ended', write, end, outcome: 'done' })
    }
  }

  accept(): Promise<void> {
    return acceptLoss(this.topology.primary)
  }

  /** Starts a process, or one that was killed anew; resolves when it works. */
  async startWorker(name: string): Promise<void> {
    const { requireReplicas, maxStalenessMs, deadlineMs, build, seed } = this.options
    const links = this.topology.links.get(name)
    if (links === undefined) throw new Error(`there is no process ${name}`)
    const n = everybody.indexOf(name)
    const job = n < checkers.length ? 'check' : 'write'
    const settings: ProcessSettings = {
      name,
      job,
      client: n % 2 === 0 ? 'ioredis' : 'node-redis',
      port: links.commands.port,
      noticesPort: links.notices.port,
      maxStalenessMs,
      deadlineMs,
      requireReplicas,
      build,
      log: join(this.#folder, `${name}.${this.#started++}.jsonl`),
      seed: seed * 100 + n,
      writers,
      cellsEach,
      checkEveryMs: checkEveryMs[job],
      writeEveryMs,
    }
    const worker = await Worker.start(
      settings,
      (message) => this.#heard(message as Wrote),
      (error) => this.#fail(error),
    )
    this.#workers.set(name, worker)
    await Promise.race([worker.ready, this.#failed.promise])
  }

  worker(name: string): Worker {
    const found = this.#workers.get(name)
    if (found === undefined) throw new Error(`process ${name} does not run`)
    return found
  }

  tell(names: readonly string[], message: ToProcess): void {
    for (const name of names) this.worker(name).tell(message)
  }

  /** Lets time pass. @throws Error when a process has ended meanwhile that should not */
  async wait(ms: number): Promise<void> {
    await sleep(ms)
    if (this.#failure !== undefined) throw this.#failure
  }

  /** Waits until a process of these has taken something away, and was told that it is done. */
  async revocation(by: readonly string[] = writers, withinMs = 10_000): Promise<Wrote> {
    const since = now()
    const repeated = new Set(this.#cells.filter((cell) => kindOf(cell).repeated).map(({ id }) => id))
    let found: Wrote | undefined
    const listener = (wrote: Wrote): void => {
      const counts = !wrote.grants && wrote.outcome === 'done' && wrote.start >= since
      if (repeated.has(wrote.cell)) return
      if (counts && by.includes(wrote.process)) found ??= wrote
    }
    this.#listeners.add(listener)
    try {
      return await until(`a revocation by ${by.join(' or ')}`, () => found, { withinMs })
    } finally {
      this.#listeners.delete(listener)
    }
  }

  /** Ends everything. @returns All that was noted */
  async stop(): Promise<readonly FaultsEvent[]> {
    this.#unwatch()
    await Promise.all(Array.from(this.#workers.values(), (worker) => worker.stop()))
    await this.topology.stop()
    const events = readdirSync(this.#folder)
      .filter((file) => file.endsWith('.jsonl'))
      .flatMap((file) => readFileSync(join(this.#folder, file), 'utf8').split('\n'))
      // A process that was killed may have left half a line.
      .filter((line) => line.endsWith('}'))
      .map((line) => JSON.parse(line) as FaultsEvent)
    removeFolder(this.#folder)
    return [...this.#noted, ...events]
  }

  #heard(wrote: Wrote): void {
    for (const [name, worker] of this.#workers)
      if (name !== wrote.process) worker.tell({ do: 'look', cell: wrote.cell })
    for (const listener of this.#listeners) listener(wrote)
  }

  #fail(error: Error): void {
    this.#failure ??= error
    this.#failed.reject(error)
  }
}
