import type { Accounts, GroupsOutcome } from '@trilatch/core'
import { linksOf } from '../../account/links.ts'
import type { ListedAccount } from '../../group-source.ts'
import { portsOf } from '../../ports.ts'
import { askGroups } from '../ask-groups.ts'
import type { GroupStrategy } from '../ask-groups.ts'
import { everyUser } from './every-user.ts'
import { inParallel } from './in-parallel.ts'
import { Judge } from './judge.ts'
import { MetAccounts } from './met-accounts.ts'
import { mostRemovals, removalAlarm } from './removal-limit.ts'
import type { Counters, SyncAuthorizer, SyncOptions, SyncProgress, SyncResult } from './sync-options.ts'
import { noCounts } from './sync-options.ts'
import { SyncState } from './sync-state.ts'

/** Who writes. */
const actor = 'group-sync'
/** How many accounts are worked on at the same time. */
const width = 8
const askMs = 10_000
const progressEvery = 1_000
/** So many users who were not met are kept in mind; with more, all users are gone through again. */
const mostKept = 1_000

/** One pass over a directory. */
export class Pass {
  readonly #accounts: Accounts
  readonly #manager: ReturnType<SyncAuthorizer['manage']>
  readonly #strategy: GroupStrategy
  readonly #options: SyncOptions
  readonly #signal: AbortSignal
  readonly #judge: Judge

  constructor(strategy: GroupStrategy, options: SyncOptions) {
    this.#strategy = strategy
    this.#options = options
    this.#accounts = options.authorizer.accounts(actor)
    this.#manager = options.authorizer.manage(actor)
    this.#judge = new Judge(strategy.id, options, this.#accounts, this.#manager)
    this.#signal = options.signal ?? new AbortController().signal
  }

  async run(): Promise<SyncResult> {
    const { dryRun = false, maxRemovalShare = 0.2, minRemovals = 10, allowRemovals } = this.#options
    const provider = this.#strategy.id
    const state = dryRun ? undefined : await SyncState.begin(this.#accounts.vault, provider)
    let cursor = state?.resumed
    const keep = async (): Promise<void> => state?.beat(cursor)
    try {
      const met = new MetAccounts()
      const measured = noCounts()
      const missing: string[] = []
      const knownOfMet = await this.#measure(met, measured, keep)
      const everybody = everyUser(this.#manager)
      const knownOfOthers = await this.#missing(everybody, met, measured, keep, async (subject) => {
        if (missing.length < mostKept) missing.push(subject)
        if (this.#options.onChange === undefined) return
        const { gains, loses } = await this.#manager.previewGroups(subject, provider, { status: 'gone' })
        this.#options.onChange({ subject, status: 'missing', gains, loses })
      })
      const known = knownOfMet + knownOfOthers
      measured.removals += measured.missing
      const limit = { share: maxRemovalShare, atLeast: minRemovals, allowed: allowRemovals }
      const most = mostRemovals(limit, known)
      const stopped = measured.removals > most
      const common = { provider, dryRun, known, most, stopped, resumed: state?.resumed !== undefined }
      if (stopped && !dryRun)
        throw removalAlarm(provider, { removals: measured.removals, most, known, written: 0 })
      if (state === undefined) return { ...measured, ...common, stale: measured.missing }
      const counts = noCounts()
      const guard = (): void => {
        if (counts.removals > most)
          throw removalAlarm(provider, { removals: counts.removals, most, known, written: counts.changed })
      }
      await this.#write(counts, guard, cursor, async (at) => {
        cursor = at
        await keep()
      })
      let stale = 0
      const left = measured.missing <= mostKept ? missing : everyUser(this.#manager)
      await this.#missing(left, met, counts, keep, async (subject) => {
        const status = await this.#confirm(subject, counts, guard)
        if (status !== 'gone') stale++
      })
      this.#signal.throwIfAborted()
      await state.end()
      return { ...counts, ...common, stale }
    } catch (error) {
      // The first reason counts, also where the place to go on from cannot be kept.
      // A place from which this one did not get on, as behind an account that has been deleted, is none for the next.
      const place = cursor === state?.resumed ? undefined : cursor
      await state?.breakOff(place).catch(() => undefined)
      throw error
    }
  }

  #everyone(after?: string): AsyncIterable<ListedAccount> {
    const options = { signal: this.#signal, ...(after === undefined ? {} : { after }) }
    const all = this.#strategy.groups.everyone?.(options)
    if (all === undefined) throw new TypeError('the strategy cannot list everybody')
    return all
  }

  #told(phase: SyncProgress['phase'], counts: Counters, seen: number): void {
    if (seen % progressEvery === 0) this.#options.onProgress?.({ phase, ...counts })
  }

  /** What the directory would change, without writing. Gives how many of those it meets are known. */
  async #measure(met: MetAccounts, counts: Counters, keep: () => Promise<void>): Promise<number> {
    let known = 0
    const look = async (account: ListedAccount): Promise<void> => {
      const user = await this.#judge.account(account, counts)
      if (user === undefined) return
      if (user.recorded && !met.has(user.subject)) known++
      met.add(user.subject)
    }
    let seen = 0
    await inParallel(this.#everyone(), width, look, async () => {
      this.#signal.throwIfAborted()
      this.#told('measure', counts, ++seen)
      await keep()
    })
    this.#options.onProgress?.({ phase: 'measure', ...counts })
    return known
  }

  async #write(
    counts: Counters,
    guard: () => void,
    after: string | undefined,
    done: (cursor: string) => Promise<void>,
  ): Promise<void> {
    const provider = this.#strategy.id
    // What signs in, or is refreshed, while the pass is under way is newer than it.
    const asked = performance.now()
    const write = async (account: ListedAccount): Promise<void> => {
      const user = await this.#judge.account(account, counts)
      if (user === undefined || user.said.status === 'unknown') return
      guard()
      await this.#manager.recordGroups(user.subject, provider, user.said as GroupsOutcome, { asked })
    }
    let seen = 0
    await inParallel(this.#everyone(after), width, write, async ({ cursor }) => {
      this.#signal.throwIfAborted()
      this.#told('write', counts, ++seen)
      await done(cursor)
    })
    this.#options.onProgress?.({ phase: 'write', ...counts })
  }

  /** Goes through users for those who have groups of the provider and were not met. Gives how many they are. */
  async #missing(
    users: AsyncIterable<string> | Iterable<string>,
    met: MetAccounts,
    counts: Counters,
    keep: () => Promise<void>,
    found: (subject: string) => Promise<void>,
  ): Promise<number> {
    let known = 0
    const look = async (subject: string): Promise<void> => {
      if (met.has(subject) || !(await this.#judge.isKnown(subject))) return
      known++
      counts.missing++
      await found(subject)
    }
    let seen = 0
    await inParallel(users, width, look, async () => {
      this.#signal.throwIfAborted()
      this.#told('missing', counts, ++seen)
      await keep()
    })
    this.#options.onProgress?.({ phase: 'missing', ...counts })
    return known
  }

  /** Asks for one that was not met: only the directory's own word makes somebody gone. */
  async #confirm(subject: string, counts: Counters, guard: () => void): Promise<'gone' | 'stale'> {
    const provider = this.#strategy.id
    const { accounts } = await linksOf(this.#accounts, subject)
    const account = accounts.find((one) => one.provider === provider)
    if (account === undefined) return 'stale'
    const ports = portsOf({ authorizer: this.#options.authorizer, application: 'group sync' })
    const asked = performance.now()
    const { issuer, id } = account
    const deadline = { timeoutMs: askMs, signal: this.#signal }
    const said = await askGroups(this.#strategy, { issuer, id, subject }, ports, deadline)
    this.#signal.throwIfAborted()
    if (said.status === 'unknown') return 'stale'
    if (said.status === 'gone') {
      counts.gone++
      counts.removals++
      guard()
    }
    await this.#manager.recordGroups(subject, provider, said as GroupsOutcome, { asked })
    return said.status === 'gone' ? 'gone' : 'stale'
  }
}
