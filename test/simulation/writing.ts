import type { Change } from '@trilatch/core'
import type { Asking } from './asking.ts'
import { Changes } from './changes.ts'
import type { Planned } from './changes.ts'
import type { WriteEvent } from './events.ts'
import type { Process } from './place.ts'
import type { Random } from './random.ts'
import { relyOn } from './relying.ts'
import type { Scheduler } from './scheduler.ts'
import { initialTag, roles, subjects } from './world.ts'

/** How long a process waits between two writes, on average, in milliseconds. */
const everyMs = 800
/** How often a write that is unknown is sent again, where that is done at all. */
const mostTries = 40

/** Has processes write, and notes what became of it. */
export class Writing {
  readonly #scheduler: Scheduler
  readonly #random: Random
  readonly #asking: Asking
  readonly writes: WriteEvent[] = []
  /** How many writes of each kind were begun. */
  readonly counts: Record<string, number> = {}
  #begun = 0

  constructor(scheduler: Scheduler, random: Random, asking: Asking) {
    this.#scheduler = scheduler
    this.#random = random
    this.#asking = asking
  }

  /** Has a process write at random moments, one write after the other. */
  start(writer: Process): void {
    const changes = new Changes(this.#random, writer.name, this.counts, (role, subject) =>
      this.#asking.about(role, subject),
    )
    this.#plan(writer, changes)
  }

  #plan(writer: Process, changes: Changes): void {
    this.#scheduler.in(
      this.#random.wait(everyMs),
      async () => {
        for (const planned of changes.next()) {
          const { outcome } = await this.write(writer, planned)
          changes.ended(planned, outcome === 'done')
        }
        this.#plan(writer, changes)
      },
      writer,
    )
  }

  async write(writer: Process, { written, operations }: Planned, tag = this.#newTag()): Promise<WriteEvent> {
    const random = this.#random
    const relies = tag !== initialTag && random.chance(0.2)
    const expect = relies ? await relyOn(random, writer.store, written) : []
    const event: WriteEvent = {
      ...written,
      process: writer.name,
      tag,
      start: this.#scheduler.now,
      end: Infinity,
      outcome: 'unknown',
    }
    this.writes.push(event)
    const audit = { at: '', actor: writer.name, action: 'write', target: '', before: null, after: null }
    const change: Change = { tag, expect, operations, audit }
    let { status } = await writer.store.write(change)
    // Sent again with its tag it is done once, or was done already. What is refused then may still be there.
    const again = random.chance(0.5) ? mostTries : 0
    for (let tries = 0; status === 'unknown' && tries < again; tries++) {
      event.resent = true
      if ((await writer.store.write(change)).status === 'done') status = 'done'
    }
    event.outcome = status
    event.end = this.#scheduler.now
    // C1 is about what is asked for from now on, in the very same moment.
    const role = written.role?.id ?? written.subject?.role.replace('@', '') ?? random.of(roles)
    for (let i = 0; i < 2; i++) this.#asking.ask(writer, role, written.subject?.id ?? random.of(subjects))
    return event
  }

  #newTag(): string {
    return `t${this.#begun++}-${this.#random.below(1e9)}`
  }
}
