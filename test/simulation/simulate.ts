import type { Clock, RedisStore, RedisStoreDetails, RedisStoreOptions } from '@trilatch/store-redis'
import type { Operation } from '@trilatch/core'
import type { CheckEvent, EventLog, Found, TroubleEvent, WriteEvent, Written } from './events.ts'
import { Faults } from './faults.ts'
import { Network } from './network.ts'
import type { Peer } from './network.ts'
import { operatorOf } from './operator.ts'
import { Random } from './random.ts'
import { RedisNode } from './redis/node.ts'
import { Scheduler } from './scheduler.ts'
import type { Build } from './builds.ts'

export const boundMs = 1_000
export const initialTag = 'initial'
const roles = ['r0', 'r1', 'r2']
/** Mapping rows stand beside the roles: they are there or not, with a version of their own. */
const mappings = 'mappings'
const parts = [...roles, mappings]
/** What a record says beside the roles it holds: whether there are groups, and whether this very write ended its sessions. */
const aspects = [...roles, 'groups', 'epoch']
const subjects = ['s0', 's1', 's2', 's3', 's4']
/** Processes that are some way from Redis. */
const far: ReadonlySet<string> = new Set(['c1', 'w2'])
/** Held by all and never taken away, so that every subject has a record. */
const base = 'base'
/** How long everything is well at the beginning, in milliseconds. */
const calmMs = 3_000

class Process implements Peer {
  readonly name: string
  stoppedUntil = 0
  cutUntil = 0
  latency: number
  readonly usual: number
  idleUntil = 0
  route: RedisNode
  store!: RedisStore

  constructor(name: string, route: RedisNode) {
    this.name = name
    this.usual = far.has(name) ? 25 : 2
    this.latency = this.usual
    this.route = route
  }
}

/** What came of a run. */
export interface Simulated extends EventLog {
  readonly faults: Readonly<Record<string, number>>
  readonly alarms: number
  readonly counters: Readonly<Record<string, number>>
}

/** Runs the sources of a build against simulated time, network and Redis: four processes that check, two that also write. */
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
  readonly #processes: readonly Process[]
  readonly #network: Network
  readonly #build: Build
  readonly #faults: Faults
  readonly #writes: WriteEvent[] = []
  readonly #checks: CheckEvent[] = []
  readonly #troubles: TroubleEvent[] = []
  #alarms = 0

  constructor(build: Build, seed: number) {
    this.#build = build
    this.#random = new Random(seed)
    this.#scheduler = new Scheduler(this.#random)
    this.#nodes = ['a', 'b', 'c'].map((name) => new RedisNode(name, this.#scheduler, this.#random))
    const [first, ...others] = this.#nodes as [RedisNode, ...RedisNode[]]
    first.promote()
    for (const other of others) other.follow(first)
    this.#processes = ['c1', 'c2', 'c3', 'c4', 'w1', 'w2'].map((name) => new Process(name, first))
    const trouble = (peer: Peer | undefined, start: number, end: number): void =>
      void this.#troubles.push({ process: peer?.name, start, end })
    this.#network = new Network(this.#scheduler, this.#random, trouble)
    this.#faults = new Faults(
      this.#scheduler,
      this.#random,
      this.#network,
      this.#nodes,
      this.#processes,
      trouble,
    )
  }

  async run(ms: number): Promise<Simulated> {
    const scheduler = this.#scheduler
    for (const each of this.#processes) each.store = this.#build.redisStore(this.#optionsOf(each))
    scheduler.at(0, () => {
      void this.#begin()
    })
    await scheduler.until(calmMs)
    if (this.#writes[0]?.outcome !== 'done') throw new Error('the store could not be set up')
    this.#writes.length = 0
    for (const each of this.#processes) {
      this.#check(each)
      if (each.name.startsWith('w')) this.#plan(each)
    }
    this.#network.faulty = true
    this.#faults.start()
    this.#watch()
    await scheduler.until(ms)
    const counters: Record<string, number> = {}
    for (const { store } of this.#processes) {
      const details = store.health().details as unknown as RedisStoreDetails
      for (const [name, count] of Object.entries(details.counters))
        counters[name] = (counters[name] ?? 0) + count
      await store.close()
    }
    const log = { writes: this.#writes, checks: this.#checks, troubles: this.#troubles }
    return { ...log, faults: this.#faults.counts, alarms: this.#alarms, counters }
  }

  #optionsOf(owner: Process): RedisStoreOptions {
    const scheduler = this.#scheduler
    const clock: Clock = {
      now: () => scheduler.now,
      wall: () => scheduler.now + 1_700_000_000_000,
      after: (ms, run) => scheduler.in(ms, run, owner),
    }
    const client = this.#network.clientOf(owner) as RedisStoreOptions['client']
    const create = owner === this.#processes[0]
    return { client, clock, create, requireReplicas: 1, maxStalenessMs: boundMs }
  }

  async #begin(): Promise<void> {
    const [first, ...others] = this.#processes
    await first?.store.ready()
    const operations: Operation[] = [
      ...[base, ...parts].map((id) => this.#putRole(id, true)),
      ...subjects.flatMap((id) => [base, ...roles].map((role) => this.#assign(id, role, true))),
    ]
    if (first !== undefined) await this.#write(first, {}, operations, initialTag)
    for (const { store } of others) await store.ready()
  }

  #putRole(id: string, granted: boolean): Operation {
    const rows = granted ? [{ provider: 'ldap', group: 'cn=ops', roles: [base] }] : []
    if (id === mappings) return { kind: 'put-mappings', rows }
    const state = granted ? 'granted' : 'forbidden'
    return { kind: 'put-role', role: { id, rules: [{ permission: 'p', state }] } }
  }

  #assign(subject: string, role: string, held: boolean): Operation {
    if (role === 'epoch') return { kind: 'new-epoch', subject }
    const groups = held ? [{ name: 'cn=ops' }] : []
    if (role === 'groups') return { kind: 'put-groups', subject, provider: 'ldap', groups }
    return { kind: held ? 'assign' : 'unassign', assignment: { subject, role } }
  }

  async #write(
    owner: Process,
    written: Written,
    operations: readonly Operation[],
    tag: string = `t${this.#writes.length}-${this.#random.below(1e9)}`,
  ): Promise<WriteEvent> {
    const event: WriteEvent = {
      ...written,
      process: owner.name,
      tag,
      start: this.#scheduler.now,
      end: Infinity,
      outcome: 'unknown',
    }
    this.#writes.push(event)
    const audit = { at: '', actor: owner.name, action: 'write', target: '', before: null, after: null }
    const { status } = await owner.store.write({ tag, expect: [], operations, audit })
    event.outcome = status
    event.end = this.#scheduler.now
    // C1 is about what is asked for from now on, in the very same moment.
    const { role: about = '' } = written.subject ?? {}
    const role = roles.includes(about) ? about : this.#random.of(parts)
    for (let i = 0; i < 2; i++)
      this.#ask(owner, written.role?.id ?? role, written.subject?.id ?? this.#random.of(subjects))
    return event
  }

  #plan(owner: Process): void {
    const random = this.#random
    this.#scheduler.in(
      random.wait(800),
      () => {
        const role = { id: random.of(parts), granted: random.chance(0.7) }
        const aspect = random.of(aspects)
        const held = aspect === 'epoch' || random.chance(0.7)
        const subject = { id: random.of(subjects), role: aspect, held }
        void this.#writeSome(owner, role, subject).then(() => this.#plan(owner))
      },
      owner,
    )
  }

  async #writeSome(
    owner: Process,
    role: NonNullable<Written['role']>,
    subject: NonNullable<Written['subject']>,
  ): Promise<void> {
    const put = this.#putRole(role.id, role.granted)
    const assign = this.#assign(subject.id, subject.role, subject.held)
    const kind = this.#random.of([
      'role',
      'subject',
      'both',
      'role then subject',
      'subject then role',
    ] as const)
    if (kind === 'both') await this.#write(owner, { role, subject }, [put, assign])
    if (kind.startsWith('role')) await this.#write(owner, { role }, [put])
    if (kind.includes('subject')) await this.#write(owner, { subject }, [assign])
    if (kind.endsWith('then role')) await this.#write(owner, { role }, [put])
  }

  /** Checks at random moments; now and then nobody asks for a while. */
  #check(owner: Process): void {
    const { now } = this.#scheduler
    const random = this.#random
    if (random.chance(0.0002)) owner.idleUntil = now + random.between(1_000, 15_000)
    const wait = Math.max(owner.idleUntil - now, random.wait(25))
    this.#scheduler.in(
      wait,
      () => {
        this.#check(owner)
        return this.#ask(owner, random.of(parts), random.of(subjects))
      },
      owner,
    )
  }

  /** @returns `false` when the answer was there at once */
  #ask(owner: Process, role: string, subject: string): boolean {
    const start = this.#scheduler.now
    const about = { process: owner.name, role, subject, start }
    const note = (found: Found | undefined): void =>
      void this.#checks.push({ ...about, end: this.#scheduler.now, found })
    const view = owner.store.view(subject)
    if (!(view instanceof Promise)) {
      note(this.#found(view, role))
      return false
    }
    view.then(
      (seen) => note(this.#found(seen, role)),
      () => note(undefined),
    )
    return true
  }

  #found({ policy, subject }: Awaited<ReturnType<RedisStore['view']>>, role: string): Found {
    const stored = policy.roles.get(role)
    const holds = new Set(subject?.assignments.map((held) => held.role))
    if ((subject?.groups[0]?.groups.length ?? 0) > 0) holds.add('groups')
    if (subject !== null && subject.epoch === subject.version) holds.add('epoch')
    if (holds.has('groups')) holds.add(mappings)
    return {
      roleTag: (role === mappings ? policy.mappingsVersion : stored?.version) ?? 'none',
      subjectTag: subject?.version ?? 'none',
      granted: role === mappings ? policy.mappings.length > 0 : stored?.role.rules[0]?.state === 'granted',
      holds,
    }
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
      this.#troubles.push({ process: undefined, start: begun - 1_000, end: begun })
      return false
    })
  }
}
