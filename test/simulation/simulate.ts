import type { Clock, RedisStoreDetails, RedisStoreOptions } from '@trilatch/store-redis'
import { Asking } from './asking.ts'
import type { Build } from './builds.ts'
import type { EventLog, TroubleEvent } from './events.ts'
import { Faults } from './faults.ts'
import { Network } from './network.ts'
import type { Peer } from './network.ts'
import { operatorOf } from './operator.ts'
import { Place, Process } from './place.ts'
import { Random } from './random.ts'
import { RedisNode } from './redis/node.ts'
import { Scheduler } from './scheduler.ts'
import { beginning, initialTag } from './world.ts'
import { Writing } from './writing.ts'

export const boundMs = 1_000
/** Places that are some way from Redis. */
const far: ReadonlySet<string> = new Set(['c1', 'w2'])
/** How long everything is well at the beginning, in milliseconds. */
const calmMs = 3_000

/** What came of a run. */
export interface Simulated extends EventLog {
  readonly faults: Readonly<Record<string, number>>
  /** How many writes of each kind there were. */
  readonly kinds: Readonly<Record<string, number>>
  readonly restarts: number
  readonly alarms: number
  readonly counters: Readonly<Record<string, number>>
}

/**
 * Runs the sources of a build against simulated time, network and Redis: at each moment six processes that check, two
 * of which also write; each is killed now and then, and another one takes its place.
 */
export async function simulate(build: Build, seed: number, minutes: number): Promise<Simulated> {
  const { emitWarning } = process
  process.emitWarning = () => undefined
  try {
    return await new Simulation(build, seed).run(minutes * 60_000)
  } finally {
    process.emitWarning = emitWarning
  }
}

class Simulation {
  readonly #random: Random
  readonly #scheduler: Scheduler
  readonly #nodes: readonly RedisNode[]
  readonly #processes: Process[]
  readonly #network: Network
  readonly #build: Build
  readonly #faults: Faults
  readonly #asking: Asking
  readonly #writing: Writing
  readonly #troubles: TroubleEvent[] = []
  readonly #counters: Record<string, number> = {}
  #alarms = 0
  #restarts = 0

  constructor(build: Build, seed: number) {
    this.#build = build
    this.#random = new Random(seed)
    this.#scheduler = new Scheduler(this.#random)
    this.#nodes = ['a', 'b', 'c'].map((name) => new RedisNode(name, this.#scheduler, this.#random))
    const [first, ...others] = this.#nodes as [RedisNode, ...RedisNode[]]
    first.promote()
    for (const other of others) other.follow(first)
    this.#processes = ['c1', 'c2', 'c3', 'c4', 'w1', 'w2'].map(
      (name) => new Process(new Place(name, far.has(name) ? 25 : 2, first)),
    )
    const trouble = (peer: Peer | undefined, start: number, end: number): void =>
      void this.#troubles.push({ place: peer?.place.name, start, end })
    const kill = (peer: Peer): void => {
      const killed = this.#processes.find((each) => each === peer)
      if (killed !== undefined) this.#replace(killed)
    }
    this.#network = new Network(this.#scheduler, this.#random, trouble, kill)
    this.#faults = new Faults(
      this.#scheduler,
      this.#random,
      this.#network,
      this.#nodes,
      this.#processes,
      trouble,
    )
    this.#asking = new Asking(this.#scheduler, this.#random)
    this.#writing = new Writing(this.#scheduler, this.#random, this.#asking)
  }

  async run(ms: number): Promise<Simulated> {
    const scheduler = this.#scheduler
    for (const [i, each] of this.#processes.entries())
      each.store = this.#build.redisStore(this.#optionsOf(each, i === 0))
    scheduler.at(0, () => {
      void this.#begin()
    })
    await scheduler.until(calmMs)
    const { writes } = this.#writing
    if (writes[0]?.outcome !== 'done') throw new Error('the store could not be set up')
    writes.length = 0
    for (const each of this.#processes) this.#go(each)
    this.#network.faulty = true
    this.#faults.start()
    this.#watch()
    await scheduler.until(ms)
    // Who still waits gets no answer, because it ends here.
    const checks = this.#asking.checks.slice()
    for (const each of this.#processes) {
      this.#count(each)
      await each.store.close()
    }
    return {
      writes,
      checks,
      troubles: this.#troubles,
      faults: this.#faults.counts,
      kinds: this.#writing.counts,
      restarts: this.#restarts,
      alarms: this.#alarms,
      counters: this.#counters,
    }
  }

  #optionsOf(owner: Process, create: boolean): RedisStoreOptions {
    const scheduler = this.#scheduler
    const clock: Clock = {
      now: () => scheduler.now,
      wall: () => scheduler.now + 1_700_000_000_000,
      after: (ms, run) => scheduler.in(ms, run, owner),
    }
    const client = this.#network.clientOf(owner) as RedisStoreOptions['client']
    // One process has room for fewer subjects than there are.
    const keptSubjects = owner.place.name === 'c2' ? 2 : 10_000
    return { client, clock, create, keptSubjects, requireReplicas: 1, maxStalenessMs: boundMs }
  }

  async #begin(): Promise<void> {
    const [first, ...others] = this.#processes as [Process, ...Process[]]
    await first.store.ready()
    await this.#writing.write(first, { written: {}, operations: beginning }, initialTag)
    for (const other of others) await other.ready()
  }

  #go(process: Process): void {
    this.#asking.start(process)
    if (process.writes) this.#writing.start(process)
  }

  #count({ store }: Process): void {
    const { counters } = store.health().details as unknown as RedisStoreDetails
    for (const [name, count] of Object.entries(counters))
      this.#counters[name] = (this.#counters[name] ?? 0) + count
  }

  /** Kills a process and starts another one in its place. */
  #replace(killed: Process): void {
    const { now } = this.#scheduler
    const started = new Process(killed.place)
    started.store = this.#build.redisStore(this.#optionsOf(started, false))
    killed.kill()
    this.#count(killed)
    this.#restarts++
    this.#processes[this.#processes.indexOf(killed)] = started
    // It cannot answer before it has read the store, however long that takes.
    const trouble = { place: killed.place.name, start: now, end: Infinity }
    this.#troubles.push(trouble)
    this.#scheduler.in(
      this.#random.between(10, 500),
      () => {
        const ready = (): void => {
          if (started.stoppedUntil < Infinity) trouble.end = this.#scheduler.now
        }
        started.ready().then(ready, ready)
        this.#go(started)
      },
      started,
    )
  }

  /** An operator who accepts a loss some time after an alarm. */
  #watch(): void {
    const operator = operatorOf(this.#nodes)
    this.#scheduler.in(500, () => {
      this.#watch()
      const begun = this.#scheduler.now
      if (this.#scheduler.now < this.#faults.primary.frozenUntil) return false
      if (!operator.accept(this.#faults.primary)) return false
      this.#alarms++
      this.#troubles.push({ place: undefined, start: begun - 1_000, end: begun })
      return false
    })
  }
}
