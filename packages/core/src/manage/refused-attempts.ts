import { TrilatchError } from '../errors.ts'
import type { AuditLine, Store } from '../store/store.ts'
import { asked } from './asked.ts'
import type { ManageContext } from './context.ts'
import type { Plan } from './plan.ts'
import { writeLine } from './writer.ts'

/** Something that somebody wanted to do and was refused. */
export interface RefusedAttempt {
  /** What it would have been: `role.update`. */
  readonly action: string
  /** What it would have been done to. */
  readonly target: string
  /** Code of the error that the caller got. */
  readonly code: string
  /** Its message. */
  readonly detail: string
  /** What was asked for. Never secrets: members whose names say that they hold one are left out, and so is what is long. */
  readonly asked?: unknown
}

/** The most attempts of one actor, and of all that a process sees, that are kept in a span. */
const maxOfActor = 10
const maxOfAll = 100
const spanMs = 60_000
/** The most actors that the count of what was left out names. */
const maxNamed = 20
/** The most that are on their way to the store. */
const maxWaiting = 16
/** How long somebody who was refused waits for the trail, in milliseconds. */
const patienceMs = 1_000
/** The most characters of a text in an attempt. */
const maxText = 1_024

/** Who is named where a count of several is kept. */
const countActor = 'trilatch'

const short = (text: string): string =>
  text.length <= maxText ? text : `${text.slice(0, maxText - 1)}…`.toWellFormed()

/** Waits for the trail, but not longer than somebody who was refused should. */
async function inTime(written: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, patienceMs)
    timer.unref()
  })
  await Promise.race([written, late])
  clearTimeout(timer)
}

/** Puts refused attempts in the audit trail, so that nobody can fill it with them. */
export class RefusedAttempts {
  readonly #store: Store
  readonly #kept = new Map<string, number>()
  readonly #left = new Map<string, number>()
  #keptOfAll = 0
  #leftOfAll = 0
  #waiting = 0
  #timer: NodeJS.Timeout | undefined

  constructor(store: Store) {
    this.#store = store
  }

  /** Never rejects. @throws TypeError for what is no attempt */
  record(actor: string, attempt: RefusedAttempt): Promise<void> {
    const { action, target, code, detail } = attempt
    for (const text of [action, target, code, detail])
      if (typeof text !== 'string')
        throw new TypeError('An attempt must be { action, target, code, detail, asked? }')
    return this.#record(actor, attempt)
  }

  /** Keeps the count of what was left out. */
  async close(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    await inTime(this.#count())
  }

  async #record(actor: string, attempt: RefusedAttempt): Promise<void> {
    this.#begin()
    const ofActor = this.#kept.get(actor) ?? 0
    if (ofActor >= maxOfActor || this.#keptOfAll >= maxOfAll || this.#waiting >= maxWaiting)
      return this.#leave(actor)
    this.#kept.set(actor, ofActor + 1)
    this.#keptOfAll++
    const { action, target, code, detail } = attempt
    const line: AuditLine = {
      at: new Date().toISOString(),
      actor,
      action: short(action),
      target: short(target),
      before: null,
      after: asked(attempt.asked),
      outcome: 'refused',
      refusal: { code: short(code), detail: short(detail) },
    }
    const written = this.#write(line).then((done) => {
      if (!done) this.#leave(actor)
    })
    await inTime(written)
  }

  /** A span begins with the first attempt in it, and its end keeps the count. */
  #begin(): void {
    if (this.#timer !== undefined) return
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      void this.#count()
    }, spanMs)
    this.#timer.unref()
  }

  #leave(actor: string): void {
    this.#leftOfAll++
    const known = this.#left.get(actor)
    if (known !== undefined || this.#left.size < maxNamed) this.#left.set(actor, (known ?? 0) + 1)
  }

  async #count(): Promise<void> {
    this.#kept.clear()
    this.#keptOfAll = 0
    const [attempts, actors] = [this.#leftOfAll, [...this.#left]]
    if (attempts === 0) return
    this.#leftOfAll = 0
    this.#left.clear()
    const done = await this.#write({
      at: new Date().toISOString(),
      actor: countActor,
      action: 'attempts.left-out',
      target: 'audit',
      before: null,
      after: { attempts, actors: Object.fromEntries(actors) },
      outcome: 'refused',
    })
    if (done) return
    // It is counted with those of the next span.
    this.#leftOfAll += attempts
    for (const [actor, count] of actors)
      if (this.#left.size < maxNamed || this.#left.has(actor))
        this.#left.set(actor, (this.#left.get(actor) ?? 0) + count)
  }

  async #write(audit: AuditLine): Promise<boolean> {
    this.#waiting++
    try {
      return await writeLine(this.#store, audit)
    } finally {
      this.#waiting--
    }
  }
}

const ofStores = new WeakMap<Store, RefusedAttempts>()

/** Where the attempts are kept that were refused over a store. */
export function refusedAttempts(store: Store): RefusedAttempts {
  const known = ofStores.get(store) ?? new RefusedAttempts(store)
  ofStores.set(store, known)
  return known
}

/** Judges a write, and puts it in the trail where it is refused for what its giver holds. */
export async function recorded<T>(
  { store, actor }: Pick<ManageContext, 'store' | 'actor'>,
  { action, target, after }: Plan,
  judge: () => Promise<T>,
): Promise<T> {
  try {
    return await judge()
  } catch (error) {
    if (error instanceof TrilatchError && error.status === 403) {
      const attempt = { action, target, code: error.code, detail: error.message, asked: after }
      await refusedAttempts(store).record(actor, attempt)
    }
    throw error
  }
}
