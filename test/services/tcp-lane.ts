import type { Socket } from 'node:net'

/** What happens to the bytes of one direction of a link. Shared by all its connections; changed while they run. */
export interface LaneFault {
  /** Nothing moves: neither bytes nor the news that a side ended or failed. */
  isHeld: boolean
  /** How much later everything arrives, in milliseconds. */
  delayMs: number
}

/** Bytes, the orderly end of them, or a failure of the connection. */
type Cargo = Buffer | 'end' | 'reset'

/** How much a lane keeps before it stops reading: the sender feels the rest in its own buffers, as on a real link. */
const mostBytes = 1024 * 1024

/** One direction of one connection: carries everything in order, when the fault of its link lets it. */
export class TcpLane {
  readonly #from: Socket
  readonly #to: Socket
  readonly #fault: Readonly<LaneFault>
  readonly #count: (bytes: number) => void
  readonly #cargo: { readonly loaded: number; readonly what: Cargo }[] = []
  #bytes = 0
  #timer: NodeJS.Timeout | undefined
  #isFull = false

  constructor(from: Socket, to: Socket, fault: Readonly<LaneFault>, count: (bytes: number) => void) {
    this.#from = from
    this.#to = to
    this.#fault = fault
    this.#count = count
    from.on('data', (bytes: Buffer) => this.#load(bytes))
    from.on('end', () => this.#load('end'))
    // A failure is cargo too: on a link that is cut, no news of it arrives.
    from.on('error', () => this.#load('reset'))
    to.on('drain', () => {
      this.#isFull = false
      this.move()
    })
    // Nobody is left to carry for.
    to.on('close', () => this.close())
    this.move()
  }

  /** Carries what may arrive by now; to be called when the fault changed. */
  move(): void {
    clearTimeout(this.#timer)
    while (!this.#fault.isHeld && !this.#isFull) {
      const next = this.#cargo[0]
      if (next === undefined) break
      const wait = next.loaded + this.#fault.delayMs - performance.now()
      if (wait > 0) {
        this.#timer = setTimeout(() => this.move(), wait)
        break
      }
      this.#cargo.shift()
      this.#unload(next.what)
    }
    if (this.#fault.isHeld || this.#bytes >= mostBytes) this.#from.pause()
    else this.#from.resume()
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#cargo.length = 0
    this.#bytes = 0
  }

  #load(what: Cargo): void {
    if (typeof what !== 'string') this.#bytes += what.length
    this.#cargo.push({ loaded: performance.now(), what })
    this.move()
  }

  #unload(what: Cargo): void {
    if (this.#to.destroyed) return
    if (what === 'end') this.#to.end()
    else if (what === 'reset') this.#to.resetAndDestroy()
    else {
      this.#bytes -= what.length
      this.#count(what.length)
      this.#isFull = !this.#to.write(what)
    }
  }
}
