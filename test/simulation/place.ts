import type { RedisStore } from '@trilatch/store-redis'
import type { StoreView } from '@trilatch/core'
import { LeanAsker } from './lean.ts'
import type { Peer } from './network.ts'
import type { RedisNode } from './redis/node.ts'

/** Where processes run, one after the other: how the network is there outlives each of them. */
export class Place {
  readonly name: string
  readonly usual: number
  latency: number
  cutUntil = 0
  route: RedisNode
  #started = 0

  /** @param usual How long a way takes at most, in milliseconds. */
  constructor(name: string, usual: number, route: RedisNode) {
    this.name = name
    this.usual = usual
    this.latency = usual
    this.route = route
  }

  /** A name for the next process here. */
  nextName(): string {
    const count = this.#started++
    return count === 0 ? this.name : `${this.name}#${count}`
  }
}

/** A process that checks, and perhaps writes. */
export class Process implements Peer {
  readonly place: Place
  readonly name: string
  /** When it goes on; never, when it was killed. */
  stoppedUntil = 0
  idleUntil = 0
  store!: RedisStore
  /** Present for one that does not hold the policy. */
  readonly #lean: LeanAsker | undefined

  constructor(place: Place) {
    this.place = place
    this.name = place.nextName()
    if (place.name === 'c4') this.#lean = new LeanAsker()
  }

  /** What an access is made of. */
  view(role: string, subject: string): StoreView | Promise<StoreView> {
    const { onDemand } = this.store
    if (this.#lean === undefined || onDemand === undefined) return this.store.view(subject)
    return this.#lean.view(onDemand, role, subject)
  }

  /** Resolves when it has read the store. */
  async ready(): Promise<void> {
    if (this.#lean === undefined) await this.store.ready()
    else await this.store.onDemand?.view(null)
  }

  get writes(): boolean {
    return this.place.name.startsWith('w')
  }

  /** Nothing happens to it any more. What it has sent may still arrive. */
  kill(): void {
    this.stoppedUntil = Infinity
  }
}
