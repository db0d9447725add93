import { createHash } from 'node:crypto'
import { linksOf } from '../account/links.ts'
import type { LinkedAccount } from '../account/links.ts'
import type { Groups } from '../identity.ts'
import { portsOf, tellStrategy } from '../ports.ts'
import { subjectOf } from '../session/subject-of.ts'
import type { StrategyPorts } from '../strategy.ts'
import { askGroups } from './ask-groups.ts'
import type { GroupStrategy } from './ask-groups.ts'
import { readRefreshOptions } from './refresh-options.ts'
import type { GroupRefreshOptions } from './refresh-options.ts'
import { TrackedAccounts } from './tracked-accounts.ts'
import type { Tracked } from './tracked-accounts.ts'

/** What came of looking after those who were due. */
export interface RefreshRun {
  readonly looked: number
  readonly asked: number
  readonly complete: number
  readonly unknown: number
  readonly gone: number
}

/** Keeps the groups of people who are at work confirmed, so that they need not sign in again. */
export interface GroupRefresh {
  /** For the option `subject` of an adapter, in the place of `subjectOf`: it remembers who was there, and waits for nothing. */
  readonly subjectOf: typeof subjectOf
  /** Somebody was there, for applications that tell their subjects otherwise. */
  seen(subject: string): void
  /** Looks after those who are due now; called by a timer. One at a time: a call meanwhile gives what the running one gives. */
  run(): Promise<RefreshRun>
  /** Stops, and waits for what has begun. */
  close(): Promise<void>
}

/** Who writes. */
const actor = 'group-refresh'
/** How long another process leaves somebody to this one, and the least wait after a failure, in milliseconds. */
const claimMs = 30_000

/** A span that is up to a tenth shorter, so that not everybody is due at the same moment. */
const jittered = (ms: number): number => ms * (0.9 + Math.random() * 0.1)

/**
 * Confirms the groups of those who were seen lately, somewhat more often than `groupRefreshMs`, and never during a
 * request: `complete` replaces them, `unknown` changes nothing and is tried again after 30 seconds, a minute, two, and so
 * on; `gone` takes them away and ends the sessions. Several processes leave each other's people alone.
 *
 * @throws TrilatchError `TRILATCH_OPTION_INVALID`
 */
export function createGroupRefresh(options: GroupRefreshOptions): GroupRefresh {
  const { authorizer, sources, concurrency, timeoutMs, maxAccounts, now } = readRefreshOptions(options)
  const tracked = new TrackedAccounts(maxAccounts)
  // Soon enough that nothing lapses while one round of questions is under way.
  const everyMs = authorizer.groupRefreshMs * 0.8
  const idleMs = authorizer.groupRefreshMs * 4
  const ending = new AbortController()
  const ports: StrategyPorts = portsOf({ authorizer, application: 'group refresh' })
  const manager = authorizer.manage(actor)

  async function isMine(provider: string, subject: string): Promise<boolean> {
    const key = createHash('sha256')
      .update(JSON.stringify([provider, subject]))
      .digest('base64url')
    const { count } = await ports.accounts.vault.count({ kind: 'refresh', key }, 1, { ttlMs: claimMs })
    return count === 1
  }

  async function ask(strategy: GroupStrategy, subject: string, account: LinkedAccount): Promise<Groups> {
    const asked = performance.now()
    const { issuer, id } = account
    const deadline = { timeoutMs, signal: ending.signal }
    const said = await askGroups(strategy, { issuer, id, subject }, ports, deadline)
    if (said.status === 'unknown' || ending.signal.aborted) return { status: 'unknown', why: 'closed' }
    await manager.recordGroups(subject, strategy.id, said as Parameters<typeof manager.recordGroups>[2], {
      asked,
    })
    return said
  }

  /** Looks after one; gives what was said, and says when the next time is. */
  async function lookAfter(subject: string, state: Tracked): Promise<readonly Groups['status'][]> {
    const recorded = await manager.recordedGroups(subject)
    const { accounts } = recorded.length === 0 ? { accounts: [] } : await linksOf(ports.accounts, subject)
    const said: Groups['status'][] = []
    let soonest = everyMs
    for (const { provider, ageMs } of recorded) {
      const account = accounts.find((one) => one.provider === provider)
      const strategy = sources.find(({ id }) => id === provider)
      if (account === undefined || strategy === undefined) continue
      if (ageMs < everyMs * 0.9) {
        soonest = Math.min(soonest, everyMs - ageMs)
        continue
      }
      if (!(await isMine(provider, subject))) {
        soonest = Math.min(soonest, claimMs)
        continue
      }
      said.push((await ask(strategy, subject, account)).status)
    }
    const failed = said.includes('unknown')
    state.failures = failed ? state.failures + 1 : 0
    const wait = failed ? Math.min(everyMs, claimMs * 2 ** (state.failures - 1)) : jittered(soonest)
    state.dueAt = now() + wait
    return said
  }

  async function pass(): Promise<RefreshRun> {
    const counts = { looked: 0, asked: 0, complete: 0, unknown: 0, gone: 0 }
    const queue = [...tracked.due(now(), idleMs)]
    const work = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        if (ending.signal.aborted) return
        const [subject, state] = next
        counts.looked++
        const said = await lookAfter(subject, state).catch((error: unknown): Groups['status'][] => {
          state.failures++
          state.dueAt = now() + Math.min(everyMs, claimMs * 2 ** (state.failures - 1))
          const [first] = sources
          const message = error instanceof Error ? error.message : String(error)
          if (first !== undefined) tellStrategy(first, `has groups that cannot be kept: ${message}`)
          return ['unknown']
        })
        counts.asked += said.length
        for (const status of said) counts[status]++
      }
    }
    await Promise.all(Array.from({ length: concurrency }, work))
    return counts
  }

  let running: Promise<RefreshRun> | undefined
  const run = (): Promise<RefreshRun> => {
    if (!authorizer.enabled || ending.signal.aborted)
      return Promise.resolve({ looked: 0, asked: 0, complete: 0, unknown: 0, gone: 0 })
    running ??= pass().finally(() => (running = undefined))
    return running
  }
  const timer = setInterval(() => void run(), Math.max(1_000, Math.min(30_000, everyMs / 10)))
  timer.unref()
  const seen = (subject: string): void => {
    if (sources.length > 0) tracked.seen(subject, now())
  }
  return {
    subjectOf: (request) => {
      const subject = subjectOf(request)
      if (subject !== null) seen(subject.id)
      return subject
    },
    seen,
    run,
    close: async () => {
      clearInterval(timer)
      ending.abort()
      await running
    },
  }
}
