import { warn } from '@trilatch/core'
import { Building } from './building.ts'
import type { Held } from './building.ts'
import { ClockDrift } from './clock-drift.ts'
import { longMs, pageBytes, waitMsOf } from './connection.ts'
import type { Connection } from './connection.ts'
import type { FirstReading } from './first-reading.ts'
import { GarbledError } from './garbled.ts'
import type { KnownWrites } from './known-writes.ts'
import type { Sent } from './lease.ts'
import { load } from './loader.ts'
import { openStore } from './open.ts'
import { changedPolicy } from './policy-image.ts'
import { positionText } from './position.ts'
import { readReply } from './read-reply.ts'
import type { ReadReply, Records } from './read-reply.ts'
import { verifyScript } from './scripts/load.ts'
import { readScript } from './scripts/read.ts'
import { list, run } from './scripts/script.ts'
import { storeAlarm } from './trouble.ts'

/** How often the end of the log may move away before it counts as a failure. */
const maxSteps = 1_000

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

/** Goes from what is held to the end of the log, or reads everything where there is no way. */
export class Catching {
  readonly #connection: Connection
  readonly #known: KnownWrites
  /** Present where the roles are not held, but only what the log says about them. */
  readonly #first: FirstReading | undefined
  readonly #drift = new ClockDrift()
  #told: string | undefined

  constructor(connection: Connection, known: KnownWrites, first: FirstReading | undefined) {
    this.#connection = connection
    this.#first = first
    this.#known = known
  }

  /**
   * @param stamp Called right before each read is handed to the client.
   * @param inDoubt Something that should be in the log was not found there: look, and read everything.
   * @throws TrilatchError `TRILATCH_STORE_ALARM` and others of loading; GarbledError; RedisLate; what the client throws
   */
  async up(
    held: Held | undefined,
    subjects: readonly string[],
    stamp: () => Sent,
    inDoubt = false,
  ): Promise<Caught> {
    const { seal, settings } = this.#connection
    // Whoever waits has a deadline of their own; what follows a reading of everything may take its time.
    let timeoutMs = settings.deadlineMs
    const anew = async (before: Held | undefined): Promise<Building> => {
      timeoutMs = Math.max(timeoutMs, longMs)
      if (this.#first !== undefined) return (await this.#begin(before, [], stamp)).building
      return this.#anew(before)
    }
    if (this.#first !== undefined && (held === undefined || inDoubt))
      return this.#begin(held, subjects, stamp)
    let building = held === undefined || inDoubt ? await anew(held) : new Building(seal, held, 'none')
    for (let step = 0; step < maxSteps; step++) {
      const sent = stamp()
      const [found, confirmed] = await this.#read(building.held, subjects, sent, timeoutMs)
      if (found.kind !== 'ok') {
        building = await anew(building.held)
        continue
      }
      building.advance(found.progress)
      for (const entry of found.progress.entries) this.#known.seen(entry, entry.x)
      if (confirmed >= settings.requireReplicas) this.#known.confirmed()
      if (found.more) continue
      if (!building.proven) {
        // A failover in the middle: what was read before it may never have been.
        building = await anew(building.held)
        continue
      }
      const isConfirmed = confirmed >= settings.requireReplicas
      if (this.#drift.exceeds(sent.now - found.now, isConfirmed)) building.touched = '*'
      return { building, records: found.records, sent, confirmed: isConfirmed }
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

  /** Begins at the end of the log: without roles, one reading of one instant is all there is to it. */
  async #begin(before: Held | undefined, subjects: readonly string[], stamp: () => Sent): Promise<Caught> {
    const { seal, settings, counters } = this.#connection
    const pinned = before === undefined ? undefined : await this.#verify(before.store)
    counters.loads++
    const sent = stamp()
    const roles = this.#first?.wanted
    const wanted = { subjects, roles, sentAt: sent.now, replicas: settings.requireReplicas }
    const opened = await openStore(this.#connection, pinned, wanted)
    if (roles !== undefined) this.#first?.bring(roles, opened.more)
    const confirmed = opened.confirmed >= settings.requireReplicas
    if (!confirmed) counters.unconfirmed++
    const { store, head, version, position, mappings, administrators, records } = opened
    const whole = { version, position, mappings, administrators, roles: new Map() }
    const policy = changedPolicy(seal, undefined, whole)
    this.#drift.exceeds(sent.now - opened.now, confirmed)
    for (const record of records.values()) if (record instanceof GarbledError) counters.garbled++
    this.#known.reached(head)
    const building = new Building(seal, { store, position: head, policy }, '*')
    return { building, records, sent, confirmed }
  }

  async #read(
    held: Held,
    subjects: readonly string[],
    sent: Sent,
    timeoutMs: number,
  ): Promise<readonly [ReadReply, number]> {
    const { redis, keys, seal, settings, counters } = this.#connection
    counters.reads++
    const { position, store } = held
    const kind = this.#first === undefined ? 'full' : 'lean'
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
      args: [positionText(position), store, position.id, position.tag, String(pageBytes), kind],
      timeoutMs,
      replicas: settings.requireReplicas,
      waitMs: waitMsOf(settings),
    })
    if (confirmed < settings.requireReplicas) counters.unconfirmed++
    const found = readReply(seal, reply, subjects, sent.now)
    if (found.kind === 'alarm') {
      this.#tell(found.alarm)
      throw storeAlarm(found.alarm)
    }
    if (found.kind === 'ok')
      for (const record of found.records.values()) if (record instanceof GarbledError) counters.garbled++
    return [found, confirmed]
  }

  /** Warns of an alarm once. */
  #tell(alarm: string): void {
    if (this.#told !== alarm) warn('TRILATCH_ALARM_RAISED', storeAlarm(alarm).message)
    this.#told = alarm
  }
}
