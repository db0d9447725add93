import type { OnDemandStore } from '@trilatch/core'
import type { RedisPort } from './client/port.ts'
import type { Connection } from './connection.ts'
import { newCounters } from './counters.ts'
import { FirstReading } from './first-reading.ts'
import type { KnownWrites } from './known-writes.ts'
import { Notices } from './notices.ts'
import { createOnDemand } from './on-demand.ts'
import { Reader } from './reader.ts'
import { Renewal } from './renewal.ts'

/** The side of a store for a process that does not hold the policy. Nothing of it runs before it is first asked. */
export class Lean {
  readonly #port: RedisPort
  readonly #busyMs: (notices: Notices | undefined) => number
  readonly onDemand: OnDemandStore
  readonly connection: Connection
  readonly #first = new FirstReading()
  #reader: Reader | undefined
  #notices: Notices | undefined
  #renewal: Renewal | undefined
  #closed = false

  /** @param busyMs How often to read while there is traffic. */
  constructor(parent: Connection, port: RedisPort, busyMs: (notices: Notices | undefined) => number) {
    this.#port = port
    this.#busyMs = busyMs
    this.connection = { ...parent, counters: newCounters() }
    this.onDemand = createOnDemand(
      this.connection,
      this.#first,
      () => this.#started(),
      () => {
        this.#started()
        if (!this.#closed) this.#renewal?.touch()
      },
    )
  }

  /** Absent as long as nobody has asked. */
  get reader(): Reader | undefined {
    return this.#reader
  }

  get notices(): Notices | undefined {
    return this.#notices
  }

  /** A write of this process. */
  made(...write: Parameters<KnownWrites['made']>): void {
    this.#reader?.known.made(...write)
  }

  ownWriteEnded(): void {
    this.#reader?.ownWriteEnded()
  }

  close(): void {
    this.#closed = true
    this.#renewal?.stop()
    this.#notices?.close()
    this.#reader?.close()
  }

  #started(): Reader {
    if (this.#reader !== undefined) return this.#reader
    const reader = new Reader(this.connection, this.#first)
    this.#reader = reader
    if (this.#closed) {
      reader.close()
      return reader
    }
    const { clock, keys, settings, counters } = this.connection
    const refresh = (): void => reader.refresh()
    if (settings.notices) {
      const origin = () => ({
        loads: counters.loads,
        position: reader.held?.position.id,
        answered: reader.trouble === undefined,
      })
      this.#notices = new Notices(this.#port, clock, keys.log, refresh, origin)
      this.#notices.start()
    }
    this.#renewal = new Renewal(clock, () => this.#busyMs(this.#notices), refresh)
    return reader
  }
}
