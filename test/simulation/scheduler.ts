import type { Random } from './random.ts'

/** Somebody to whom things happen one after the other, and to whom nothing happens while stopped. */
export interface Actor {
  stoppedUntil: number
}

interface Event {
  time: number
  tie: number
  readonly actor: Actor | undefined
  /** Gives `false` when nothing was begun that goes on in promises. */
  run: (() => unknown) | undefined
}

/** Time that passes only when nothing is left to do: events in order of their time, chance decides between equals. */
export class Scheduler {
  readonly #random: Random
  readonly #heap: Event[] = []
  #now = 0

  constructor(random: Random) {
    this.#random = random
  }

  /** Milliseconds since the beginning. */
  get now(): number {
    return this.#now
  }

  /** Has something happen at a time, to an actor as soon as it is not stopped; gives what cancels it. */
  at(time: number, run: () => unknown, actor?: Actor): () => void {
    const event: Event = { time: Math.max(time, this.#now), tie: this.#random.unit(), actor, run }
    this.#push(event)
    return () => {
      event.run = undefined
    }
  }

  in(ms: number, run: () => unknown, actor?: Actor): () => void {
    return this.at(this.#now + ms, run, actor)
  }

  async until(end: number): Promise<void> {
    for (;;) {
      const event = this.#heap[0]
      if (event === undefined || event.time > end) break
      this.#pop()
      if (event.run === undefined) continue
      if (event.actor !== undefined && event.actor.stoppedUntil > event.time) {
        event.time = event.actor.stoppedUntil
        event.tie = this.#random.unit()
        this.#push(event)
        continue
      }
      this.#now = event.time
      // Promises settle before time goes on.
      if (event.run() !== false) await new Promise((resolve) => setImmediate(resolve))
    }
    this.#now = end
  }

  #before(a: Event | undefined, b: Event | undefined): boolean {
    if (a === undefined || b === undefined) return false
    return a.time < b.time || (a.time === b.time && a.tie < b.tie)
  }

  #push(event: Event): void {
    const heap = this.#heap
    let i = heap.push(event) - 1
    while (i > 0) {
      const parent = (i - 1) >> 1
      if (!this.#before(event, heap[parent])) break
      heap[i] = heap[parent] as Event
      i = parent
    }
    heap[i] = event
  }

  #pop(): void {
    const heap = this.#heap
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return
    let i = 0
    for (;;) {
      let child = 2 * i + 1
      if (this.#before(heap[child + 1], heap[child])) child++
      if (!this.#before(heap[child], last)) break
      heap[i] = heap[child] as Event
      i = child
    }
    heap[i] = last
  }
}
