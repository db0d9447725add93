import { randomUUID } from 'node:crypto'
import { TrilatchError } from '@trilatch/core'
import type { Vault, VaultPlace } from '@trilatch/core'

/** How long a pass may be silent before another one may begin, in milliseconds. */
const silenceMs = 120_000
/** How long what a pass has written stays good enough to go on behind it. */
const resumeMs = 3_600_000
const keptMs = 86_400_000
/** How often a pass says that it is alive. */
const beatMs = 5_000

/** What is kept of a pass; times are milliseconds since 1970. */
interface Kept {
  readonly pass: string
  readonly startedAt: number
  /** When it last said that it was alive; 0: it has ended, and another may go on. */
  readonly aliveAt: number
  /** Everybody up to here has been written. */
  readonly cursor: string | null
}

const running = (provider: string): TrilatchError =>
  new TrilatchError(
    'TRILATCH_SYNC_RUNNING',
    `Cannot go on with the pass over ${JSON.stringify(provider)}: another one is running. Wait until it ends, or two minutes after one that was killed.`,
  )

function readKept(value: unknown): Kept | undefined {
  const { pass, startedAt, aliveAt, cursor } = (value ?? {}) as Partial<Record<keyof Kept, unknown>>
  if (typeof pass !== 'string' || typeof startedAt !== 'number' || typeof aliveAt !== 'number')
    return undefined
  return { pass, startedAt, aliveAt, cursor: typeof cursor === 'string' ? cursor : null }
}

/** One pass over a directory: one at a time, and with the place from which the next one goes on if this one breaks off. */
export class SyncState {
  readonly #vault: Vault
  readonly #provider: string
  readonly #pass = randomUUID()
  readonly #startedAt: number
  #beaten = performance.now()
  /** Everybody up to here was written by a pass before. */
  readonly resumed: string | undefined

  private constructor(vault: Vault, provider: string, before: Kept | undefined) {
    this.#vault = vault
    this.#provider = provider
    const age = before === undefined ? Infinity : Date.now() - before.startedAt
    const goesOn = before?.cursor != null && age >= 0 && age < resumeMs
    this.resumed = goesOn ? (before.cursor ?? undefined) : undefined
    this.#startedAt = goesOn ? before.startedAt : Date.now()
  }

  /** @throws TrilatchError `TRILATCH_SYNC_RUNNING` */
  static async begin(vault: Vault, provider: string): Promise<SyncState> {
    const place = placeOf(provider)
    const before = readKept((await vault.get(place))?.value)
    const silence = before === undefined ? Infinity : Date.now() - before.aliveAt
    if (before !== undefined && before.aliveAt !== 0 && Math.abs(silence) < silenceMs) throw running(provider)
    const state = new SyncState(vault, provider, before)
    await vault.put({ ...place, value: state.#value(state.resumed, Date.now()), ttlMs: keptMs })
    // Of two that begin at once, the one that is there afterwards goes on.
    if (readKept((await vault.get(place))?.value)?.pass !== state.#pass) throw running(provider)
    return state
  }

  /** Says now and then that the pass is alive, and how far it is. @throws TrilatchError `TRILATCH_SYNC_RUNNING` */
  async beat(cursor: string | undefined): Promise<void> {
    if (performance.now() - this.#beaten < beatMs) return
    this.#beaten = performance.now()
    await this.#replace(cursor, Date.now())
  }

  /** Breaks off: the next one goes on behind the cursor. */
  async breakOff(cursor: string | undefined): Promise<void> {
    await this.#replace(cursor, 0)
  }

  /** Is done. */
  async end(): Promise<void> {
    await this.#vault.take(placeOf(this.#provider))
  }

  #value(cursor: string | undefined, aliveAt: number): Kept {
    return { pass: this.#pass, startedAt: this.#startedAt, aliveAt, cursor: cursor ?? null }
  }

  async #replace(cursor: string | undefined, aliveAt: number): Promise<void> {
    const place = placeOf(this.#provider)
    const entry = await this.#vault.get(place)
    const mine = entry !== null && readKept(entry.value)?.pass === this.#pass
    if (!mine || !(await this.#vault.replace({ ...place, value: this.#value(cursor, aliveAt) }, entry)))
      throw running(this.#provider)
  }
}

const placeOf = (provider: string): VaultPlace => ({ kind: 'sync', key: provider })
