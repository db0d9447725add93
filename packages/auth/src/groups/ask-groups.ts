import { tellStrategy } from '../ports.ts'
import type { GroupAccount, GroupSource } from '../group-source.ts'
import type { Groups } from '../identity.ts'
import type { Strategy, StrategyPorts } from '../strategy.ts'

/** A strategy that says something about groups between sign-ins. */
export type GroupStrategy = Strategy & { readonly groups: GroupSource }

/** Those of the strategies that do. */
export function groupStrategies(strategies: readonly Strategy[]): readonly GroupStrategy[] {
  return strategies.filter((strategy): strategy is GroupStrategy => strategy.groups !== undefined)
}

/** What a strategy said; anything that is no such word is `unknown`. */
export function readGroups(said: unknown): Groups {
  const { status, groups } = (said ?? {}) as { readonly status?: unknown; readonly groups?: unknown }
  if (status === 'gone') return { status }
  if (status === 'complete' && Array.isArray(groups)) return said as Groups
  if (status === 'unknown') return said as Groups
  return { status: 'unknown', why: 'the strategy said neither complete nor unknown nor gone' }
}

/** Aborts when time is up, or with another signal. */
export interface Deadline {
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/**
 * Asks for somebody's groups between sign-ins. What throws is `unknown`, and is told to operators at most once a minute.
 * It ends when the strategy has ended: one that takes no notice of the signal holds up its caller, and nobody else.
 */
export async function askGroups(
  strategy: GroupStrategy,
  account: GroupAccount,
  ports: StrategyPorts,
  { timeoutMs, signal }: Deadline,
): Promise<Groups> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
  try {
    const said = readGroups(await strategy.groups.groupsOf(account, ports, limited))
    // What came too late was asked too long ago.
    if (limited.aborted) return { status: 'unknown', why: 'it took too long' }
    if (said.status === 'unknown')
      tellStrategy(strategy, `cannot say what groups somebody is in: ${said.why}`)
    return said
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    if (!signal.aborted) tellStrategy(strategy, `cannot say what groups somebody is in: ${why}`)
    return { status: 'unknown', why }
  }
}
