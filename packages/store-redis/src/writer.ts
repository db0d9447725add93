import { TrilatchError } from '@trilatch/core'
import type { Change, WriteOutcome } from '@trilatch/core'
import { longMs, waitMsOf } from './connection.ts'
import type { Connection } from './connection.ts'
import { RedisLate } from './client/limited.ts'
import { GarbledError } from './garbled.ts'
import { gatherFoundation, TooLarge } from './foundation.ts'
import type { KnownWrites } from './known-writes.ts'
import { logText } from './log-entry.ts'
import { doneAlready, planWrite } from './plan-write.ts'
import type { WritePlan } from './plan-write.ts'
import { list, run } from './scripts/script.ts'
import { writeScript } from './scripts/write.ts'
import { checkHead, keepEntry } from './trail-end.ts'
import type { KeptArguments, TrailEnd } from './trail-end.ts'

/** How often a write is planned anew because something it was made from has changed. */
const maxTries = 20
/** The most writes of this process that wait for each other. */
const maxWaiting = 1_000

const refused = (
  reason: Extract<WriteOutcome, { status: 'refused' }>['reason'],
  detail: string,
): WriteOutcome => ({ status: 'refused', reason, detail })

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Writes, one after the other: those of one process would only make each other's plans stale. */
export class Writer {
  readonly #connection: Connection
  readonly #known: Pick<KnownWrites, 'made'>
  readonly #store: () => Promise<string>
  readonly #onEnd: () => void
  #last: Promise<unknown> = Promise.resolve()
  #waiting = 0

  /**
   * @param store The store that is written to, once this process has read it.
   * @param onEnd Called when a write may be there, or has shown that what this process holds is old; before anybody is told.
   */
  constructor(
    connection: Connection,
    known: Pick<KnownWrites, 'made'>,
    store: () => Promise<string>,
    onEnd: () => void,
  ) {
    this.#connection = connection
    this.#known = known
    this.#store = store
    this.#onEnd = onEnd
  }

  async write(change: Change): Promise<WriteOutcome> {
    if (this.#waiting >= maxWaiting) return refused('unavailable', 'too many writes are waiting')
    this.#waiting++
    const turn = this.#last.then(() => this.#write(change))
    this.#last = turn.catch(() => undefined)
    try {
      return await turn
    } finally {
      this.#waiting--
    }
  }

  async #write(change: Change): Promise<WriteOutcome> {
    for (let tries = 0; tries < maxTries; tries++) {
      let end: TrailEnd
      let plan: WritePlan
      try {
        const store = await this.#store()
        const found = await gatherFoundation(this.#connection, store, change)
        end = { head: found.trail, store }
        checkHead(this.#connection, found.trail)
        plan = found.done ? doneAlready(this.#connection) : planWrite(this.#connection, change, found)
      } catch (error) {
        if (error instanceof TypeError) throw error
        if (error instanceof GarbledError) this.#connection.counters.garbled++
        return error instanceof TooLarge
          ? refused('too-large', error.message)
          : refused('unavailable', `nothing was sent: ${messageOf(error)}`)
      }
      const outcome = await this.#send(change, end, plan)
      if (outcome !== 'stale') return outcome
    }
    return refused('conflict', 'what it was planned from kept changing')
  }

  async #send(change: Change, end: TrailEnd, plan: WritePlan): Promise<WriteOutcome | 'stale'> {
    const { redis, seal, settings } = this.#connection
    const { tag } = change
    const text = logText(plan.log)
    // What changes nothing is nothing that anybody has to read.
    const log = change.operations.length === 0 ? false : ([text, seal.mac('log', '', tag, text)] as const)
    let reply: readonly unknown[]
    let confirmed = 0
    const send = async (audit: KeptArguments): Promise<readonly unknown[]> => {
      const answer = await run(redis, writeScript, {
        keys: plan.write.keys,
        args: ['writing', plan.write.text({ tag, store: end.store, log, audit })],
        timeoutMs: longMs,
        replicas: settings.requireReplicas,
        waitMs: waitMsOf(settings),
      })
      confirmed = answer.confirmed
      return list(answer.reply, 'a write')
    }
    try {
      reply = await keepEntry(this.#connection, tag, change.audit, end, send)
    } catch (error) {
      if (error instanceof RedisLate && !error.sent) return refused('unavailable', messageOf(error))
      // The trail has become another's: that was found before anything was sent again.
      if (error instanceof TrilatchError || error instanceof GarbledError)
        return refused('unavailable', messageOf(error))
      // Also where Redis says that it did not begin: the client may have sent it again by itself after a lost reply.
      return this.#unknown(messageOf(error))
    }
    const [status, reason, about] = reply
    if (status === 'busy') return refused('unavailable', 'other writes always came first')
    if (status === 'unknown') return this.#unknown(String(reason))
    if (status === 'stale') return 'stale'
    if (status === 'refused') return this.#refusal(change, plan, String(reason), about)
    const promised = confirmed >= settings.requireReplicas
    if (typeof reason === 'string') this.#known.made({ id: reason, tag }, plan.log.x && promised)
    if (log !== false) this.#onEnd()
    if (!promised) {
      this.#connection.counters.unknown++
      const detail = `${confirmed} of ${settings.requireReplicas} replicas have confirmed it`
      return { status: 'unknown', detail }
    }
    return { status: 'done', version: tag }
  }

  #unknown(detail: string): WriteOutcome {
    this.#connection.counters.unknown++
    this.#onEnd()
    return { status: 'unknown', detail }
  }

  #refusal(change: Change, plan: WritePlan, reason: string, about: unknown): WriteOutcome {
    switch (reason) {
      case 'conflict': {
        // What the caller relied on may be what this process still holds: it must not be planned from again.
        this.#onEnd()
        const { kind, id } = change.expect[Number(about) - 1] ?? { kind: 'something', id: '' }
        const name = id === '' ? '' : ` ${JSON.stringify(id)}`
        return refused('conflict', `${kind}${name} has changed in the meantime`)
      }
      case 'administrator-scoped': {
        const role = JSON.stringify(plan.administrators[Number(about) - 1])
        return refused(
          'administrator-scoped',
          `role ${role} is held with a scope, and no administrator role can be`,
        )
      }
      case 'email-taken':
        return refused('email-taken', 'another user has this e-mail address')
      case 'last-administrator':
        return refused('last-administrator', 'it would leave no unsuspended administrator')
      default:
        return refused('unavailable', String(about))
    }
  }
}
