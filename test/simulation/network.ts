import type { Random } from './random.ts'
import { Status } from './redis/reply.ts'
import type { Reply } from './redis/reply.ts'
import type { RedisNode } from './redis/node.ts'
import type { Actor, Scheduler } from './scheduler.ts'

type Command = readonly string[]
type Result = readonly [Error | null, unknown]

/** A process, as the network knows it. */
export interface Peer extends Actor {
  readonly name: string
  readonly place: Link
}

/** How the network is where a process runs. */
export interface Link {
  readonly name: string
  /** The Redis that clients here take for the primary. */
  route: RedisNode
  /** Until when everything to and from here gets lost. */
  cutUntil: number
  /** How long a way takes at most, in milliseconds: now, and as a rule. */
  latency: number
  readonly usual: number
}

/** How often a command gets lost on its way there, on its way back, and how often it takes long. */
const lostThere = 0.0008
const lostBack = 0.0015
/** How often a client sends by itself, on its next connection, what was lost with the one before. */
const sentAgain = 0.5
const late = 0.01
/** How often a process is stopped right when it sends: before the command leaves, or before a reply can come. */
const stopped = 0.002
/** And how often it is killed there. */
const killed = 0.0002

const plain = (reply: Reply): unknown =>
  reply instanceof Status ? reply.text : Array.isArray(reply) ? reply.map(plain) : reply

/** Carries commands to a Redis and replies back, each in a time of its own: no order is promised. */
export class Network {
  readonly #scheduler: Scheduler
  readonly #random: Random
  readonly #trouble: (peer: Peer | undefined, from: number, to: number) => void
  readonly #kill: (peer: Peer) => void
  /** Whether anything gets lost or late at all. */
  faulty = false

  constructor(
    scheduler: Scheduler,
    random: Random,
    trouble: (peer: Peer | undefined, from: number, to: number) => void,
    kill: (peer: Peer) => void,
  ) {
    this.#scheduler = scheduler
    this.#random = random
    this.#trouble = trouble
    this.#kill = kill
  }

  /** A client of the shape of ioredis. */
  clientOf(peer: Peer): object {
    const call = async (...command: string[]): Promise<unknown> => {
      const [result] = await this.#send(peer, peer.place.route, [command])
      if (result === undefined || result[0] !== null) throw result?.[0] ?? new Error('no reply')
      return result[1]
    }
    return {
      call,
      pipeline: (commands: readonly (readonly string[])[]) => ({
        exec: () =>
          this.#send(
            peer,
            peer.place.route,
            commands.map(([, ...command]) => command),
          ),
      }),
      duplicate: () => {
        const node = peer.place.route
        return {
          on: () => undefined,
          disconnect: () => undefined,
          call: async (...command: string[]) => {
            const [result] = await this.#send(peer, node, [command], false)
            if (result === undefined || result[0] !== null) throw result?.[0] ?? new Error('no reply')
            return result[1]
          },
        }
      },
      disconnect: () => undefined,
    }
  }

  /** @param repeats Whether the client may send it again by itself. */
  #send(
    peer: Peer,
    node: RedisNode,
    commands: readonly Command[],
    repeats = true,
  ): Promise<readonly Result[]> {
    let to = node
    const [scheduler, random] = [this.#scheduler, this.#random]
    return new Promise((resolve, reject) => {
      if (this.#happens(stopped)) this.stop(peer, random.between(0, 3_000))
      if (this.#happens(killed)) this.kill(peer)
      const leaves = random.chance(0.5) ? scheduler.now : peer.stoppedUntil
      const way = (): number => {
        if (!this.#happens(late)) return random.between(0.1, peer.place.latency)
        const ms = random.between(20, 1_500)
        this.#trouble(peer, scheduler.now, scheduler.now + ms)
        return ms
      }
      const lose = (): void => {
        const ms = random.between(300, 3_000)
        this.#trouble(peer, scheduler.now, scheduler.now + ms)
        scheduler.in(
          ms,
          () => {
            if (!repeats || !random.chance(sentAgain)) return reject(new Error('Connection is closed.'))
            to = peer.place.route
            scheduler.in(way(), arrive)
          },
          peer,
        )
      }
      const answer = (results: readonly Result[]): void => {
        if (scheduler.now < peer.place.cutUntil || this.#happens(lostBack)) lose()
        else scheduler.in(way(), () => resolve(results), peer)
      }
      const arrive = (): boolean => {
        if (scheduler.now < peer.place.cutUntil || this.#happens(lostThere)) lose()
        else if (to.role === 'down')
          scheduler.in(way(), () => reject(new Error('connect ECONNREFUSED')), peer)
        else if (scheduler.now < to.frozenUntil) scheduler.at(to.frozenUntil, arrive)
        else this.#carryOut(to, commands, answer)
        return false
      }
      scheduler.at(leaves + way(), arrive)
    })
  }

  #carryOut(
    node: RedisNode,
    commands: readonly Command[],
    answer: (results: readonly Result[]) => void,
  ): void {
    const scheduler = this.#scheduler
    const results: Result[] = []
    for (const command of commands) {
      const [name, ...args] = command
      if (name === 'XREAD') {
        const blockMs = Number(args[args.indexOf('BLOCK') + 1])
        const [key = '', from = '$'] = args.slice(args.indexOf('STREAMS') + 1)
        node.listen(key, from, blockMs, (reply) =>
          answer([reply instanceof Error ? [reply, undefined] : [null, plain(reply)]]),
        )
        return
      }
      if (name === 'WAIT') {
        if (node.role !== 'primary') {
          results.push([new Error('ERR WAIT cannot be used with replica instances.'), undefined])
          break
        }
        const { offset } = node
        const wanted = Number(args[0])
        const arrivals = node.replicas.map((replica) => replica.arrival(offset)).toSorted((a, b) => a - b)
        const soonest = (arrivals[wanted - 1] ?? Infinity) + this.#random.between(0.1, 0.5)
        scheduler.at(Math.min(soonest, scheduler.now + Number(args[1])), () => {
          if (node.role === 'primary') answer([...results, [null, node.confirmed(offset)]])
          else answer([...results, [new Error('UNBLOCKED the role of this Redis has changed'), undefined]])
          return false
        })
        return
      }
      try {
        results.push([null, plain(node.run(command))])
      } catch (error) {
        results.push([error instanceof Error ? error : new Error(String(error)), undefined])
      }
    }
    answer(results)
  }

  #happens(probability: number): boolean {
    return this.faulty && this.#random.chance(probability)
  }

  /** Ends a process for good. */
  kill(peer: Peer): void {
    if (peer.stoppedUntil < Infinity) this.#kill(peer)
  }

  /** Stops a process for a time. */
  stop(peer: Peer, ms: number): void {
    const { now } = this.#scheduler
    if (peer.stoppedUntil === Infinity) return
    peer.stoppedUntil = Math.max(peer.stoppedUntil, now + ms)
    this.#trouble(peer, now, peer.stoppedUntil)
  }
}
