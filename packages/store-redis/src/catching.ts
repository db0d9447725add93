import type { SubjectRecord } from '@trilatch/core'
import { warn } from '@trilatch/core'
import { Building } from './building.ts'
import type { Held, Progress } from './building.ts'
import { longMs } from './connection.ts'
import type { Connection } from './connection.ts'
import { openSubject } from './documents.ts'
import { GarbledError, garbled } from './garbled.ts'
import type { KnownWrites } from './known-writes.ts'
import type { Lease, Sent } from './lease.ts'
import { load, pageBytes, pairs } from './loader.ts'
import { readLogEntry } from './log-entry.ts'
import type { LogEntry } from './log-entry.ts'
import { positionText } from './position.ts'
import { verifyScript } from './scripts/load.ts'
import { readScript } from './scripts/read.ts'
import { list, run } from './scripts/script.ts'
import { storeAlarm } from './trouble.ts'

/** How often the end of the log may move away before it counts as a failure. */
const maxSteps = 1_000

/** Records of subjects, and for each that cannot be read, why. */
export type Records = ReadonlyMap<string, SubjectRecord | null | GarbledError>

/** The end of the log, reached. */
export interface Caught {
  readonly building: Building
  /** The subjects asked for, as of that end. */
  readonly records: Records
  /** When the last read was sent, which all of this was true after. */
  readonly sent: Sent
  /** Whether as many replicas as required have confirmed it. */
  readonly confirmed: boolean
}

type Step =
  | { readonly kind: 'lost' | 'reload' }
  | {
      readonly kind: 'ok'
      readonly more: boolean
      readonly progress: Progress
      readonly records: Records
    }

/** Goes from what is held to the end of the log, or reads everything where there is no way. */
export class Catching {
  readonly #connection: Connection
  readonly #known: KnownWrites
  #told: string | undefined

  constructor(connection: Connection, known: KnownWrites) {
    this.#connection = connection
    this.#known = known
  }

  /**
   * @param inDoubt Something that should be in the log was not found there: look, and read everything.
   * @throws TrilatchError `TRILATCH_STORE_ALARM` and others of loading; GarbledError; RedisLate; what the client throws
   */
  async up(
    held: Held | undefined,
    subjects: readonly string[],
    lease: Lease,
    inDoubt = false,
  ): Promise<Caught> {
    const { seal, settings } = this.#connection
    let building = held === undefined || inDoubt ? await this.#anew(held) : new Building(seal, held, 'none')
    for (let step = 0; step < maxSteps; step++) {
      const sent = lease.stamp()
      const [found, confirmed] = await this.#read(building.held, subjects)
      if (found.kind !== 'ok') {
        building = await this.#anew(building.held)
        continue
      }
      building.advance(found.progress)
      for (const entry of found.progress.entries) this.#known.seen(entry, entry.x)
      if (found.more) continue
      if (!building.proven) {
        // A failover in the middle: what was read before it may never have been.
        building = await this.#anew(building.held)
        continue
      }
      return { building, records: found.records, sent, confirmed: confirmed >= settings.requireReplicas }
    }
    throw new Error('The change log grows faster than it can be read')
  }

  /**
   * The position is not in the log any more, or a write of this process is missing: looks what was lost.
   *
   * @returns The store to go on with; `undefined` when an operator has accepted another one.
   * @throws TrilatchError `TRILATCH_STORE_ALARM` when something was lost that took rights away, or the whole store.
   */
  async #verify(store: string): Promise<string | undefined> {
    const { redis, keys, counters } = this.#connection
    counters.rewinds++
    const at = new Date(this.#connection.clock.wall()).toISOString()
    const alarms = [
      `store-lost: store ${store} is not there any more (noticed ${at})`,
      `writes-lost: store ${store} has lost writes that took rights away (noticed ${at})`,
    ]
    const { reply } = await run(redis, verifyScript, {
      keys: [keys.meta, keys.alarm, keys.log, keys.proc],
      args: ['looking', store, this.#known.toVerify(), ...alarms],
      timeoutMs: longMs,
    })
    const [status] = list(reply, 'the search for lost writes')
    this.#known.forget(status === 'replaced')
    if (status === 'alarm') throw storeAlarm('writes or the whole store were lost')
    return status === 'replaced' ? undefined : store
  }

  async #anew(before: Held | undefined): Promise<Building> {
    const pinned = before === undefined ? undefined : await this.#verify(before.store)
    const building = await load(this.#connection, pinned, before?.policy)
    this.#known.reached(building.held.position)
    return building
  }

  async #read(held: Held, subjects: readonly string[]): Promise<readonly [Step, number]> {
    const { redis, keys, settings, counters } = this.#connection
    counters.reads++
    const { position, store } = held
    const { reply, confirmed } = await run(redis, readScript, {
      keys: [
        keys.meta,
        keys.alarm,
        keys.log,
        keys.roles,
        keys.policy,
        keys.proc,
        ...subjects.map((id) => keys.subject(id)),
      ],
      args: [positionText(position), store, position.id, position.tag, String(pageBytes)],
      timeoutMs: settings.deadlineMs,
      replicas: settings.requireReplicas,
    })
    if (confirmed < settings.requireReplicas) counters.unconfirmed++
    return [this.#step(list(reply, 'a read'), subjects), confirmed]
  }

  #step(reply: readonly unknown[], subjects: readonly string[]): Step {
    const [status, more, headId, headTag, tail, documents, mappings, records] = reply
    if (status === 'alarm') {
      this.#tell(String(more))
      throw storeAlarm(String(more))
    }
    if (status === 'none' || status === 'other' || status === 'reset') return { kind: 'lost' }
    if (status === 'reload') return { kind: 'reload' }
    if (status !== 'ok' || (mappings !== null && typeof mappings !== 'string')) throw garbled('a reply')
    const progress: Progress = {
      entries: this.#entries(list(tail, 'entries')),
      head: { id: String(headId), tag: String(headTag) },
      roles: new Map(pairs(documents)),
      mappings,
    }
    return { kind: 'ok', more: more === 1, progress, records: this.#records(records, subjects) }
  }

  /** Warns of an alarm once. */
  #tell(alarm: string): void {
    if (this.#told !== alarm) warn('TRILATCH_ALARM_RAISED', storeAlarm(alarm).message)
    this.#told = alarm
  }

  #entries(tail: readonly unknown[]): readonly LogEntry[] {
    const entries: LogEntry[] = []
    for (let i = 0; i < tail.length; i += 4)
      entries.push(readLogEntry(this.#connection.seal, tail.slice(i, i + 4)))
    return entries
  }

  /** One record that cannot be read must not keep others from their answers. */
  #records(records: unknown, subjects: readonly string[]): Records {
    const { seal, counters } = this.#connection
    const read = (id: string, text: unknown): SubjectRecord | null | GarbledError => {
      try {
        return openSubject(seal, id, text)
      } catch (error) {
        if (!(error instanceof GarbledError)) throw error
        counters.garbled++
        return error
      }
    }
    return new Map(
      list(records, 'records of subjects').map((text, i) => [
        subjects[i] ?? '',
        read(subjects[i] ?? '', text),
      ]),
    )
  }
}
