import type { StoreView, SubjectRecord } from '@trilatch/core'
import { unavailable } from '@trilatch/core'
import type { Building, Held } from './building.ts'
import { Catching } from './catching.ts'
import type { Records } from './read-reply.ts'
import type { Connection } from './connection.ts'
import type { FirstReading } from './first-reading.ts'
import { GarbledError } from './garbled.ts'
import { KnownWrites } from './known-writes.ts'
import { Lease } from './lease.ts'
import type { Sent } from './lease.ts'
import { Subjects } from './subjects.ts'
import { troubleOf } from './trouble.ts'
import type { Trouble } from './trouble.ts'
import { Waiting } from './waiting.ts'

/** The most subjects that one read asks for. */
const maxSubjects = 200

/**
 * What this process holds, and whether it may be served: one policy, the subjects used lately, one position in the
 * change log and one lease for all of them. Everybody who needs a read shares one; at most one is on its way.
 */
export class Reader {
  readonly #connection: Connection
  readonly #catching: Catching
  readonly #lease: Lease
  readonly #subjects: Subjects
  readonly #waiting: Waiting
  readonly known: KnownWrites = new KnownWrites()
  #held: Held | undefined
  /** Counts the ends of own writes: a reply to what was sent before one gives no lease. */
  #generation = 0
  #reading = false
  #wanted = false
  #closed = false
  #trouble: Trouble | undefined
  #changedAt: number | undefined

  /** @param first For a process that does not hold the roles: what its first reading is to bring. */
  constructor(connection: Connection, first?: FirstReading) {
    const { clock, settings } = connection
    this.#connection = connection
    this.#catching = new Catching(connection, this.known, first)
    this.#lease = new Lease(clock, settings.maxStalenessMs)
    this.#subjects = new Subjects(settings.keptSubjects)
    this.#waiting = new Waiting(clock, connection.counters)
  }

  get held(): Held | undefined {
    return this.#held
  }

  get lease(): Pick<Lease, 'age' | 'holds'> {
    return this.#lease
  }

  get subjectCount(): number {
    return this.#subjects.size
  }

  /** Why the last read failed. */
  get trouble(): Trouble | undefined {
    return this.#trouble
  }

  /** When this process last came to know of a write, by the wall clock. */
  get changedAt(): number | undefined {
    return this.#changedAt
  }

  /** Policy and subject: at once while the lease holds and the subject is known, else after one read. */
  view(subject: string | null): StoreView | Promise<StoreView> {
    if (this.#lease.holds()) {
      const view = this.#look(subject)
      if (view !== undefined) return view
    } else this.#connection.counters.expired++
    return this.ask(subject, this.#connection.settings.deadlineMs)
  }

  /** Policy and subject by a read that is sent from now on, whatever is known of the subject. */
  reread(subject: string): Promise<StoreView> {
    return this.ask(subject, this.#connection.settings.deadlineMs, true)
  }

  /**
   * Policy and subject by a read that is sent from now on.
   *
   * @param anew The subject's record must come from such a read too.
   * @throws TrilatchError; what the client throws
   */
  ask(subject: string | null, deadlineMs: number, anew = false): Promise<StoreView> {
    // No read is on its way and none can be sent: waiting for the deadline would only fill memory.
    const stuck = !this.#reading && this.#connection.redis.isFull
    if (stuck) this.#connection.counters.unavailable++
    const why = this.#closed ? 'The store has been closed.' : stuck ? 'The store does not answer.' : ''
    if (why !== '') return Promise.reject(unavailable(why))
    const answer = this.#waiting.add(subject, deadlineMs, anew)
    this.refresh()
    return answer
  }

  /** Reads what is new, unless a read that was not sent yet will do so anyway. */
  refresh(): void {
    this.#wanted = true
    if (this.#reading || this.#closed) return
    this.#reading = true
    void this.#run()
  }

  /** Forgets a record, as after its groups were confirmed: it is read again when somebody asks. */
  forget(subject: string): void {
    this.#subjects.drop(new Set([subject]))
  }

  /** A write of this process has ended: nothing that was read before it may be served any more. */
  ownWriteEnded(): void {
    this.#generation++
    this.#lease.end()
  }

  close(): void {
    this.#closed = true
    this.#lease.end()
    this.#waiting.rejectAll(unavailable('The store has been closed.'))
  }

  async #run(): Promise<void> {
    // Those who ask in the same moment share the read.
    await Promise.resolve()
    while ((this.#wanted || this.#waiting.size > 0) && !this.#closed) {
      this.#wanted = false
      const begun = this.#waiting.turns
      try {
        await this.#round()
        this.#trouble = undefined
      } catch (error) {
        if (error instanceof GarbledError) this.#connection.counters.garbled++
        this.#trouble = troubleOf(error)
        this.#waiting.rejectUntil(begun, error)
      }
    }
    this.#reading = false
  }

  /** One read, with what has to be loaded or caught up before it. */
  async #round(): Promise<void> {
    // Records that are kept need not be read again: the log says whether they have changed.
    const subjects = this.#waiting.subjects(maxSubjects, (id) => this.#subjects.get(id) !== undefined)
    const stamp = (): Sent => this.#lease.stamp(this.#waiting.turns)
    for (let inDoubt = false; ;) {
      const generation = this.#generation
      const caught = await this.#catching.up(this.#held, subjects, stamp, inDoubt)
      const current = generation === this.#generation
      inDoubt = current && this.known.missesOwn
      if (inDoubt) continue
      // What replicas do not have may be lost with the primary, and must not have been served by then.
      if (caught.confirmed || !this.#lease.holds())
        this.#swap(caught.building, current ? caught.records : new Map())
      else this.known.readAgainFrom(this.#held?.position)
      if (current && caught.confirmed) this.#serve(caught.sent, caught.records)
      else if (!current) this.#connection.counters.discarded++
      if (!caught.confirmed) throw new Error('Too few replicas confirmed the reading')
      if (current || this.#closed) return
    }
  }

  /** Replaces policy, position and what is known of subjects, with nothing in between. */
  #swap(building: Building, records: Records): void {
    if (building.held.position.id !== this.#held?.position.id) this.#changedAt = this.#connection.clock.wall()
    this.#held = building.held
    this.#subjects.drop(building.touched)
    for (const [id, record] of records) if (!(record instanceof GarbledError)) this.#subjects.set(id, record)
  }

  /** Renews the lease and answers everybody who waited for this read. */
  #serve(sent: Sent, records: Records): void {
    this.#lease.renew(sent)
    const leased = this.#lease.holds()
    // Older than the bound already is for nobody; where there is no lease, a read is for those who asked before it.
    const isOld = !leased && this.#connection.settings.maxStalenessMs > 0
    this.#waiting.answer(({ subject, turn, anew }) => {
      if (isOld || ((anew || !leased) && turn > sent.turns)) return undefined
      // The records that were just read first: more may have been read at once than are kept.
      const record = subject === null ? undefined : records.get(subject)
      if (anew && record === undefined) return undefined
      return record instanceof GarbledError ? record : this.#look(subject, record)
    })
  }

  #look(subject: string | null, read?: SubjectRecord | null): StoreView | undefined {
    if (this.#held === undefined) return undefined
    const { policy } = this.#held
    if (subject === null) return { policy, subject: null }
    const record = read === undefined ? this.#subjects.get(subject) : read
    return record === undefined ? undefined : { policy, subject: record }
  }
}
