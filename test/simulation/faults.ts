import type { Network, Peer } from './network.ts'
import type { Random } from './random.ts'
import type { RedisNode } from './redis/node.ts'
import type { Scheduler } from './scheduler.ts'

/** How long it is quiet between two faults of Redis, on average, in milliseconds. */
const betweenMs = 15_000
/** How often a process is stopped. */
const stopsMs = 20_000
/** How often a process is killed, and another one started in its place. */
const killsMs = 60_000

/** Lets things go wrong, one after the other, each of which passes. */
export class Faults {
  readonly #scheduler: Scheduler
  readonly #random: Random
  readonly #network: Network
  readonly #nodes: readonly RedisNode[]
  readonly #peers: readonly Peer[]
  readonly #trouble: (peer: Peer | undefined, from: number, to: number) => void
  readonly counts: Record<string, number> = {}

  constructor(
    scheduler: Scheduler,
    random: Random,
    network: Network,
    nodes: readonly RedisNode[],
    peers: readonly Peer[],
    trouble: (peer: Peer | undefined, from: number, to: number) => void,
  ) {
    this.#scheduler = scheduler
    this.#random = random
    this.#network = network
    this.#nodes = nodes
    this.#peers = peers
    this.#trouble = trouble
  }

  start(): void {
    this.#plan()
    this.#planStop()
    this.#planKill()
  }

  get primary(): RedisNode {
    // The newest one: an old primary that was cut off believes in itself for a while.
    return this.#primary ?? (this.#nodes[0] as RedisNode)
  }
  #primary: RedisNode | undefined

  #plan(): void {
    this.#scheduler.in(3_000 + this.#random.wait(betweenMs), () => this.#one())
  }

  #planStop(): void {
    this.#scheduler.in(this.#random.wait(stopsMs / this.#peers.length), () => {
      this.#network.stop(this.#random.of(this.#peers), this.#random.between(0, 3_000))
      this.#planStop()
      return false
    })
  }

  #planKill(): void {
    this.#scheduler.in(this.#random.wait(killsMs / this.#peers.length), () => {
      this.#network.kill(this.#random.of(this.#peers))
      this.#planKill()
      return false
    })
  }

  #one(): boolean {
    const [random, scheduler] = [this.#random, this.#scheduler]
    const kind = random.of([
      'crash',
      'split',
      'split',
      'behind',
      'frozen',
      'cut',
      'slow',
      'misrouted',
    ] as const)
    this.counts[kind] = (this.counts[kind] ?? 0) + 1
    if (kind === 'crash' || kind === 'split') {
      // Before it is replaced, its replicas may have fallen behind.
      const before = random.between(0, 1_500)
      this.#behind(random.of([0, 0, 700, 1_000]))
      this.#trouble(undefined, scheduler.now, scheduler.now + before)
      scheduler.in(before, () => this.#failOver(kind === 'split'))
      return false
    }
    const ms = random.between(200, 4_000)
    const peer = random.of(this.#peers)
    const all = kind === 'behind' || kind === 'frozen' || kind === 'misrouted'
    this.#trouble(all ? undefined : peer, scheduler.now, scheduler.now + ms)
    if (kind === 'behind') this.#behind(1_000)
    else if (kind === 'frozen') this.primary.frozenUntil = scheduler.now + ms
    else if (kind === 'cut') peer.place.cutUntil = scheduler.now + ms
    else if (kind === 'slow') peer.place.latency = 200
    else {
      this.#behind(1_000)
      peer.place.route = random.of(this.#nodes.filter((node) => node.role === 'replica'))
    }
    scheduler.in(ms, () => {
      for (const node of this.#nodes) node.lag = 2
      peer.place.latency = peer.place.usual
      peer.place.route = this.primary
      this.#plan()
      return false
    })
    return false
  }

  /** Each replica falls behind by a time of its own. */
  #behind(most: number): void {
    for (const node of this.#nodes) if (this.#random.chance(0.7)) node.lag = this.#random.between(2, 2 + most)
  }

  /** The primary is replaced by the replica that has most; with `split` it goes on for a while, cut off. */
  #failOver(split: boolean): boolean {
    const [random, scheduler] = [this.#random, this.#scheduler]
    const begun = scheduler.now
    const old = this.primary
    const { replicas } = old
    for (const replica of replicas) replica.cut()
    old.replicas = []
    if (!split) old.stop()
    const promotedAt = begun + random.between(20, 1_000)
    const endedAt = Math.max(
      promotedAt + 200,
      begun + random.between(split ? 2_000 : 500, split ? 5_000 : 3_000),
    )
    this.#trouble(undefined, begun, endedAt + 1_000)
    scheduler.at(promotedAt, () => {
      const [first, ...others] = replicas.toSorted((a, b) => b.offset - a.offset)
      if (first === undefined) throw new Error('there is no replica to promote')
      first.promote()
      this.#primary = first
      for (const other of others)
        scheduler.in(random.between(20, 200), () => {
          other.follow(first)
          return false
        })
      for (const peer of this.#peers)
        scheduler.at(
          split ? random.between(promotedAt, endedAt + 300) : promotedAt + random.between(10, 500),
          () => {
            peer.place.route = first
            return false
          },
        )
      return true
    })
    scheduler.at(endedAt, () => {
      old.follow(this.primary)
      for (const node of this.#nodes) node.lag = 2
      this.#scheduler.in(500, () => this.#plan())
      return true
    })
    return true
  }
}
